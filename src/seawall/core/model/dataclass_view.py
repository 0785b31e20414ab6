"""The view of a model as a dataclass, for libraries that recognize records by it.

pandas and polars make rows of dataclasses, FastAPI encodes them, and `dataclasses.asdict` and `replace` take
them. So models need be neither mappings nor iterable.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from dataclasses import Field

__all__ = ["DataclassFields", "DataclassParams"]


class DataclassFields:
    """The attribute `__dataclass_fields__` of a model, made at its first use."""

    def __get__(self, _: object, owner: type) -> "dict[str, Field[Any]]":
        fields: dict[str, Field[Any]] = _twin(owner).__dataclass_fields__
        return fields


class DataclassParams:
    """The attribute `__dataclass_params__` of a model."""

    def __get__(self, _: object, owner: type) -> object:
        return _twin(owner).__dataclass_params__


@cache
def _twin(cls: Any) -> Any:
    """A dataclass with the fields of a model. Raises AttributeError for a class without fields."""
    if not attrs.has(cls):
        raise AttributeError(f"{cls.__name__} has no fields")
    # 6 ms; a caller that asks for it has imported it.
    from dataclasses import field, make_dataclass  # noqa: PLC0415

    fields = []
    for one in attrs.fields(cls):
        options: dict[str, Any] = {"init": one.init, "repr": one.repr is not False, "kw_only": True}
        if isinstance(one.default, attrs.Factory):  # type: ignore[arg-type]
            options["default_factory"] = one.default.factory
        elif one.default is not attrs.NOTHING:
            options["default"] = one.default
        fields.append((one.name, one.type, field(**options)))
    return make_dataclass(cls.__name__, fields, frozen=True, repr=False, eq=False, init=False)
