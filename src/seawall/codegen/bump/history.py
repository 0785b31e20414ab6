"""The history of an SDK: one entry for each bump, in a JSON file."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from attrs import asdict, evolve, field, frozen

from seawall.codegen.diff.change import Diff
from seawall.codegen.errors import SettingsError
from seawall.codegen.impact.finding import Effect, Impact
from seawall.codegen.step import Step

__all__ = ["HistoryEntry", "entry_of", "read_history", "recorded_entry", "with_entry", "write_history"]


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
    """Append `entry`, or update version and step of the last one if that is of the same bump.

    The date and the counts stay those of the first time, before any edit.
    """
    last = recorded_entry(entries, entry.spec_sha256, entry.sdk_from)
    if last is None:
        return (*entries, entry)
    return (*entries[:-1], evolve(last, sdk_to=entry.sdk_to, step=entry.step))


def recorded_entry(entries: Sequence[HistoryEntry], spec_sha256: str, sdk_from: str) -> HistoryEntry | None:
    """The last entry if it is of the bump to this spec from this version of the SDK, else None."""
    last = entries[-1] if entries else None
    is_same = last is not None and (last.spec_sha256, last.sdk_from) == (spec_sha256, sdk_from)
    return last if is_same else None


def write_history(entries: Sequence[HistoryEntry]) -> bytes:
    """Return the file: the same entries give the same bytes."""
    content = {"bumps": [asdict(entry) for entry in entries]}
    return (json.dumps(content, indent=2, sort_keys=True) + "\n").encode("ascii")
