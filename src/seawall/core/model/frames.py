"""Tables of models for pandas and polars: a row for each model, a column for each field. Pure.

The types of the columns follow from the types of the fields, never from the values, so the frames of several
lists can be concatenated. The fields of a model inside a model are columns of their own: `statistics.total`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args

import msgspec
from attrs import frozen

from seawall.core.errors import InputError
from seawall.core.extras import needs_extra
from seawall.core.model.reading import is_optional
from seawall.core.model.with_data import without_methods
from seawall.core.model.writing import plain
from seawall.core.validation.arguments import describe_type
from seawall.core.whole_import import import_whole
from seawall.core.wire.annotations import (
    MAPPINGS,
    SEQUENCES,
    TypeForm,
    is_model,
    is_union,
    members_of,
    origin_of,
    plain_type,
    reachable_types,
    wire_fields,
)

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]
    import polars as pl

__all__ = ["to_pandas", "to_polars"]

_DTYPES: dict[Any, str] = {bool: "bool", int: "int64", float: "float64", dt.datetime: "datetime64[us, UTC]"}
# Those of columns in which a value may be missing.
_NULLABLE: dict[Any, str] = {**_DTYPES, bool: "boolean", int: "Int64"}


@frozen
class _Column:
    """A column: its name, the attributes that lead to its values, and their type without None."""

    name: str
    steps: tuple[str, ...]
    type: Any
    is_nullable: bool

    def values(self, models: list[Any]) -> list[Any]:
        return [self._value(model) for model in models]

    def _value(self, model: Any) -> Any:
        for step in self.steps:
            if model is None:
                return None
            model = getattr(model, step)
        return model if isinstance(model, dt.datetime) else plain(model)


def to_pandas(models: Iterable[object]) -> "pd.DataFrame":
    """Make a data frame of models of one class, one row each.

    Times are `datetime64[us, UTC]`; enums, UUIDs and paths are text; numbers that may be missing are `Int64`.
    JSON objects and lists of models stay dicts and lists. Without models the frame is empty. Raises
    MissingExtraError without the extra `pandas`, InputError for other values.
    """
    rows, columns = _table(models)
    with needs_extra("pandas", "A pandas data frame"):
        import_whole("pandas")
        import pandas as pd  # noqa: PLC0415 - an extra; 500 ms
    series = {one.name: pd.Series(one.values(rows), dtype=_dtype(one)) for one in columns}
    return pd.DataFrame(series)


def to_polars(models: Iterable[object]) -> "pl.DataFrame":
    """Make a data frame of models of one class, one row each.

    Times are `Datetime("us", "UTC")`; enums, UUIDs and paths are text; lists of models are lists of structs.
    JSON objects, whose keys differ from row to row, are JSON text (`str.json_path_match`). Without models the
    frame is empty. Raises MissingExtraError without the extra `polars`, InputError for other values.
    """
    rows, columns = _table(models)
    with needs_extra("polars", "A polars data frame"):
        import_whole("polars")
        import polars as pl  # noqa: PLC0415 - an extra; 100 ms
    series = [
        pl.Series(
            one.name, [_cell(value, one.type) for value in one.values(rows)], dtype=_polars_type(one.type)
        )
        for one in columns
    ]
    return pl.DataFrame(series)


def _table(models: Iterable[object]) -> tuple[list[Any], tuple[_Column, ...]]:
    if not isinstance(models, Iterable):
        raise InputError(f"A data frame is made of models, but got one {describe_type(models)}. Give a list.")
    rows: list[Any] = [without_methods(one) for one in models]
    if not rows:
        return [], ()
    cls: Any = type(rows[0])
    strange = next((row for row in rows if not is_model(cls) or not isinstance(row, cls)), None)
    if strange is not None:
        raise InputError(
            f"A data frame is made of models of one class: got {type(strange).__name__}"
            f"{f' after {cls.__name__}' if type(strange) is not cls else ''}. Give the models of one list."
        )
    return rows, _columns(cls)


@cache
def _columns(cls: Any) -> tuple[_Column, ...]:
    return tuple(_columns_in(cls, (), is_nullable=False))


def _columns_in(cls: Any, steps: tuple[str, ...], *, is_nullable: bool) -> Iterator[_Column]:
    for one in wire_fields(cls):
        here, type_ = (*steps, one.name), _without_none(one.type)
        may_be_none = is_nullable or is_optional(one.type)
        if is_model(type_) and not _contains_itself(type_):
            yield from _columns_in(type_, here, is_nullable=may_be_none)
        else:
            yield _Column(".".join(here), here, type_, may_be_none)


def _without_none(type_: TypeForm) -> TypeForm:
    members = [one for one in members_of(type_) if one is not NoneType] if is_union(type_) else []
    return members[0] if len(members) == 1 else plain_type(type_)


def _is_json(type_: TypeForm) -> bool:
    """Return whether values are dicts or lists of different shapes, or of any type."""
    if origin_of(type_) in SEQUENCES:
        items = _items(type_)
        return len(items) != 1 or _is_json(_without_none(items[0]))
    if is_model(type_):
        return _contains_itself(type_)
    return origin_of(type_) in {*MAPPINGS, object, Any} or is_union(type_)


def _contains_itself(cls: TypeForm) -> bool:
    # Such a model has no end of columns.
    return any(part is cls for one in wire_fields(cls) for part in reachable_types(one.type))


def _items(type_: TypeForm) -> list[TypeForm]:
    return [one for one in get_args(type_) if one is not Ellipsis]


def _dtype(column: _Column) -> str:
    type_ = int if isinstance(column.type, type) and issubclass(column.type, IntEnum) else column.type
    if _is_json(type_) or origin_of(type_) in SEQUENCES:
        return "object"
    return (_NULLABLE if column.is_nullable else _DTYPES).get(type_, "str")


def _polars_type(type_: TypeForm) -> Any:
    import_whole("polars")
    import polars as pl  # noqa: PLC0415 - an extra, imported by then

    if _is_json(type_):
        return pl.String
    if is_model(type_):
        fields = {one.name: _polars_type(_without_none(one.type)) for one in wire_fields(type_)}
        return pl.Struct(fields)
    if origin_of(type_) in SEQUENCES:
        return pl.List(_polars_type(_without_none(_items(type_)[0])))
    known: dict[Any, Any] = {
        bool: pl.Boolean,
        int: pl.Int64,
        float: pl.Float64,
        dt.datetime: pl.Datetime("us", "UTC"),
    }
    is_number = isinstance(type_, type) and issubclass(type_, IntEnum)
    return known.get(int if is_number else type_, pl.String)


def _cell(value: Any, type_: TypeForm) -> Any:
    """A plain value as its column of polars holds it."""
    if value is None:
        return None
    if _is_json(type_):
        return msgspec.json.encode(value).decode()
    if origin_of(type_) in SEQUENCES:
        item = _without_none(_items(type_)[0])
        return [_cell(each, item) for each in value]
    if is_model(type_):
        return {one.name: _cell(value[one.name], _without_none(one.type)) for one in wire_fields(type_)}
    if type_ is dt.datetime and isinstance(value, str):
        return dt.datetime.fromisoformat(value)
    return value
