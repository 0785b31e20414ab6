"""Finds the target of a reference: across documents, by pointer, `$id` or anchor."""

import re
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import unquote, urljoin

from attrs import define, frozen

from seawall.codegen.doctor.place import Place
from seawall.codegen.errors import SpecError
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.fetch.locations import join
from seawall.codegen.spec.plain_data import Json
from seawall.codegen.spec.references import DATA_KEYS, NAME_MAPS

__all__ = ["References", "Target", "with_id"]

# A longer chain of references is a loop.
_MOST_HOPS = 50
_MOST_CHARACTERS = 4_000
_INDEX = re.compile(r"0|[1-9][0-9]{0,9}")


@frozen
class Target:
    """The value that a reference names, and its place."""

    place: Place
    value: Json


@define
class _Resources:
    """Places by `$id`, and by `$anchor` or `$dynamicAnchor`, with the base URI of each."""

    ids: dict[str, Target]
    anchors: dict[tuple[str, str], Target]


class References:
    """The targets of all references of `documents`."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents.documents

    def find(self, ref: str, place: Place) -> Target | None:
        """Return the target of `ref`, a reference at `place`; None if there is none."""
        if len(ref) > _MOST_CHARACTERS:
            return None
        found = self._find(ref, place, 0)
        if found is None and place.base != place.document:
            # Some authors set an `$id` and still write references as if there were none.
            return self._find(ref, Place(place.document, place.document), 0)
        return found

    def follow(self, target: Target) -> Target | None:
        """Follow `target` while it is nothing but a reference. None if it ends nowhere, or never."""
        for _ in range(_MOST_HOPS):
            value = target.value
            if not (isinstance(value, dict) and isinstance(value.get("$ref"), str)):
                return target
            found = self.find(str(value["$ref"]), target.place)
            if found is None:
                return None
            target = found
        return None

    def _find(self, ref: str, place: Place, hops: int) -> Target | None:
        uri, _, fragment = ref.partition("#")
        top = self._top(uri, place)
        if top is None or hops > _MOST_HOPS:
            return None
        if not fragment:
            return top
        if fragment.startswith("/"):
            return self._at(top, fragment, hops)
        anchors, name = self._resources.anchors, unquote(fragment)
        # The target of a `$dynamicRef` may be in another resource.
        return anchors.get((top.place.base, name)) or anchors.get(("", name))

    def _top(self, uri: str, place: Place) -> Target | None:
        if not uri and place.base == place.document:
            return Target(Place(place.document, place.document), self._documents[place.document])
        key = _location(place.base, uri)
        if key in self._documents:
            return Target(Place(key, key), self._documents[key])
        for identifier in (uri or place.base, key, urljoin(place.base, uri)):
            if identifier in self._resources.ids:
                return self._resources.ids[identifier]
        return None

    def _at(self, top: Target, fragment: str, hops: int) -> Target | None:
        place, value = top.place, top.value
        for part in fragment.split("/")[1:]:
            if isinstance(value, dict) and isinstance(value.get("$ref"), str) and _key(value, part) is None:
                target = self._find(str(value["$ref"]), place, hops + 1)
                if target is None:
                    return None
                place, value = target.place, target.value
            if isinstance(value, dict):
                key = _key(value, part)
                if key is None:
                    return None
                place, value = place / key, value[key]
            elif isinstance(value, list) and _INDEX.fullmatch(part) and int(part) < len(value):
                place, value = place / part, value[int(part)]
            else:
                return None
        return Target(place, value)

    @cached_property
    def _resources(self) -> _Resources:
        found = _Resources({}, {})
        for key, document in self._documents.items():
            own = document.get("$self") if isinstance(document, dict) else None
            if isinstance(own, str):
                # OpenAPI 3.2: the URI of the document itself.
                top = Target(Place(key, key), document)
                found.ids |= {own.removesuffix("#"): top, _location(key, own): top}
            for target in _schemas_with_names(Target(Place(key, key), document)):
                _note(target, found)
        return found


def _location(base: str, uri: str) -> str:
    try:
        return join(base, uri) or base
    except SpecError:
        # Such a document is never read, but a schema may have this `$id`.
        return uri


def _key(value: dict[str, Json], part: str) -> str | None:
    # RFC 6901, section 4: first `~1`, then `~0`, so that `~01` becomes `~1`.
    for text in (unquote(part), part):
        name = text.replace("~1", "/").replace("~0", "~")
        if name in value:
            return name
    return None


def _note(target: Target, found: _Resources) -> None:
    value = target.value
    if not isinstance(value, dict):
        return
    if isinstance(value.get("$id"), str):
        found.ids.setdefault(target.place.base, target)
        found.ids.setdefault(str(value["$id"]), target)
    for keyword in ("$anchor", "$dynamicAnchor"):
        anchor = value.get(keyword)
        if isinstance(anchor, str):
            found.anchors.setdefault((target.place.base, anchor), target)
            found.anchors.setdefault(("", anchor), target)


def _schemas_with_names(top: Target) -> Iterator[Target]:
    """Yield the objects of a document that have an `$id` or an anchor, each with its own base URI."""
    todo: list[tuple[Target, bool]] = [(top, False)]
    while todo:
        target, has_names = todo.pop()
        place, value = target.place, target.value
        if isinstance(value, list):
            todo.extend((Target(place / index, item), False) for index, item in enumerate(value))
        if not isinstance(value, dict):
            continue
        if not has_names and any(isinstance(value.get(key), str) for key in _RESOURCE_KEYS):
            place = with_id(place, value)
            yield Target(place, value)
        for key, item in value.items():
            if has_names or not (key in DATA_KEYS or key.startswith("x-")):
                todo.append((Target(place / key, item), not has_names and key in NAME_MAPS))


_RESOURCE_KEYS = ("$id", "$anchor", "$dynamicAnchor")


def with_id(place: Place, schema: dict[str, Json]) -> Place:
    """Return `place` with the base URI that the `$id` of `schema` sets, if it has one."""
    identifier = schema.get("$id")
    if not isinstance(identifier, str):
        return place
    base = urljoin(place.base, identifier).removesuffix("#")
    return Place(place.document, base, place.key, place.parent)
