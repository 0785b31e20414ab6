"""Fields of models that hold a JSON object. Pure.

metadata: JsonObject | None = field(converter=json_or_none)
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from attrs import Converter

from seawall.core.wire.freeze import frozen_json
from seawall.core.wire.json_value import Json

__all__ = ["JsonObject", "json_object", "json_or_none"]

JsonObject: TypeAlias = Mapping[str, Json]
"""A JSON object of any shape. In a model it can not be changed, and has a hash."""

# Type checkers take no `Converter`, which knows the name of the field, for an error.
if TYPE_CHECKING:

    def json_object(value: Mapping[str, object]) -> JsonObject:
        """Make a JSON object that can not be changed of one that a user gives, in a field of a model.

        Raises InputError, which names the field and the key, for a value that JSON does not have.
        """
        raise NotImplementedError

    def json_or_none(value: Mapping[str, object] | None) -> JsonObject | None:
        """The same for a field that may be None."""
        raise NotImplementedError

else:
    json_object = Converter(lambda value, one: frozen_json(value, one.name), takes_field=True)
    json_or_none = Converter(
        lambda value, one: None if value is None else frozen_json(value, one.name), takes_field=True
    )
