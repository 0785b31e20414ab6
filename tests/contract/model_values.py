"""Strategies for the values of models: any value that the type of a field allows."""

import datetime as dt
import typing
from collections import abc
from enum import Enum
from pathlib import PurePath
from types import NoneType, UnionType
from typing import Any
from uuid import UUID

import attrs
from hypothesis import strategies as st

from seawall.core.model.reading import is_json_object
from seawall.core.wire.open_enum import OpenEnum

TEXT = st.text(max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    NoneType: st.none(),
    bool: st.booleans(),
    int: st.integers(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    str: TEXT,
    UUID: st.uuids(),
    dt.datetime: st.datetimes(timezones=st.just(dt.UTC)),
    dt.date: st.dates(),
}


def values(type_: Any) -> st.SearchStrategy[Any]:
    """Any value of a type."""
    kind, arguments = typing.get_origin(type_) or type_, typing.get_args(type_)
    if is_json_object(type_):
        return st.dictionaries(TEXT, JSON, max_size=3)
    if kind in {typing.Union, UnionType}:
        return st.one_of(*map(values, arguments))
    if kind in SCALARS:
        return SCALARS[kind]
    return models(kind) if attrs.has(kind) else of_kind(kind, arguments)


def of_kind(kind: type, arguments: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """Any collection, enum or path."""
    if issubclass(kind, tuple):
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    if issubclass(kind, abc.Mapping):
        return st.dictionaries(values(arguments[0]), values(arguments[1]), max_size=3)
    if issubclass(kind, OpenEnum):
        return st.sampled_from(kind) | TEXT.map(kind)
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    assert issubclass(kind, PurePath), kind
    return TEXT.map(kind)


def models(cls: Any) -> st.SearchStrategy[Any]:
    """Any model of a class."""
    hints = typing.get_type_hints(cls)
    return st.builds(cls, **{each.name: values(hints[each.name]) for each in attrs.fields(cls)})
