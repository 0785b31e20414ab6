"""Finds leaks: types in a public signature that users must not see. Pure."""

import re
from collections.abc import Callable, Iterator

from seawall.codegen.surface.surface import Class, Function, Item, Leak, LeakKind, Parameter, Value
from seawall.codegen.surface.types import Type

__all__ = ["find_leaks"]


_HTTP = re.compile(
    r"(?:httpx2?|httpcore2?|requests|requests_oauthlib|pyreqwest|urllib3|aiohttp|niquests|http\.client"
    r"|urllib\.request)\."
)
_UNSET = frozenset({"Unset", "UnsetType", "UNSET"})


def find_leaks(name: str, item: Item, is_generated: Callable[[str], bool]) -> Iterator[Leak]:
    """Yield the leaks in an item; `is_generated` says if a full name is that of a generated class."""
    for place, leaked in _names(item):
        kind = _kind(leaked, is_generated)
        if kind is not None and not (place == "base" and kind is LeakKind.PRIVATE):
            yield Leak(kind=kind, name=name, place=place, leaked=leaked, line=item.line)
    if isinstance(item, Class):
        if item.constructor is not None:
            yield from find_leaks(f"{name}()", item.constructor, is_generated)
        for own, member in item.members.items():
            yield from find_leaks(f"{name}.{own}", member, is_generated)


def _kind(name: str, is_generated: Callable[[str], bool]) -> LeakKind | None:
    last = name.rpartition(".")[2]
    if last in _UNSET:
        return LeakKind.UNSET
    if _HTTP.match(name):
        return LeakKind.HTTP
    if is_generated(name):
        return LeakKind.GENERATED
    is_private = last.startswith("_") and not last.endswith("__")
    return LeakKind.PRIVATE if is_private else None


def _names(item: Item) -> Iterator[tuple[str, str]]:
    """Yield each type name in an item, once for each place in it."""
    match item:
        case Function():
            for signature in item.signatures:
                for parameter in signature.parameters:
                    yield from _of_parameter(parameter)
                yield from _of_type("result", signature.returns)
            yield from (("documented exception", name) for name in item.raises)
        case Value():
            yield from _of_type("type", item.type)
        case Class():
            yield from (("base", name) for name in item.bases)


def _of_parameter(parameter: Parameter) -> Iterator[tuple[str, str]]:
    place = f"parameter {parameter.name}"
    yield from _of_type(place, parameter.type)
    default = parameter.default.removesuffix("()")
    if default.rpartition(".")[2] in _UNSET:
        yield f"default of the {place}", default


def _of_type(place: str, found: Type | None) -> Iterator[tuple[str, str]]:
    if found is not None:
        yield from ((place, name) for name in dict.fromkeys(found.names()))
