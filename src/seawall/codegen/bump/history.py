"""The history of an SDK: one entry for each bump, in a JSON file."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from attrs import asdict, field, frozen

from seawall.codegen.diff.change import Diff
from seawall.codegen.errors import SettingsError
from seawall.codegen.impact.finding import Effect, Impact
from seawall.codegen.step import Step

__all__ = ["HistoryEntry", "entry_of", "read_history", "with_entry", "write_history"]


@frozen(kw_only=True)
class HistoryEntry:
    """One bump: versions of API and SDK, the SHA-256 of the new spec, counts by level and by effect."""

    date: str
    api_from: str
    api_to: str
    spec_sha256: str
    sdk_from: str
    sdk_to: str
    step: Step
    changes: Mapping[str, int] = field(factory=dict)
    effects: Mapping[str, int] = field(factory=dict)


def entry_of(
    diff: Diff, impact: Impact, *, today: date, spec_sha256: str, versions: tuple[str, str], step: Step
) -> HistoryEntry:
    """Make the entry of a bump; `versions` are those of the SDK before and after it."""
    return HistoryEntry(
        date=today.isoformat(),
        api_from=diff.old_version,
        api_to=diff.new_version,
        spec_sha256=spec_sha256,
        sdk_from=versions[0],
        sdk_to=versions[1],
        step=step,
        changes={str(level): count for level, count in diff.counts().items()},
        effects={
            str(effect): sum(finding.effect is effect for finding in impact.findings) for effect in Effect
        },
    )


def read_history(content: bytes, path: str) -> tuple[HistoryEntry, ...]:
    """Read the entries, the oldest first. Raises SettingsError if the file is no history."""
    try:
        return tuple(
            HistoryEntry(**{**entry, "step": Step(entry["step"])}) for entry in json.loads(content)["bumps"]
        )
    except (ValueError, KeyError, TypeError) as error:
        raise SettingsError(f"{path} is no history of bumps; restore it from git.") from error


def with_entry(entries: Sequence[HistoryEntry], entry: HistoryEntry) -> tuple[HistoryEntry, ...]:
    """Append `entry`, or replace the last one if that is of the same bump; its date stays."""
    if entries and _is_same(entries[-1], entry):
        return (*entries[:-1], HistoryEntry(**{**asdict(entry), "date": entries[-1].date}))
    return (*entries, entry)


def _is_same(one: HistoryEntry, other: HistoryEntry) -> bool:
    return (one.spec_sha256, one.sdk_from) == (other.spec_sha256, other.sdk_from)


def write_history(entries: Sequence[HistoryEntry]) -> bytes:
    """Return the file: the same entries give the same bytes."""
    content = {"bumps": [asdict(entry) for entry in entries]}
    return (json.dumps(content, indent=2, sort_keys=True) + "\n").encode("ascii")
