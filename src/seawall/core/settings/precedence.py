"""Precedence of setting sources, and detection of misspelt names. Pure.

Explicit arguments come first, then the process environment, `.env`, the context and the preset. The default
applies to a name that no source has.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from attrs import field, frozen

from seawall.core.validation.closest_match import closest_match, is_similar

__all__ = ["ResolvedValue", "Source", "first_set", "misspellings", "name_faults", "prefix_faults"]

# The similarity, of 1, from which a prefix counts as a misspelt one.
_PREFIX_CUTOFF = 0.9


@frozen(kw_only=True, eq=False)
class Source:
    """The values of settings from one place, by field.

    `place` names it: `argument`, `environment`, `.env`, `context dev`. With a `prefix`, names are written in
    capitals after it. The repr holds no value: one may be a secret.
    """

    place: str
    values: Mapping[str, object] = field(repr=False)
    prefix: str = ""

    @classmethod
    def of_environment(cls, place: str, variables: Mapping[str, str], prefix: str) -> "Source":
        """Make a source of the variables that begin with `prefix`; an empty one counts as not set."""
        values = {
            name.removeprefix(prefix).lower(): value
            for name, value in variables.items()
            if name.startswith(prefix) and value
        }
        return cls(place=place, values=values, prefix=prefix)

    def spelling(self, name: str) -> str:
        """The name of a field as users write it in this place."""
        return f"{self.prefix}{name.upper()}" if self.prefix else name

    def origin(self, name: str) -> str:
        """The exact place of a value, e.g. `environment SEAWALL_PLATFORM_BASE_URL`."""
        return f"{self.place} {self.spelling(name)}" if self.prefix else self.place


@frozen
class ResolvedValue:
    """The value of a setting and its origin."""

    value: object = field(repr=False)
    origin: str


def first_set(sources: Sequence[Source]) -> dict[str, ResolvedValue]:
    """For each name the value of the first of `sources` that has it."""
    values: dict[str, ResolvedValue] = {}
    for source in reversed(sources):
        values |= {name: ResolvedValue(value, source.origin(name)) for name, value in source.values.items()}
    return values


def name_faults(sources: Sequence[Source], known: Collection[str]) -> Iterator[str]:
    """A line for each name that is not `known`, with the closest known one, spelled as in that place."""
    for source in sources:
        for name in source.values:
            if name not in known:
                closest = source.spelling(closest_match(name, known))
                yield f"{source.spelling(name)} ({source.place}) is not a setting; the nearest is {closest}"


def prefix_faults(
    place: str, variables: Mapping[str, str], prefix: str, missing: Collection[str]
) -> Iterator[str]:
    """A line for each of `variables` that is one of the `missing` fields after a misspelt `prefix`.

    Case does not count. `name_faults` checks the variables that begin with `prefix`.
    """
    for variable, value in variables.items():
        if variable.startswith(prefix) or not value:
            continue
        for name in missing:
            start = variable.upper().removesuffix(name.upper())
            if len(start) < len(variable) and is_similar(start, prefix, cutoff=_PREFIX_CUTOFF):
                yield f"{variable} ({place}) is not a setting; the nearest is {prefix}{name.upper()}"
                break


def misspellings(name: str, found: Iterable[str], *, cutoff: float) -> list[str]:
    """The first of `found` that is probably a misspelt `name`; empty if `name` itself is there."""
    names = set(found)
    if name in names:
        return []
    similar = [other for other in sorted(names) if is_similar(name, other, cutoff=cutoff)]
    return [closest_match(name, similar)] if similar else []
