"""Validate data against a JSON Schema that a server sent. Pure: no reference is ever fetched."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from seawall.core.errors import DecodeError
from seawall.core.redaction.redact import redact
from seawall.core.whole_import import import_whole

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

__all__ = ["JsonSchema"]

# The sentence for the common rules; {} is the value of the rule in the schema. The messages of jsonschema
# itself show the invalid value, which may be a secret.
_SENTENCES = {
    "type": "must be of type {}",
    "enum": "must be one of {}",
    "const": "must be {}",
    "minimum": "must be at least {}",
    "exclusiveMinimum": "must be above {}",
    "maximum": "must be at most {}",
    "exclusiveMaximum": "must be below {}",
    "minLength": "must have at least {} characters",
    "maxLength": "must have at most {} characters",
    "minItems": "must have at least {} entries",
    "maxItems": "must have at most {} entries",
    "pattern": "must match the pattern {}",
    "format": "must be a {}",
}
# The messages of jsonschema for these rules name keys, never values.
_SAFE_RULES = frozenset({"required", "additionalProperties", "dependentRequired"})


class JsonSchema:
    """Checks any number of values against one JSON Schema, which is itself checked once, at the first value.

    `name` stands for the value in the messages.
    """

    def __init__(self, schema: Mapping[str, object], name: str) -> None:
        self._schema = dict(schema)
        self._name = name
        self._validator: Validator | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._name!r})"

    def faults(self, value: object) -> Iterator[str]:
        """Yield one sentence for each fault of `value`, e.g. `metadata.mpp must be at most 10`.

        A sentence names the fault by its path, and never shows the value. Raises DecodeError if the schema is
        not a valid JSON Schema.
        """
        # Importing jsonschema takes 45 ms, which only submissions should pay.
        import_whole("jsonschema", "referencing.exceptions")
        import jsonschema  # noqa: PLC0415
        import referencing.exceptions  # noqa: PLC0415

        try:
            if self._validator is None:
                self._validator = self._checked_validator()
            faults = list(self._validator.iter_errors(cast("Any", value)))
        # jsonschema raises the built-in errors for schemas that refer to themselves, for identifiers that are
        # not URLs, and for numbers out of range. No code of ours runs in this block.
        except (
            jsonschema.SchemaError,
            referencing.exceptions.Unresolvable,
            RecursionError,
            TypeError,
            ValueError,
            OverflowError,
        ) as error:
            raise DecodeError(
                f"The server's schema of {self._name} is not a valid JSON Schema. "
                "Report it to the operator of the server."
            ) from error
        for fault in sorted(faults, key=lambda fault: str(fault.absolute_path)):
            yield redact(f"{_path(self._name, fault)} {_sentence(fault)}")

    def _checked_validator(self) -> "Validator":
        """Check the schema, in 2 ms; with many values, that is most of the time of a check."""
        import_whole("jsonschema", "referencing")
        import jsonschema  # noqa: PLC0415
        import referencing  # noqa: PLC0415

        class_ = jsonschema.validators.validator_for(self._schema, default=jsonschema.Draft202012Validator)
        class_.check_schema(self._schema)
        # With an empty registry, a reference to another document is an error and not a request.
        return class_(self._schema, registry=referencing.Registry())


def _path(name: str, fault: "ValidationError") -> str:
    return ".".join([name, *(str(part) for part in fault.absolute_path)])


def _sentence(fault: "ValidationError") -> str:
    rule = str(fault.validator)
    if rule in _SENTENCES:
        return _SENTENCES[rule].format(fault.validator_value)
    if rule in _SAFE_RULES:
        return f"has missing or unknown keys: {fault.message}"
    return f"does not meet the rule {rule!r} of its schema"
