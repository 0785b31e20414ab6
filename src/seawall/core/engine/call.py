"""What a generated function returns: one request, not yet sent.

`Operation` holds the fixed facts of an endpoint, `Call` adds the arguments of one use of it. Neither can
send anything; an engine does that.
"""

from collections.abc import Hashable, Mapping
from types import MappingProxyType
from typing import Generic, TypeVar

from attrs import field, frozen

__all__ = ["Call", "Operation"]

T_co = TypeVar("T_co", covariant=True)

_NOTHING: Mapping[str, object] = MappingProxyType({})


@frozen(kw_only=True, eq=False)
class Operation(Generic[T_co]):
    """The fixed facts of one endpoint.

    `path` is the spec's template, e.g. `/v1/runs/{run_id}`, below the API's base URL. `answers` maps each
    successful status to the type that its body decodes into; `None` where the answer has no body.
    """

    id: str
    method: str
    path: str
    answers: Mapping[int, Hashable]


@frozen
class Call(Generic[T_co]):
    """One request, not yet sent: an operation and its arguments, by their names on the wire.

    A None in `query` or `headers` means "not given". `body` is a wire model or plain data and goes out as
    `media_type`; where `media_type` is None there is no body. The repr shows no argument: any may be secret.
    """

    operation: Operation[T_co]
    path: Mapping[str, object] = field(default=_NOTHING, kw_only=True, repr=False)
    query: Mapping[str, object] = field(default=_NOTHING, kw_only=True, repr=False)
    headers: Mapping[str, object] = field(default=_NOTHING, kw_only=True, repr=False)
    body: object = field(default=None, kw_only=True, repr=False)
    media_type: str | None = field(default=None, kw_only=True)
