"""Small layers, as the text of their files."""

from collections.abc import Mapping

from seawall.codegen.surface.compare import compare_surfaces
from seawall.codegen.surface.reading.reader import read_sources
from seawall.codegen.surface.reading.sources import LayerSources
from seawall.codegen.surface.surface import Class, Function, Item, Surface, Value

IMPORTS = """
from __future__ import annotations
import enum
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, NamedTuple, Optional, Protocol, Self, TypeVar, Union, overload
T = TypeVar("T")
"""


def read(code: str = "", **files: str) -> Surface:
    """The surface of a package `shop` whose `__init__` is `code`; a file `_models` is `shop/_models.py`."""
    return read_files({"__init__.py": code, **{f"{name}.py": text for name, text in files.items()}})


def read_files(files: Mapping[str, str]) -> Surface:
    """The surface of a package `shop` with these files, by their paths in its folder."""
    texts = {f"shop/{name}": text for name, text in files.items()}
    if front := texts.get("shop/__init__.py"):
        texts["shop/__init__.py"] = IMPORTS + front
    return read_sources(LayerSources(package="shop", files=texts))


def changes(old: str, new: str) -> list[str]:
    """The rules and names of the changes between two versions of a package."""
    return [f"{change.rule} {change.name}" for change in compare_surfaces(read(old), read(new)).changes]


def item(surface: Surface, path: str) -> Item:
    """The item with a name in the package, such as `Client.get`."""
    first, *rest = path.split(".")
    found = surface.items[f"{surface.package}.{first}"]
    for name in rest:
        assert isinstance(found, Class)
        found = found.members[name]
    return found


def function(surface: Surface, path: str) -> Function:
    found = item(surface, path)
    assert isinstance(found, Function)
    return found


def value(surface: Surface, path: str) -> Value:
    found = item(surface, path)
    assert isinstance(found, Value)
    return found


def class_(surface: Surface, path: str) -> Class:
    found = item(surface, path)
    assert isinstance(found, Class)
    return found
