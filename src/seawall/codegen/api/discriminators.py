"""What tells the members of a union of objects apart: a property with one fixed value, or one of its own.

The codec (cattrs' disambiguation) knows these two ways. A union that has neither decodes as a plain dict.
"""

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from seawall.codegen.spec.document import Json
from seawall.codegen.spec.pointers import component_name

__all__ = ["DISCRIMINATORS", "Discriminator", "Member", "common_tag", "has_own_keys", "tags_by_title"]

Discriminator = str | int

DISCRIMINATORS = "x-seawall-tags"
"""The key under which a rewritten object schema keeps its properties with one fixed value."""


@frozen(kw_only=True)
class Member:
    """A class in a union: its keys, those of them that are required, and its tags."""

    keys: frozenset[str]
    required: frozenset[str]
    tags: Mapping[str, Discriminator]


def tags_by_title(components: Mapping[str, Json]) -> dict[str, dict[str, Discriminator]]:
    """The tags of each class in the parser's document, by the class's title."""
    found = {}
    for schema in components.values():
        title = schema.get("title") if isinstance(schema, dict) else None
        if isinstance(title, str):
            found[title] = _tags(schema, components, ())
    return found


def _tags(schema: Json, components: Mapping[str, Json], above: tuple[str, ...]) -> dict[str, Discriminator]:
    if not isinstance(schema, dict):
        return {}
    ref = schema.get("$ref")
    if isinstance(ref, str):
        name = component_name(ref)
        return (
            {} if name is None or name in above else _tags(components.get(name), components, (*above, name))
        )
    tags: dict[str, Discriminator] = {}
    parts = schema.get("allOf")
    for part in parts if isinstance(parts, list) else []:
        tags |= _tags(part, components, above)
    own = schema.get(DISCRIMINATORS)
    return tags | {
        key: value
        for key, value in (own if isinstance(own, dict) else {}).items()
        if isinstance(value, Discriminator)
    }


def common_tag(members: Sequence[Member]) -> str | None:
    """The key whose fixed value differs in all `members`."""
    for key in sorted(members[0].tags):
        values = [member.tags[key] for member in members if key in member.tags]
        if len(values) == len(members) == len(set(values)):
            return key
    return None


def has_own_keys(members: Iterable[Member]) -> bool:
    """Whether every member but one has a required key that the others, once told apart, lack."""
    remaining = list(members)
    while len(remaining) > 1:
        rest = [member for member in remaining if not _own(member, remaining)]
        if len(rest) == len(remaining):
            return False
        remaining = rest
    return True


def _own(member: Member, among: list[Member]) -> frozenset[str]:
    others = frozenset[str]().union(*(other.keys for other in among if other is not member))
    # A tag's field has a default, which keeps the codec from telling by it.
    return member.required - others - member.tags.keys()
