"""The script of a run: its outcome and its steps."""

import pytest

from seawall.local.agents.processing.script import OUTCOMES, Script, script_of
from seawall.local.agents.store.states import RunStatus


@pytest.mark.parametrize(
    ("prompt", "metadata", "expected"),
    [
        ("Do it.", None, Script(duration_s=2.0)),
        ("Do it. [outcome=failed]", None, Script(outcome="failed", duration_s=2.0)),
        ("[duration_s=0.5] [logs=7]", None, Script(duration_s=0.5, logs=7)),
        ("", {"local": {"outcome": "paused", "duration_s": 9}}, Script(outcome="paused", duration_s=9.0)),
        ("[outcome=failed]", {"local": {"outcome": "error"}}, Script(outcome="error", duration_s=2.0)),
        ("[outcome=nonsense] [duration_s=-1] [logs=1e9]", None, Script(duration_s=2.0)),
        ("[duration_s=nan]", {"local": ["no", "object"]}, Script(duration_s=2.0)),
        ("", {"local": {"duration_s": None, "logs": "many"}}, Script(duration_s=2.0)),
    ],
)
def test_a_prompt_or_the_metadata_chooses_the_script(
    prompt: str, metadata: dict[str, object] | None, expected: Script
) -> None:
    assert script_of(prompt, metadata, duration_s=2.0) == expected


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_script_ends_as_it_says(outcome: str) -> None:
    steps = Script(outcome=outcome, duration_s=4.0).steps("Do it.")
    assert [step.after_s for step in steps] == sorted(step.after_s for step in steps)
    states = [step.status for step in steps if step.status is not None]
    assert (states[-1] if states else None) is OUTCOMES[outcome]


@pytest.mark.parametrize("outcome", ["paused", "never"])
def test_a_run_that_is_resumed_ends(outcome: str) -> None:
    steps = Script(outcome=outcome).steps("Go on.", is_resumed=True)
    assert steps[-1].status is RunStatus.COMPLETE
