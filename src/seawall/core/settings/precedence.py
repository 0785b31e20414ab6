"""Precedence of setting sources, and detection of misspelt names. Pure.

Explicit arguments come first, then the process environment, `.env`, the context and the preset. The default
applies to a name that no source has.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from seawall.core.errors import ConfigError
from seawall.core.validation.closest_match import closest_match, is_similar

__all__ = [
    "ResolvedValue",
    "Source",
    "first_set",
    "misspellings",
    "name_faults",
    "prefix_faults",
    "unknown_names",
]

# The similarity, of 1, from which a prefix counts as a misspelt one.
_PREFIX_CUTOFF = 0.9
# The similarity from which the name of a variable counts as a misspelt setting.
_NAME_CUTOFF = 0.6
# Kubernetes sets these variables for each service of a namespace ("Discovering services"), after the name of
# the service. A service called like the SDK, or with a longer name, gives them the prefix of the settings.
_SERVICE_LINK = (
    r"(?:.+_)?(?:service_host|service_port(?:_.+)?|port|port_\d+_(?:tcp|udp|sctp)(?:_(?:proto|port|addr))?)"
)
_SERVICE_URL = r"(?:tcp|udp|sctp)://.*"


@frozen(kw_only=True, eq=False)
class Source:
    """The values of settings from one place, by field.

    `place` names it: `argument`, `environment`, `.env`, `context dev`. With a `prefix`, names are written in
    capitals after it. `written` has the other name of a field that the place uses. The repr holds no value:
    one may be a secret.
    """

    place: str
    values: Mapping[str, object] = field(repr=False)
    prefix: str = ""
    written: Mapping[str, str] = field(factory=dict)

    @classmethod
    def of_environment(cls, place: str, variables: Mapping[str, str], prefix: str) -> "Source":
        """Make a source of the variables that begin with `prefix`; an empty one counts as not set.

        The address of a Kubernetes service, `…_PORT=tcp://10.0.0.1:80`, is not a setting called `port`.
        """
        values = {
            name.removeprefix(prefix).lower(): value
            for name, value in variables.items()
            if name.startswith(prefix) and value and not _is_service_url(name, value)
        }
        return cls(place=place, values=values, prefix=prefix)

    def spelling(self, name: str) -> str:
        """The name of a field as users write it in this place."""
        name = self.written.get(name, name)
        return f"{self.prefix}{name.upper()}" if self.prefix else name

    def without_aliases(self, aliases: Mapping[str, str]) -> "Source":
        """Return the source with the name of its field for each name in `aliases`.

        Raises ConfigError if the place has a field by two names.
        """
        written = {name: alias for alias, name in aliases.items() if alias in self.values}
        for name, alias in written.items():
            if name in self.values:
                raise ConfigError(
                    f"{self.spelling(alias)} and {self.spelling(name)} ({self.place}) are the same setting. "
                    "Keep one of them."
                )
        if not written:
            return self
        values = {aliases.get(name, name): value for name, value in self.values.items()}
        return evolve(self, values=values, written=written)

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
    """A line for each name that is not `known`, with the closest known one, spelled as in that place.

    Variables that are near no setting are no fault, because other programs may set them: see `unknown_names`.
    """
    for source in sources:
        for name in source.values:
            if name not in known and not _may_be_foreign(source, name, known):
                closest = source.spelling(closest_match(name, known))
                yield f"{source.spelling(name)} ({source.place}) is not a setting; the nearest is {closest}"


def unknown_names(sources: Sequence[Source], known: Collection[str]) -> Iterator[str]:
    """A line for each variable that is near no setting; none for those that Kubernetes sets."""
    for source in sources:
        for name in source.values:
            is_unknown = name not in known and _may_be_foreign(source, name, known)
            if is_unknown and not re.fullmatch(_SERVICE_LINK, name):
                line = f"{source.spelling(name)} ({source.place}) is not a setting; it is ignored"
                longer = [one for one in known if one.endswith(f"_{name}")]
                yield f"{line}. The setting is {source.spelling(longer[0])}" if len(longer) == 1 else line


def _may_be_foreign(source: Source, name: str, known: Collection[str]) -> bool:
    # Only variables: an argument, or a line in a section of the SDK, is meant for it.
    if not source.prefix:
        return False
    return bool(re.fullmatch(_SERVICE_LINK, name)) or not is_similar(
        name, closest_match(name, known), cutoff=_NAME_CUTOFF
    )


def _is_service_url(name: str, value: str) -> bool:
    return name.upper().endswith("PORT") and re.fullmatch(_SERVICE_URL, value) is not None


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
