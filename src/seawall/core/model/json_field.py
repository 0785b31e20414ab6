"""Fields of models that hold a JSON object. Pure.

metadata: JsonObject | None = field(converter=json_or_none)
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import Converter

from seawall.core.wire.freeze import frozen_json
from seawall.core.wire.json_value import Json

__all__ = ["JsonObject", "json_object", "json_or_none"]

JsonObject: TypeAlias = Mapping[str, Json]
"""A JSON object of any shape. In a model it can not be changed, and has a hash."""

if not TYPE_CHECKING:

    def _frozen(value: Any, one: Any) -> Any:
        return frozen_json(value, one.name)

    def _frozen_or_none(value: Any, one: Any) -> Any:
        return None if value is None else frozen_json(value, one.name)

    # They know the name of the field, for an error. Type checkers take no `Converter`.
    json_object = Converter(_frozen, takes_field=True)
    json_or_none = Converter(_frozen_or_none, takes_field=True)

else:

    def json_object(value: Mapping[str, object]) -> JsonObject:
        """Make a JSON object that can not be changed of one that a user gives, in a field of a model.

        Raises InputError, which names the field and the key, for a value that JSON does not have.
        """
        raise NotImplementedError

    def json_or_none(value: Mapping[str, object] | None) -> JsonObject | None:
        """The same for a field that may be None."""
        raise NotImplementedError
