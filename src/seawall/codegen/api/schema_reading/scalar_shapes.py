"""Scalars with their bounds; of several parts the narrowest bound holds."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from seawall.codegen.api.json_fields import count_field, number_field
from seawall.codegen.api.shapes import Integer, Number, Text
from seawall.codegen.api.source import Node

__all__ = ["integer_shape", "largest_count", "number_shape", "smallest_count", "text_shape"]

Bound: TypeAlias = int | float


def integer_shape(parts: Sequence[Node]) -> Integer:
    """The whole numbers that `parts` allow."""
    return Integer(
        format=_last_text(parts, "format"),
        minimum=_bound(parts, "minimum", max),
        maximum=_bound(parts, "maximum", min),
        exclusive_minimum=_bound(parts, "exclusiveMinimum", max),
        exclusive_maximum=_bound(parts, "exclusiveMaximum", min),
        multiple_of=_bound(parts, "multipleOf", max),
    )


def number_shape(parts: Sequence[Node]) -> Number:
    """The numbers that `parts` allow."""
    whole = integer_shape(parts)
    return Number(
        format=whole.format,
        minimum=whole.minimum,
        maximum=whole.maximum,
        exclusive_minimum=whole.exclusive_minimum,
        exclusive_maximum=whole.exclusive_maximum,
        multiple_of=whole.multiple_of,
    )


def text_shape(parts: Sequence[Node]) -> Text:
    """The strings that `parts` allow."""
    return Text(
        format=_last_text(parts, "format"),
        min_length=largest_count(parts, "minLength"),
        max_length=smallest_count(parts, "maxLength"),
        pattern=_last_text(parts, "pattern"),
        content_media_type=_last_text(parts, "contentMediaType"),
        content_encoding=_last_text(parts, "contentEncoding"),
    )


def largest_count(parts: Sequence[Node], key: str) -> int | None:
    """The largest of the lower limits at `key`."""
    return max((n for part in parts if (n := count_field(part.content(), key)) is not None), default=None)


def smallest_count(parts: Sequence[Node], key: str) -> int | None:
    """The smallest of the upper limits at `key`."""
    return min((n for part in parts if (n := count_field(part.content(), key)) is not None), default=None)


def _bound(parts: Sequence[Node], key: str, choose: Callable[[list[Bound]], Bound]) -> Bound | None:
    found = [n for part in parts if (n := number_field(part.content(), key)) is not None]
    return choose(found) if found else None


def _last_text(parts: Sequence[Node], key: str) -> str | None:
    return next(
        (value for part in reversed(parts) if isinstance(value := part.get(key), str) and value), None
    )
