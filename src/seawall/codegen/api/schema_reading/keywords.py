"""Keywords that the reader ignores: findings say which, and why."""

from collections.abc import Sequence
from typing import Final

from seawall.codegen.api.schema_reading.schema_parts import is_annotation
from seawall.codegen.api.source import Node, Source, shown

__all__ = ["report_ignored_keywords"]

_READ: Final = frozenset(
    {
        *("$ref", "allOf", "oneOf", "anyOf", "discriminator", "type", "enum", "const", "format"),
        *("properties", "required", "additionalProperties", "patternProperties", "unevaluatedProperties"),
        *("minProperties", "maxProperties", "items", "prefixItems", "minItems", "maxItems", "uniqueItems"),
        *("minLength", "maxLength", "pattern", "contentMediaType", "contentEncoding"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    }
)
_UNCHECKED: Final = frozenset(
    {
        *("not", "if", "dependentRequired", "dependentSchemas", "contains", "minContains", "maxContains"),
        *("propertyNames", "contentSchema", "unevaluatedItems"),
    }
)
# The properties of these are read, and `if` has a finding.
_BRANCHES: Final = frozenset({"then", "else"})


def report_ignored_keywords(source: Source, parts: Sequence[Node]) -> None:
    """Report the keywords of `parts` that are not in the Api."""
    for part in parts:
        for key, value in part.value.items():
            if key in _READ or key in _BRANCHES or is_annotation(key) or (key, value) == ("not", {}):
                continue
            if key in _UNCHECKED:
                source.report(part.pointer, f"`{key}` only constrains the value; it is not checked.")
            else:
                source.report(
                    part.pointer,
                    f"{shown(key)} is not a keyword of OpenAPI 3.1; it is ignored.",
                    "Remove it or correct its name.",
                )
