"""The base class of the resources of a client, such as `client.runs`."""

from typing import Any, Generic, TypeVar

from seawall.core.process_bound import ProcessBound
from seawall.runtime.client._async.base_client import AsyncClientContext

__all__ = ["AsyncResource"]

C = TypeVar("C", bound="AsyncClientContext[Any, Any]")


class AsyncResource(ProcessBound, Generic[C]):
    """Base class of the resources of a client: they send their calls through its context."""

    _in_other_process = "Make a client in the other process, and use its resource."

    def __init__(self, context: C) -> None:
        self._context = context

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._context.api_url!r})"
