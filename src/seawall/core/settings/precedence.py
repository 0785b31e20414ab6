"""Which of several places a setting's value comes from. Pure.

Explicit arguments come first, then the process environment, `.env`, the context, the preset; what none of
them has, is left to the default.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches

from attrs import field, frozen

from seawall.core.validation.closest_match import closest_match

__all__ = ["ResolvedValue", "Source", "closest_match", "first_set", "name_faults", "prefix_faults"]

# How much alike, of 1, two prefixes are of which one is meant for the other.
_MISSPELT = 0.9


@frozen(kw_only=True)
class Source:
    """The values of settings from one place, by field.

    `place` names it: `argument`, `environment`, `.env`, `context dev`. Where there is a `prefix`, names are
    written there in capitals behind it. The repr holds no value: one may be a secret.
    """

    place: str
    values: Mapping[str, object] = field(repr=False)
    prefix: str = ""

    @classmethod
    def of_environment(cls, place: str, variables: Mapping[str, str], prefix: str) -> "Source":
        """The variables that begin with `prefix`; an empty one counts as not set."""
        values = {
            name.removeprefix(prefix).lower(): value
            for name, value in variables.items()
            if name.startswith(prefix) and value
        }
        return cls(place=place, values=values, prefix=prefix)

    def spelt(self, name: str) -> str:
        """How a field's name is written in this place."""
        return f"{self.prefix}{name.upper()}" if self.prefix else name

    def origin(self, name: str) -> str:
        """Where exactly a value stands, e.g. `environment SEAWALL_PLATFORM_BASE_URL`."""
        return f"{self.place} {self.spelt(name)}" if self.prefix else self.place


@frozen
class ResolvedValue:
    """A value that was first_set, and where it comes from."""

    value: object = field(repr=False)
    origin: str


def first_set(sources: Sequence[Source]) -> dict[str, ResolvedValue]:
    """For each name the value of the first of `sources` that has it."""
    choices: dict[str, ResolvedValue] = {}
    for layer in reversed(sources):
        choices |= {name: ResolvedValue(value, layer.origin(name)) for name, value in layer.values.items()}
    return choices


def name_faults(sources: Sequence[Source], known: Collection[str]) -> Iterator[str]:
    """A line for each name that is not `known`, with the nearest one, as it is written in that place."""
    for layer in sources:
        for name in layer.values:
            if name not in known:
                near = layer.spelt(closest_match(name, known))
                yield f"{layer.spelt(name)} ({layer.place}) is no setting; the nearest is {near}"


def prefix_faults(
    place: str, variables: Mapping[str, str], prefix: str, wanted: Collection[str]
) -> Iterator[str]:
    """A line for each of `variables` that is one of the `wanted` fields behind a misspelt `prefix`.

    Case does not count. What begins with `prefix` is the business of `name_faults`.
    """
    for variable, value in variables.items():
        if variable.startswith(prefix) or not value:
            continue
        for name in wanted:
            start = variable.upper().removesuffix(name.upper())
            if len(start) < len(variable) and get_close_matches(start, [prefix], cutoff=_MISSPELT):
                yield f"{variable} ({place}) is no setting; the nearest is {prefix}{name.upper()}"
                break
