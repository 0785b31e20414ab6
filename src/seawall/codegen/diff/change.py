"""A change between two versions of an API, and the whole difference."""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen

__all__ = ["NO_OTHER", "Change", "Diff", "Direction", "Level", "Rename"]

NO_OTHER = "no other one came or went"
"""The reason of a rename whose parts are the only ones that went and came at their place."""

_SURE = 0.85


class Level(StrEnum):
    """Effect of a change on a client that was written for the old version.

    Breaking: an exchange that the old version allows is refused, or can not be read. Risky: it may come to
    something else. Safe: it stays as it was.
    """

    BREAKING = "breaking"
    RISKY = "risky"
    SAFE = "safe"

    @property
    def weight(self) -> int:
        """0 for breaking, 1 for risky, 2 for safe."""
        return _WEIGHTS[self]

    def is_at_least(self, other: "Level") -> bool:
        """True if this level is `other` or worse."""
        return self.weight <= other.weight


_WEIGHTS: Mapping[Level, int] = {Level.BREAKING: 0, Level.RISKY: 1, Level.SAFE: 2}


class Direction(StrEnum):
    """Part of an exchange: what a client sends, what it receives, or both."""

    REQUEST = "request"
    RESPONSE = "response"
    BOTH = "both"

    @property
    def reversed(self) -> "Direction":
        """The direction in a webhook or callback, where the client is the server."""
        return _REVERSED[self]


_REVERSED: Mapping[Direction, Direction] = {
    Direction.REQUEST: Direction.RESPONSE,
    Direction.RESPONSE: Direction.REQUEST,
    Direction.BOTH: Direction.BOTH,
}


@frozen(kw_only=True)
class Rename:
    """A part that is gone and a similar one that came: how likely they are one, from 0 to 1, and why."""

    old: str
    new: str
    likelihood: float
    reasons: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        """True if no person needs to confirm it.

        Alike names alone may be two things: where `version_id` went, `id` and `version_number` may have come.
        """
        return self.likelihood >= _SURE or NO_OTHER in self.reasons


@frozen(kw_only=True)
class Change:
    """One change; `level` is that of the worst direction in which an operation reaches it.

    `old` and `new` are JSON pointers into the effective specs, empty where there is no such part. `place`
    names the part in words. `before` and `after` are excerpts, as JSON. `requests` and `responses` are the
    keys of the operations that send and receive the part: the old key, or the new one of an added operation.
    """

    rule: str
    level: Level
    direction: Direction
    place: str
    words: str
    old: str = ""
    new: str = ""
    before: str = ""
    after: str = ""
    requests: tuple[str, ...] = ()
    responses: tuple[str, ...] = ()
    rename: Rename | None = None

    @property
    def operations(self) -> tuple[str, ...]:
        """Keys of all operations that the change reaches, in the order of the API."""
        return tuple(dict.fromkeys((*self.requests, *self.responses)))


@frozen(kw_only=True)
class Diff:
    """Changes between two versions, the worst first."""

    old_version: str
    new_version: str
    title: str
    changes: tuple[Change, ...] = field(default=(), repr=False)

    def counts(self) -> dict[Level, int]:
        """The number of changes of each level."""
        counts = Counter(change.level for change in self.changes)
        return {level: counts[level] for level in Level}

    def reaches(self, level: Level) -> bool:
        """True if a change has this level or a worse one."""
        return any(change.level.is_at_least(level) for change in self.changes)
