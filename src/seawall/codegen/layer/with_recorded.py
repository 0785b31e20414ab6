"""Joins uses that were recorded while tests ran to those that were read from the source."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import evolve

from seawall.codegen.layer.client import GeneratedClient, Part, PartKind
from seawall.codegen.layer.recorded import RecordedUse
from seawall.codegen.layer.uses import Layer, Place, Use, UseKind

__all__ = ["with_recorded"]

_KINDS: Final[Mapping[str, tuple[UseKind, PartKind]]] = {
    "call": (UseKind.CALL, PartKind.OPERATION),
    "argument": (UseKind.ARGUMENT, PartKind.PARAMETER),
    "create": (UseKind.CREATE, PartKind.CLASS),
    "set": (UseKind.SET, PartKind.FIELD),
    "read": (UseKind.READ, PartKind.FIELD),
}
_RECORDED: Final = "recorded while the tests ran"


def with_recorded(layer: Layer, client: GeneratedClient, recorded: Iterable[RecordedUse]) -> Layer:
    """The layer with its recorded uses: a possible use that was recorded is certain, others are added.

    A recorded use of a part that `client` does not have, or in a file that the layer does not have, is left
    out: the file may be older than the sources.
    """
    found = {(use.part, use.kind, use.place.path, use.place.line): use for use in layer.uses}
    certain: set[tuple[object, ...]] = set()
    added: dict[tuple[object, ...], Use] = {}
    for one in recorded:
        use = _use(one, layer, client)
        if use is None:
            continue
        key = use.part, use.kind, use.place.path, use.place.line
        if key in found or _is_near(use, found.values()):
            certain |= {(use.part, use.kind, use.function), key}
        else:
            added.setdefault(key, use)
    uses = [_certain(use, certain) for use in layer.uses]
    return evolve(layer, uses=tuple(sorted([*uses, *added.values()], key=_order)))


def _order(use: Use) -> tuple[Place, Part, str]:
    return use.place, use.part, use.kind


def _is_near(use: Use, others: Iterable[Use]) -> bool:
    """True if the same function has such a use, at another line: a call may take several."""
    wanted = use.part, use.kind, use.function
    return any((other.part, other.kind, other.function) == wanted for other in others)


def _certain(use: Use, certain: set[tuple[object, ...]]) -> Use:
    keys = (
        (use.part, use.kind, use.function),
        (use.part, use.kind, use.place.path, use.place.line),
    )
    if use.is_certain or not certain & {*keys}:
        return use
    return evolve(use, is_certain=True, reason=_RECORDED)


def _use(one: RecordedUse, layer: Layer, client: GeneratedClient) -> Use | None:
    path = _path(one.path, layer)
    kinds = _KINDS.get(one.kind)
    part = None if kinds is None else _part(one, kinds[1], client)
    if not path or kinds is None or part is None:
        return None
    lines = layer.sources[path].splitlines()
    if not 0 < one.line <= len(lines):
        return None
    start, end = _columns(lines[one.line - 1], one)
    place = Place(path=path, line=one.line, column=start, end_line=one.line, end_column=end)
    return Use(
        part=part,
        kind=kinds[0],
        place=place,
        function=_function(place, layer),
        reason=_RECORDED,
    )


def _path(recorded: str, layer: Layer) -> str:
    """The file of the layer: its path may begin in another folder than the recorded one."""
    fitting = (
        path
        for path in layer.sources
        if recorded == path or recorded.endswith(f"/{path}") or path.endswith(f"/{recorded}")
    )
    return max(fitting, key=len, default="")


def _part(one: RecordedUse, kind: PartKind, client: GeneratedClient) -> Part | None:
    if kind in (PartKind.CLASS, PartKind.FIELD):
        owner = client.classes.get(one.owner)
        if owner is None or (kind is PartKind.FIELD and one.name not in owner.fields):
            return None
        return Part(kind, one.owner, one.name if kind is PartKind.FIELD else "")
    for function in client.functions:
        name = f"{function.module.rpartition('.')[2]}.{function.name}"
        if one.owner not in (function.operation, name):
            continue
        if kind is PartKind.OPERATION:
            return Part(kind, function.operation)
        if one.name in function.arguments:
            return Part(kind, function.operation, function.arguments[one.name])
    return None


def _columns(line: str, one: RecordedUse) -> tuple[int, int]:
    """The columns of the name in its line; the whole line if it is not written there."""
    found = re.search(rf"\b{re.escape(one.name)}\b", line) if one.name else None
    if found is not None:
        return found.span()
    text = line.rstrip()
    return len(text) - len(text.lstrip()), len(text)


def _function(place: Place, layer: Layer) -> str:
    """The innermost function around a place."""
    around: Iterator[tuple[int, str]] = (
        (one.place.end_line - one.place.line, one.name)
        for one in layer.functions.values()
        if one.place.path == place.path and one.place.line <= place.line <= one.place.end_line
    )
    return min(around, default=(0, ""))[1]
