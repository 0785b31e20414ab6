"""The facts of an operation beside its path: parameters, encodings of body parts, types by media type."""

from collections.abc import Callable, Hashable, Mapping
from typing import Literal, TypeAlias

from attrs import field, frozen

from seawall.core.http.styles import Place, Style

__all__ = ["ByMediaType", "Limits", "Parameter", "PartEncoding", "Status", "TypeMap"]

Status: TypeAlias = int | Literal["1XX", "2XX", "3XX", "4XX", "5XX", "default"]
"""A status, a range of statuses, or `default` for all that are not named."""

TypeMap: TypeAlias = Mapping[Status, Hashable] | Callable[[], Mapping[Status, Hashable]]
"""The type of the body for each status, or a function that returns them, which is called once."""


@frozen(kw_only=True)
class Limits:
    """The values that the spec allows for a parameter; None does not limit. Bounds are inclusive."""

    minimum: float | None = None
    maximum: float | None = None
    exclusive_minimum: float | None = None
    exclusive_maximum: float | None = None
    multiple_of: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    min_items: int | None = None
    max_items: int | None = None


@frozen
class Parameter:
    """A parameter of an operation by its name on the wire.

    `style` and `explode` are those of OpenAPI; None means the default of `place`. If `media_type` is not
    None, the value is encoded in that media type, which is JSON or text.
    """

    name: str
    place: Place
    required: bool = field(default=False, kw_only=True)
    style: Style | None = field(default=None, kw_only=True)
    explode: bool | None = field(default=None, kw_only=True)
    allow_reserved: bool = field(default=False, kw_only=True)
    media_type: str | None = field(default=None, kw_only=True)
    deprecated: bool = field(default=False, kw_only=True)
    limits: Limits | None = field(default=None, kw_only=True)

    @property
    def has_default_style(self) -> bool:
        """Return whether it is sent as if the spec said nothing about its style."""
        return (
            self.style is None
            and self.explode is not False
            and self.media_type is None
            and not self.allow_reserved
        )


@frozen(kw_only=True)
class PartEncoding:
    """Format of one property of a form or multipart body; None means the default of its type.

    `media_type` may be a list such as `image/png, image/jpeg`. `style`, `explode` and `allow_reserved` are
    those of a query parameter.
    """

    media_type: str | None = None
    style: Style | None = None
    explode: bool | None = None
    allow_reserved: bool = False


def _pairs(types: Mapping[str, Hashable]) -> tuple[object, ...]:
    return tuple(types.items())


@frozen
class ByMediaType:
    """The types of an answer that is not JSON, or that comes in several media types: `text/csv` to `str`.

    Of a type of JSON the body is decoded; `str` is the text, and `bytes` the body as it is. A media type may
    be a range such as `image/*`.
    """

    types: Mapping[str, Hashable] = field(eq=_pairs)
