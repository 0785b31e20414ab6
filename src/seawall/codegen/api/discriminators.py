"""Discriminators of unions: the property whose fixed value, or whose presence, identifies a member.

The codec (cattrs' disambiguation) supports these two ways. A union that has neither decodes as a plain dict.
"""

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from seawall.codegen.spec.document import Json
from seawall.codegen.spec.pointers import component_name

__all__ = [
    "DISCRIMINATORS",
    "Discriminator",
    "Member",
    "discriminators_by_title",
    "distinguishable_by_keys",
    "shared_discriminator",
]

Discriminator = str | int
"""The fixed value of a property."""

DISCRIMINATORS = "x-seawall-discriminators"
"""The key under which a rewritten object schema keeps its properties with one fixed value."""


@frozen(kw_only=True)
class Member:
    """A class in a union: its keys, the required ones, and the fixed values by key."""

    keys: frozenset[str]
    required: frozenset[str]
    discriminators: Mapping[str, Discriminator]


def discriminators_by_title(components: Mapping[str, Json]) -> dict[str, dict[str, Discriminator]]:
    """The fixed values of each class in the parser's document, by the title of the class."""
    found = {}
    for schema in components.values():
        title = schema.get("title") if isinstance(schema, dict) else None
        if isinstance(title, str):
            found[title] = _discriminators(schema, components, ())
    return found


def _discriminators(
    schema: Json, components: Mapping[str, Json], ref_stack: tuple[str, ...]
) -> dict[str, Discriminator]:
    if not isinstance(schema, dict):
        return {}
    ref = schema.get("$ref")
    if isinstance(ref, str):
        name = component_name(ref)
        if name is None or name in ref_stack:
            return {}
        return _discriminators(components.get(name), components, (*ref_stack, name))
    inherited: dict[str, Discriminator] = {}
    parts = schema.get("allOf")
    for part in parts if isinstance(parts, list) else []:
        inherited |= _discriminators(part, components, ref_stack)
    own = schema.get(DISCRIMINATORS)
    return inherited | {
        key: value
        for key, value in (own if isinstance(own, dict) else {}).items()
        if isinstance(value, Discriminator)
    }


def shared_discriminator(members: Sequence[Member]) -> str | None:
    """The key that has a fixed value in every member, a different one in each; None if there is none."""
    for key in sorted(members[0].discriminators):
        values = [member.discriminators[key] for member in members if key in member.discriminators]
        if len(values) == len(members) == len(set(values)):
            return key
    return None


def distinguishable_by_keys(members: Iterable[Member]) -> bool:
    """True if every member but one has a required key that the remaining members lack."""
    remaining = list(members)
    while len(remaining) > 1:
        rest = [member for member in remaining if not _unique_keys(member, remaining)]
        if len(rest) == len(remaining):
            return False
        remaining = rest
    return True


def _unique_keys(member: Member, among: list[Member]) -> frozenset[str]:
    others = frozenset[str]().union(*(other.keys for other in among if other is not member))
    # The field of a discriminator has a default, so cattrs does not treat its key as required.
    return member.required - others - member.discriminators.keys()
