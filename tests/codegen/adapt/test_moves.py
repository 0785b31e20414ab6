"""Attributes with another path, and members of enums that are gone."""

import pytest

from seawall.codegen.impact.finding import EditKind
from tests.codegen.adapt.marked import question_of, text_after


@pytest.mark.parametrize(
    ("source", "old", "new", "expected"),
    [
        ("x = run.⟦deadline⟧\n", "deadline", "plan.deadline", "x = run.plan.deadline\n"),
        ("x = f(run.plan.⟦deadline⟧.day)\n", "plan.deadline", "deadline", "x = f(run.deadline.day)\n"),
    ],
)
def test_an_attribute_moves(source: str, old: str, new: str, expected: str) -> None:
    assert text_after(source, EditKind.MOVE, new, old) == expected


@pytest.mark.parametrize(
    ("source", "old"),
    [
        ("run.⟦deadline⟧ = 1\n", "deadline"),
        ("x = evolve(run, ⟦deadline⟧=1)\n", "deadline"),
        ("x = plan.⟦deadline⟧\n", "run.deadline"),
    ],
)
def test_an_attribute_that_is_not_read_by_its_path_is_a_question(source: str, old: str) -> None:
    assert "now" in question_of(source, EditKind.MOVE, "plan.deadline", old)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = {State.A: 1, State.⟦B⟧: 2}\n", "x = {State.A: 1}\n"),
        ("x = {\n    State.⟦B⟧: 2,  # b\n    State.A: 1,\n}\n", "x = {\n    State.A: 1,\n}\n"),
        ("x = {m.State.⟦B⟧: 2}\n", "x = {}\n"),
        ("x = s in (State.A, State.⟦B⟧, State.C)\n", "x = s in (State.A, State.C)\n"),
        ("x = [State.⟦B⟧]\n", "x = []\n"),
        ("match s:\n  case 1:\n    f()\n  case State.⟦B⟧:\n    g()\n", "match s:\n  case 1:\n    f()\n"),
        ("match s:\n  case State.A | State.⟦B⟧:\n    f()\n", "match s:\n  case State.A:\n    f()\n"),
    ],
)
def test_an_entry_for_a_member_goes(source: str, expected: str) -> None:
    assert text_after(source, EditKind.REMOVE_MEMBER) == expected


@pytest.mark.parametrize(
    "source",
    [
        "if s == State.⟦B⟧:\n    f()\n",
        "x = (State.A, State.⟦B⟧)\n",
        "x = {State.⟦B⟧}\n",
        "match s:\n  case State.⟦B⟧:\n    f()\n",
        "def f(s=State.⟦B⟧): ...\n",
    ],
)
def test_other_code_for_a_member_is_a_question(source: str) -> None:
    assert question_of(source, EditKind.REMOVE_MEMBER)
