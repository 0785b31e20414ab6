"""One request that is not yet sent.

`Operation` holds the fixed facts of an endpoint, `Call` adds the arguments. A generated function returns a
`Call`; an engine sends it.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from types import MappingProxyType
from typing import Generic, TypeVar

from attrs import field, frozen

from seawall.core.engine.operation import Parameter, PartEncoding, Status, TypeMap
from seawall.core.http.styles import Place

__all__ = ["Call", "Operation", "StreamCall", "call_converted_by", "direct_type_for"]

T_co = TypeVar("T_co", covariant=True)
I_co = TypeVar("I_co", covariant=True)

_NO_ARGUMENTS: Mapping[str, object] = MappingProxyType({})
_NO_TYPES: Mapping[Status, Hashable] = MappingProxyType({})
_NO_ITEMS: Mapping[str, Hashable] = MappingProxyType({})
_NO_ENCODINGS: Mapping[str, Mapping[str, PartEncoding]] = MappingProxyType({})


# Compared and hashed by identity: caches look it up for each call, and `result_types` is a dict.
@frozen(kw_only=True, eq=False)
class Operation(Generic[T_co]):
    """The fixed facts of one endpoint.

    `path` is the template of the spec, e.g. `/v1/runs/{run_id}`, relative to the base URL of the API.
    `result_types` maps each successful status to the type that its body decodes into, None for no body;
    `error_types` does so for the body of an error. A key is a status, a range such as `2XX`, or `default`.
    `item_types` maps the media type of a stream to the type of its items. Each of the three may be a
    function, which is called at the first use, so that a client imports only the models that it uses.

    `parameters` are those that the spec declares, None if they are not known. Then `header_parameters` are
    the names of its headers, and `query_parameters` those of its query parameters, None if not known.
    `body_encodings` has the encodings of properties by the media type of the body. `accept` are the media
    types of the answers. `security` lists the alternatives, each a mapping of scheme to scopes; None means
    that the spec does not say. `idempotency_header` is the header for a key that protects against a second
    execution.
    """

    id: str
    method: str
    path: str
    # With aliases, because pyright does not know that attrs strips the underscore.
    _result_types: TypeMap = field(repr=False, alias="result_types")
    _error_types: TypeMap = field(default=_NO_TYPES, repr=False, alias="error_types")
    _item_types: Mapping[str, Hashable] | Callable[[], Mapping[str, Hashable]] = field(
        default=_NO_ITEMS, repr=False, alias="item_types"
    )
    parameters: tuple[Parameter, ...] | None = field(default=None, repr=False)
    body_encodings: Mapping[str, Mapping[str, PartEncoding]] = field(default=_NO_ENCODINGS, repr=False)
    accept: tuple[str, ...] = field(default=("application/json",), repr=False)
    security: tuple[Mapping[str, tuple[str, ...]], ...] | None = field(default=None, repr=False)
    deprecated: bool = field(default=False, repr=False)
    idempotency_header: str | None = field(default=None, repr=False)
    _header_parameters: AbstractSet[str] = field(default=frozenset(), repr=False, alias="header_parameters")
    _query_parameters: Collection[str] | None = field(default=None, repr=False, alias="query_parameters")

    @cached_property
    def result_types(self) -> Mapping[Status, Hashable]:
        """The type of the body for each successful status."""
        return self._result_types() if callable(self._result_types) else self._result_types

    @cached_property
    def error_types(self) -> Mapping[Status, Hashable]:
        """The type of the body for each status that is an error."""
        return self._error_types() if callable(self._error_types) else self._error_types

    @cached_property
    def item_types(self) -> Mapping[str, Hashable]:
        """The type of an item for each media type that is a stream."""
        return self._item_types() if callable(self._item_types) else self._item_types

    @cached_property
    def header_parameters(self) -> AbstractSet[str]:
        """The names of the headers that the spec declares for this endpoint."""
        return self._header_parameters if self.parameters is None else self._names("header")

    @cached_property
    def _lower_headers(self) -> AbstractSet[str]:
        return {name.lower() for name in self.header_parameters}

    @cached_property
    def query_parameters(self) -> Collection[str] | None:
        """The names of the query parameters; None means that they are not known."""
        return self._query_parameters if self.parameters is None else self._names("query")

    @cached_property
    def required_parameters(self) -> tuple[Parameter, ...]:
        """The parameters without which no request is sent; those of the path are checked with the path."""
        return tuple(one for one in self.parameters or () if one.required and one.place != "path")

    @cached_property
    def styled_path_parameters(self) -> AbstractSet[str]:
        """The names of the path parameters whose style is not the default."""
        return {
            one.name for one in self.parameters or () if one.place == "path" and not one.has_default_style
        }

    @cached_property
    def accepted(self) -> str:
        """The value of the Accept field of its requests."""
        return ", ".join(self.accept)

    @cached_property
    def _parameters_by_place(self) -> Mapping[tuple[str, str], Parameter]:
        # The names of headers are case-insensitive.
        return {
            (one.place, one.name.lower() if one.place == "header" else one.name): one
            for one in self.parameters or ()
        }

    def parameter(self, place: Place, name: str) -> Parameter | None:
        """Return the parameter `name` of a place; None if there is none, or the parameters are not known."""
        return self._parameters_by_place.get((place, name.lower() if place == "header" else name))

    def declares_header(self, name: str) -> bool:
        """Return true if the spec declares a header parameter `name` (in any case, RFC 9110, section 5.1)."""
        return name.lower() in self._lower_headers

    def _names(self, place: str) -> AbstractSet[str]:
        return {parameter.name for parameter in self.parameters or () if parameter.place == place}


@frozen
class Call(Generic[T_co]):
    """One request that is not yet sent: an operation and its arguments, by their names on the wire.

    None or UNSET in `query`, `headers` or `cookies` means "not given". `body` is a wire model or plain data
    and is sent as `media_type`; if `media_type` is None or `body` is UNSET, there is no body. The repr shows
    no argument, because any may be secret. `is_page` marks a page of a list: no cache stores it, because the
    next page would be from another time. `from_wire` is the declared conversion that the caller applies to
    the answer, or to each item of it; see `call_converted_by`. Not hashable: an argument can be of any type.
    """

    operation: Operation[T_co]
    path: Mapping[str, object] = field(default=_NO_ARGUMENTS, kw_only=True, repr=False)
    query: Mapping[str, object] = field(default=_NO_ARGUMENTS, kw_only=True, repr=False)
    headers: Mapping[str, object] = field(default=_NO_ARGUMENTS, kw_only=True, repr=False)
    cookies: Mapping[str, object] = field(default=_NO_ARGUMENTS, kw_only=True, repr=False)
    body: object = field(default=None, kw_only=True, repr=False)
    media_type: str | None = field(default=None, kw_only=True)
    is_page: bool = field(default=False, kw_only=True, repr=False)
    from_wire: Callable[..., object] | None = field(default=None, kw_only=True, repr=False)


@frozen
class StreamCall(Call[T_co], Generic[T_co, I_co]):
    """A call whose answer may be a stream: `engine.stream` yields its items, `engine.send` reads it whole.

    `I_co` is the type of an item; the `item_types` of the operation decode it. Not hashable, as a `Call`.
    """


def call_converted_by(call: Call[T_co], from_wire: Callable[..., object]) -> Call[T_co]:
    """Return the same call for a caller that applies `from_wire` to its result.

    The value of the result is what `from_wire` takes, or already what it returns, which a declared conversion
    returns as it is: the engine decodes bodies straight into models where it can.
    """
    if not hasattr(from_wire, "direct_type"):
        return call
    # `evolve` takes four times as long, for each call of a user.
    return type(call)(
        call.operation,
        path=call.path,
        query=call.query,
        headers=call.headers,
        cookies=call.cookies,
        body=call.body,
        media_type=call.media_type,
        is_page=call.is_page,
        from_wire=from_wire,
    )


def direct_type_for(from_wire: Callable[..., object] | None, type_: Hashable) -> Hashable:
    """Return the type to decode an answer of `type_` into: `type_`, or that of the models of the caller."""
    found: Hashable = getattr(from_wire, "direct_type", _no_type)(type_)
    return type_ if found is None else found


def _no_type(_: Hashable) -> None:
    return None
