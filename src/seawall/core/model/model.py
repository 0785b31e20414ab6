"""The base class of the models of every stable layer.

A model is a frozen attrs class. Its dict form has the attribute names as keys and plain JSON values: times in
ISO 8601, in UTC with `Z`; UUIDs, enums and paths as text; models as objects; tuples as arrays.
"""

from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from attrs import AttrsInstance

from seawall.core.model.dataclass_view import DataclassFields, DataclassParams
from seawall.core.model.reading import parsed, read_model
from seawall.core.model.writing import json_text, model_dict

if TYPE_CHECKING:
    from dataclasses import Field

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = ["Model"]


class Model:
    """Base class of frozen models without a mutable part: a model is its own copy.

    Subclasses are attrs classes: `@frozen(kw_only=True) class Run(Model)`.
    """

    __slots__ = ()

    # `dataclasses.asdict`, pandas, polars and the JSON encoder of FastAPI recognize a record by these names.
    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    else:
        __dataclass_fields__ = DataclassFields()
        __dataclass_params__ = DataclassParams()

    def to_dict(self, *, secrets: bool = True) -> dict[str, object]:
        """Return the model as plain JSON: dicts, lists, text, numbers, True, False and None.

        Without `secrets`, the fields that the repr leaves out, signed URLs and credentials, are left out. The
        dict is a new one. Raises TypeError for a field of a subclass whose value has no form in JSON.
        """
        return model_dict(cast("AttrsInstance", self), secrets=secrets)

    def to_json(self, *, secrets: bool = True) -> str:
        """Return `to_dict` as JSON text. Raises InputError for text with half a character in it."""
        return json_text(self.to_dict(secrets=secrets), type(self).__name__)

    @classmethod
    def from_dict(cls, data: object) -> Self:
        """Make a model from the form of `to_dict`; values may have their Python types already.

        Unknown keys are ignored. A missing key of an optional field is None, of a field with a default that
        default. Raises InputError, which names the key by its path, e.g. `statistics.total`, and no value.
        """
        return read_model(cls, data)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Make a model from the text of `to_json`; see `from_dict`. Raises InputError if it is no JSON."""
        return read_model(cls, parsed(text, cls.__name__))

    def __json__(self) -> dict[str, object]:
        """Return the form that the JSON encoder of kombu, and so of Celery, writes."""
        return self.to_dict()

    def _repr_html_(self) -> str:
        from seawall.core.notebook.values import model_html  # noqa: PLC0415 - 10 ms, in notebooks only

        return model_html(self)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: dict[int, Any]) -> Self:
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        # Only pydantic calls it, so pydantic is imported by then.
        from seawall.core.model.pydantic_schema import core_schema_of  # noqa: PLC0415 - 100 ms with pydantic

        del source
        return core_schema_of(cls, handler)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: "CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> "JsonSchemaValue":
        from seawall.core.model.pydantic_schema import json_schema_of  # noqa: PLC0415 - 100 ms with pydantic

        return json_schema_of(cls, schema, handler)
