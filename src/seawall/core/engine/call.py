"""One request that is not yet sent.

`Operation` holds the fixed facts of an endpoint, `Call` adds the arguments. A generated function returns a
`Call`; an engine sends it.
"""

from collections.abc import Collection, Hashable, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import Generic, TypeVar

from attrs import field, frozen

__all__ = ["Call", "Operation"]

T_co = TypeVar("T_co", covariant=True)

_NO_ARGUMENTS: Mapping[str, object] = MappingProxyType({})


# Compared and hashed by identity: caches look it up for each call, and `result_types` is a dict.
@frozen(kw_only=True, eq=False)
class Operation(Generic[T_co]):
    """The fixed facts of one endpoint.

    `path` is the template of the spec, e.g. `/v1/runs/{run_id}`, relative to the base URL of the API.
    `result_types` maps each successful status to the type that its body decodes into, None for no body.
    `header_parameters` are the names of the headers that the spec declares for this endpoint, and
    `query_parameters` those of its query parameters; None means that they are not known.
    """

    id: str
    method: str
    path: str
    result_types: Mapping[int, Hashable]
    header_parameters: AbstractSet[str] = frozenset()
    query_parameters: Collection[str] | None = None

    def declares_header(self, name: str) -> bool:
        """Return true if the spec declares a header parameter `name` (in any case, RFC 9110, section 5.1)."""
        return any(name.lower() == parameter.lower() for parameter in self.header_parameters)


@frozen
class Call(Generic[T_co]):
    """One request that is not yet sent: an operation and its arguments, by their names on the wire.

    None in `query` or `headers` means "not given". `body` is a wire model or plain data and is sent as
    `media_type`; if `media_type` is None, there is no body. The repr shows no argument, because any may be
    secret. `is_page` marks a page of a list: no cache stores it, because the next page would be from another
    time.
    """

    operation: Operation[T_co]
    path: Mapping[str, object] = field(default=_NO_ARGUMENTS, kw_only=True, repr=False)
    query: Mapping[str, object] = field(default=_NO_ARGUMENTS, kw_only=True, repr=False)
    headers: Mapping[str, object] = field(default=_NO_ARGUMENTS, kw_only=True, repr=False)
    body: object = field(default=None, kw_only=True, repr=False)
    media_type: str | None = field(default=None, kw_only=True)
    is_page: bool = field(default=False, kw_only=True, repr=False)
