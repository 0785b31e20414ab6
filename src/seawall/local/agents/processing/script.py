"""The script of a run: its outcome and its steps over time.

A prompt or the metadata of a run may choose it: `[outcome=failed]`, `[duration_s=3]` and `[logs=20]` in the
prompt, or `{"local": {"outcome": "failed", "duration_s": 3, "logs": 20}}` in the metadata.
"""

import math
import re
from collections.abc import Mapping

from attrs import field, frozen

from seawall.local.agents.store.states import LogKind, RunStatus
from seawall.local.serving.json_object import JsonObject

__all__ = ["OUTCOMES", "PlannedStep", "Script", "script_of"]

OUTCOMES: Mapping[str, RunStatus | None] = {
    "success": RunStatus.COMPLETE,
    "failed": RunStatus.FAILED,
    "error": RunStatus.ERROR,
    "cancelled": RunStatus.CANCELLED,
    "stopped": RunStatus.STOPPED,
    "timeout": RunStatus.TIMEOUT,
    "max_iterations": RunStatus.MAX_ITERATIONS_REACHED,
    "out_of_tokens": RunStatus.OUT_OF_TOKENS,
    "paused": RunStatus.PAUSED,
    "never": None,
}
"""The outcomes that a script can have; `paused` ends after a resume, `never` does not end."""

_DIRECTIVE = re.compile(r"\[(outcome|duration_s|logs)=([\w.]{1,40})\]")
_LONGEST_S, _MOST_LOGS = 86_400.0, 1_000


@frozen
class PlannedStep:
    """A change of a run, `after_s` seconds from its start."""

    after_s: float
    status: RunStatus | None = None
    log: JsonObject | None = None
    result: str | None = None


@frozen(kw_only=True)
class Script:
    """The outcome of a run, its duration and the number of its log entries."""

    outcome: str = "success"
    duration_s: float = field(default=1.0)
    logs: int = 3

    def steps(self, prompt: str, *, is_resumed: bool = False) -> list[PlannedStep]:
        """The steps of a run with this script; a run that is resumed always ends."""
        outcome = "success" if is_resumed and self.outcome in {"paused", "never"} else self.outcome
        end = OUTCOMES[outcome]
        actions = [
            PlannedStep(self.duration_s * (n + 1) / (self.logs + 1), log=_action(n)) for n in range(self.logs)
        ]
        first = PlannedStep(0.0, log={"message_type": LogKind.USER_MESSAGE, "observation": prompt[:2000]})
        if end is None:
            return [first, *actions]
        if end is RunStatus.PAUSED:
            half = [step for step in actions if step.after_s <= self.duration_s / 2]
            return [first, *half, PlannedStep(self.duration_s / 2, status=end)]
        return [first, *actions, *self._end(end)]

    def _end(self, end: RunStatus) -> list[PlannedStep]:
        if end is RunStatus.COMPLETE:
            answer = "The task is done."
            return [
                PlannedStep(self.duration_s * 0.9, status=RunStatus.EVALUATION),
                PlannedStep(
                    self.duration_s, log={"message_type": LogKind.FINAL_ANSWER, "observation": answer}
                ),
                PlannedStep(self.duration_s, status=end, result=answer),
            ]
        reason = f"The run ended as its script says: {end}."
        return [
            PlannedStep(self.duration_s, log={"message_type": LogKind.ERROR, "observation": reason}),
            PlannedStep(self.duration_s, status=end, result=reason),
        ]


def _action(number: int) -> JsonObject:
    return {
        "message_type": LogKind.ACTION,
        "tool_name": "ripgrep_search",
        "thought": f"Step {number + 1}: look for the place.",
        "tool_input": {"query": f"step {number + 1}"},
        "tool_output": {"matches": number},
        "observation": {"matches": number},
    }


def script_of(prompt: str, metadata: Mapping[str, object] | None, *, duration_s: float) -> Script:
    """The script that `metadata` or `prompt` chooses; one that takes `duration_s` seconds if neither does.

    A value that is no outcome or no number is ignored.
    """
    chosen: dict[str, object] = dict(_DIRECTIVE.findall(prompt))
    local = (metadata or {}).get("local")
    if isinstance(local, Mapping):
        chosen.update(local)
    outcome = str(chosen.get("outcome", "success"))
    return Script(
        outcome=outcome if outcome in OUTCOMES else "success",
        duration_s=_number(chosen.get("duration_s"), duration_s, most=_LONGEST_S),
        logs=int(_number(chosen.get("logs"), 3, most=_MOST_LOGS)),
    )


def _number(value: object, default: float, *, most: float) -> float:
    try:
        number = float(value) if isinstance(value, str | int | float) else math.nan
    except (ValueError, OverflowError):
        return default
    return number if 0 <= number <= most else default
