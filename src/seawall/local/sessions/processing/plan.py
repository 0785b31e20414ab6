"""The plan of a session: times, end and output. The environment of a session may script it.

`SEAWALL_LOCAL=outcome:failed,duration_s:3,pending_s:2` in the environment chooses these three, and
`trouble:quota` or `trouble:image` a session that does not start.
"""

import math
from collections.abc import Mapping

from attrs import asdict, evolve, frozen

from seawall.local.serving.json_object import JsonObject
from seawall.local.sessions.processing.commands import simulated
from seawall.local.sessions.settings import SessionsSettings
from seawall.local.sessions.store.states import SessionKind, SessionStatus

__all__ = ["SCRIPT_VARIABLE", "Plan", "plan_from", "plan_of"]

SCRIPT_VARIABLE = "SEAWALL_LOCAL"
_OUTCOMES: Mapping[str, SessionStatus | None] = {
    "completed": SessionStatus.COMPLETED,
    "failed": SessionStatus.FAILED,
    "never": None,
}
_TROUBLES = {"quota", "image"}
_LONGEST_S = 2_592_000.0


@frozen(kw_only=True)
class Plan:
    """Course of a session.

    `outcome` is the state at the end, None for a session that ends by its expiry only, after `duration_s`
    seconds in the state Running. `trouble` keeps it Pending: `quota`, or `image` for one that can not be
    pulled. `output` are the lines of its log. With `executes` a command is really run, and ends the session.
    """

    pending_s: float
    duration_s: float
    outcome: SessionStatus | None
    trouble: str | None = None
    output: tuple[str, ...] = ()
    executes: bool = False

    def stored(self) -> JsonObject:
        """The plan as JSON."""
        return asdict(self)


def plan_from(stored: JsonObject) -> Plan:
    """Read a stored plan."""
    plan = Plan(**stored)  # type: ignore[arg-type]
    outcome = None if plan.outcome is None else SessionStatus(plan.outcome)
    return evolve(plan, outcome=outcome, output=tuple(plan.output))


def plan_of(
    kind: SessionKind,
    command: str | None,
    arguments: list[str],
    environment: Mapping[str, str],
    settings: SessionsSettings,
) -> Plan:
    """Plan a session; a value of its script that is no outcome or no number is ignored."""
    pairs = (part.partition(":") for part in environment.get(SCRIPT_VARIABLE, "").split(","))
    script = {key.strip(): value.strip() for key, _, value in pairs}
    run = simulated(command, arguments, environment)
    executes = settings.execute and kind is SessionKind.HEADLESS and command is not None
    outcome = None
    if kind is SessionKind.HEADLESS and not executes:
        outcome = SessionStatus.COMPLETED if run.exit_code == 0 else SessionStatus.FAILED
    duration_s = settings.headless_duration_s if run.duration_s is None else min(run.duration_s, _LONGEST_S)
    return Plan(
        pending_s=_number(script.get("pending_s"), settings.pending_s),
        duration_s=_number(script.get("duration_s"), duration_s),
        outcome=_OUTCOMES.get(script.get("outcome", ""), outcome),
        trouble=script["trouble"] if script.get("trouble") in _TROUBLES else None,
        output=run.output,
        executes=executes,
    )


def _number(text: str | None, default: float) -> float:
    try:
        number = math.nan if text is None else float(text)
    except ValueError:
        return default
    return number if 0 <= number <= _LONGEST_S else default
