"""Data held against a JSON Schema that a server sent. Pure: no reference is ever fetched."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from seawall.core.errors import DecodeError
from seawall.core.redaction.redact import redact

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

__all__ = ["schema_faults"]

# What a rule asks for, for the rules that people meet; {} is the rule's value in the schema.
_WORDS = {
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
# Their own messages name keys, never values.
_OWN_WORDS = frozenset({"required", "additionalProperties", "dependentRequired"})


def schema_faults(value: object, schema: Mapping[str, object], name: str) -> Iterator[str]:
    """One line for each fault of `value`, e.g. `metadata.mpp must be at most 10`, by `name` and path.

    The value itself is in no line. Raises DecodeError where `schema` is no JSON Schema.
    """
    # Imported on first need: it takes as long as the rest of an SDK together.
    from jsonschema import Draft202012Validator, SchemaError  # noqa: PLC0415
    from jsonschema.validators import validator_for  # noqa: PLC0415
    from referencing import Registry  # noqa: PLC0415
    from referencing.exceptions import Unresolvable  # noqa: PLC0415

    try:
        class_ = validator_for(schema, default=Draft202012Validator)
        class_.check_schema(dict(schema))
        # An empty registry, so that a reference to elsewhere is an error and not a request.
        faults = list(class_(dict(schema), registry=Registry()).iter_errors(cast("Any", value)))
    # Nothing of ours runs in here: the others are what jsonschema makes of a schema that refers to itself,
    # of an identifier that is no URL, of a number that is none.
    except (SchemaError, Unresolvable, RecursionError, TypeError, ValueError, OverflowError) as error:
        raise DecodeError(
            f"The server's schema of {name} is no valid JSON Schema. Tell its operator."
        ) from error
    for fault in sorted(faults, key=lambda fault: str(fault.absolute_path)):
        yield redact(f"{_path(name, fault)} {_words(fault)}")


def _path(name: str, fault: "ValidationError") -> str:
    return ".".join([name, *(str(part) for part in fault.absolute_path)])


def _words(fault: "ValidationError") -> str:
    rule = str(fault.validator)
    if rule in _WORDS:
        return _WORDS[rule].format(fault.validator_value)
    if rule in _OWN_WORDS:
        return f"is not complete or too much: {fault.message}"
    return f"does not meet the rule {rule!r} of its schema"
