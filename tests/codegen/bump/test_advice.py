"""Votes on the next version."""

import pytest
from attrs import evolve

from seawall.codegen.bump.advice import Vote, advise, short_name
from seawall.codegen.diff.change import Change, Diff, Direction, Level, Rename
from seawall.codegen.impact.finding import Effect, Finding, Impact
from seawall.codegen.step import Step

CHANGE = Change(
    rule="enum-value-added", level=Level.RISKY, direction=Direction.RESPONSE, place="x", words="x"
)
DIFF = Diff(old_version="1", new_version="2", title="Shop", changes=(CHANGE,))
NO_DIFF = Diff(old_version="1", new_version="1", title="Shop")
ALTERS = Finding(effect=Effect.ALTERS, words="A new state.", public=("Runs.get", "Runs.list", "a", "b"))
BREAKS = Finding(effect=Effect.BREAKS, words="Gone.", public=("Runs.get",))
OFFER = Finding(effect=Effect.OFFER, words="New operation.")
GONE, NEW = (
    Vote(step=Step.MAJOR, reason="Client.x is gone."),
    Vote(step=Step.MINOR, reason="Client.y is new."),
)

TABLE = [
    (NO_DIFF, (), (), Step.NONE, 0),
    (DIFF, (), (), Step.PATCH, 0),
    (DIFF, (OFFER,), (), Step.PATCH, 0),
    (DIFF, (BREAKS,), (), Step.PATCH, 1),
    (DIFF, (ALTERS, BREAKS), (), Step.MINOR, 2),
    (DIFF, (), (NEW,), Step.MINOR, 0),
    (DIFF, (ALTERS,), (NEW, GONE), Step.MAJOR, 1),
    (NO_DIFF, (), (GONE,), Step.MAJOR, 0),
]


@pytest.mark.parametrize(("diff", "findings", "surface", "step", "left"), TABLE)
def test_the_highest_vote_decides(
    diff: Diff, findings: tuple[Finding, ...], surface: tuple[Vote, ...], step: Step, left: int
) -> None:
    advice = advise(diff, Impact(findings=findings), surface, version="1.2.3")
    assert (advice.step, advice.open_count) == (step, left)
    weights = [vote.step.weight for vote in advice.votes]
    assert weights == sorted(weights, reverse=True)


def test_a_vote_names_the_public_functions() -> None:
    advice = advise(DIFF, Impact(findings=(ALTERS,)), (), version="1.2.3")
    assert advice.votes[0].reason == "A new state. It reaches Runs.get, Runs.list, a and 1 more."
    assert advice.next_version == "1.3.0"


def test_an_applied_finding_is_not_open() -> None:
    advice = advise(DIFF, Impact(findings=(BREAKS,)), (), version="1.2.3", applied=(BREAKS,))
    assert (advice.step, advice.open_count, advice.next_version) == (Step.PATCH, 0, "1.2.4")
    assert "1 place is edited in the layer" in "".join(vote.reason for vote in advice.votes)


def test_the_rule_before_the_first_version_is_told() -> None:
    advice = advise(DIFF, Impact(findings=()), (GONE,), version="0.4.1")
    assert advice.next_version == "0.5.0"
    assert "Before 1.0.0" in advice.rule
    assert advise(NO_DIFF, Impact(findings=()), (), version="").next_version == ""


@pytest.mark.parametrize(
    ("name", "short"),
    [("shop.runs.Runs.get", "Runs.get"), ("shop.runs.wait", "runs.wait"), ("wait", "wait"), ("", "")],
)
def test_a_short_name_has_no_modules(name: str, short: str) -> None:
    assert short_name(name) == short


def test_a_rename_that_edits_follow_reaches_no_user() -> None:
    rename = Rename(old="a", new="b", likelihood=0.9)
    change = evolve(CHANGE, rule="property-renamed", rename=rename)
    breaks, alters = (evolve(one, change=change) for one in (BREAKS, ALTERS))
    impact = Impact(findings=(breaks, alters))
    assert advise(DIFF, impact, (), version="1.2.3", applied=(breaks,)).step is Step.PATCH
    assert advise(DIFF, impact, (), version="1.2.3").step is Step.MINOR


def test_the_step_in_the_history_is_not_lowered() -> None:
    advice = advise(DIFF, Impact(findings=()), (), version="1.2.3", recorded=Step.MINOR)
    assert (advice.step, advice.next_version) == (Step.MINOR, "1.3.0")
