"""Keywords of schemas that the Api does not hold: that one changed is noted, though not how."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from seawall.codegen.diff.record import MISSING, Site
from seawall.codegen.spec.plain_data import Json

__all__ = ["Keywords", "compare_keywords", "keywords_of"]

Keywords: TypeAlias = Mapping[str, Mapping[str, Json]]
"""The keywords of schemas by the pointer of each schema that has some, and by their names."""

_KEYWORDS: Final = frozenset(
    {
        "contains",
        "contentSchema",
        "dependentRequired",
        "dependentSchemas",
        "else",
        "if",
        "maxContains",
        "minContains",
        "not",
        "patternProperties",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
        "x-extensible-enum",
        "xml",
    }
)
_PARTS = re.compile(r"(/allOf/\d+)+(/|$)")


def keywords_of(document: Mapping[str, Json]) -> Keywords:
    """Collect the keywords of a spec; those in `allOf` belong to the schema around it."""
    found: dict[str, dict[str, Json]] = {}
    for pointer, value in _objects(document):
        own = {name: value[name] for name in _KEYWORDS & value.keys()}
        if own:
            place = _PARTS.sub(r"\2", pointer)
            part = pointer.removeprefix(place)
            found.setdefault(place, {}).update({f"{name}{part}": each for name, each in own.items()})
    return found


def _objects(document: Mapping[str, Json]) -> Iterator[tuple[str, Mapping[str, Json]]]:
    pending: list[tuple[str, object]] = [("#", document)]
    while pending:
        pointer, value = pending.pop()
        if isinstance(value, Mapping):
            yield pointer, value
            pending.extend((f"{pointer}/{_token(key)}", each) for key, each in value.items())
        elif isinstance(value, list):
            pending.extend((f"{pointer}/{number}", each) for number, each in enumerate(value))


def _token(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def compare_keywords(site: Site, old: tuple[str, Keywords], new: tuple[str, Keywords]) -> None:
    """Compare the keywords at two pointers."""
    befores, afters = old[1].get(old[0], {}), new[1].get(new[0], {})
    for name in sorted(befores.keys() | afters.keys()):
        keyword = name.partition("/")[0]
        before, after = befores.get(name, MISSING), afters.get(name, MISSING)
        if after is MISSING:
            words = f"no longer has {keyword}"
        else:
            words = f"has {keyword} now" if before is MISSING else f"has another {keyword}"
        if before != after:
            site.add("keyword-changed", words, at=(old[0], new[0]), before=before, after=after)
