"""The history of bumps in a file."""

from datetime import date

import pytest
from attrs import evolve

from seawall.codegen.bump.history import entry_of, read_history, with_entry, write_history
from seawall.codegen.diff.change import Diff
from seawall.codegen.errors import SettingsError
from seawall.codegen.impact.finding import Effect, Finding, Impact
from seawall.codegen.step import Step

DIFF = Diff(old_version="1", new_version="2", title="Shop")
IMPACT = Impact(findings=(Finding(effect=Effect.BREAKS, words="It is gone."),))


def entry(day: int = 1, spec: str = "aa", sdk: tuple[str, str] = ("1.0.0", "1.1.0")):
    return entry_of(DIFF, IMPACT, today=date(2026, 1, day), spec_sha256=spec, versions=sdk, step=Step.MINOR)


def test_an_entry_counts_changes_and_effects() -> None:
    found = entry()
    assert (found.date, found.api_from, found.api_to) == ("2026-01-01", "1", "2")
    assert found.changes == {"breaking": 0, "risky": 0, "safe": 0}
    assert found.effects == {"breaks": 1, "alters": 0, "stale": 0, "offer": 0}


def test_what_is_written_is_read() -> None:
    entries = (entry(), entry(2, "bb", ("1.1.0", "1.1.1")))
    content = write_history(entries)
    assert read_history(content, "h.json") == entries
    assert write_history(read_history(content, "h.json")) == content


def test_the_same_bump_again_updates_its_entry_and_keeps_its_date_and_counts() -> None:
    first = with_entry((), entry(1, sdk=("1.0.0", "1.0.1")))
    adapted = evolve(entry(9), effects={"breaks": 0})
    again = with_entry(first, adapted)
    assert [(one.date, one.sdk_to, one.effects["breaks"]) for one in again] == [("2026-01-01", "1.1.0", 1)]
    assert len(with_entry(again, entry(9, spec="bb"))) == 2


@pytest.mark.parametrize("content", [b"", b"[]", b'{"bumps": [{}]}', b'{"bumps": [{"step": "huge"}]}'])
def test_a_damaged_history_is_an_error(content: bytes) -> None:
    with pytest.raises(SettingsError, match="no history"):
        read_history(content, "h.json")
