# DO NOT EDIT. Derived from ../_async/item_stream.py by "python -m seawall.codegen.derive".
"""The items of a streamed answer, decoded while they arrive."""

from collections.abc import Generator, Callable
from contextlib import ExitStack
from typing import TypeVar, cast

from attrs import evolve

from seawall.core.engine.answer import NO_TYPE, result_type
from seawall.core.engine.call import Call, Operation
from seawall.core.engine.call_name import call_name
from seawall.core.errors import TransportError
from seawall.core.http.message import Request, Response
from seawall.core.redaction.secret import SecretMapping
from seawall.core.retry.retry import lost_response_class
from seawall.core.sse.items import ItemDecoder
from seawall.core.wire.misfits import Drift
from seawall.runtime.http._sync.bounded_response import read_bounded
from seawall.runtime.http._sync.protocols import Stream, Transport

__all__ = ["StreamOpener", "iter_items"]

I = TypeVar("I")  # noqa: E741


class StreamOpener:
    """Opens the stream of an answer; it stays open until `stack` is closed.

    `stream` is None before an attempt was successful.
    """

    def __init__(
        self, transport: Transport, operation: Operation[object], stack: ExitStack
    ) -> None:
        self.stream: Stream | None = None
        self._transport = transport
        self._operation = operation
        self._stack = stack

    def accepting(self, request: Request) -> Request:
        """Return `request`, which asks for the media types of the stream."""
        accept = ", ".join(self._operation.item_types)
        return evolve(request, headers=SecretMapping({**request.headers, "accept": accept}))

    def send(self, request: Request, timeout_s: float) -> Response:
        """Send `request`, and return the head of its response; of an error also the start of its body."""
        stream = self._stack.enter_context(self._transport.stream(request, timeout_s))
        if result_type(self._operation, stream.status) is not NO_TYPE:
            self.stream = stream
            return Response(stream.status, stream.headers)
        response = read_bounded(stream)
        self._stack.close()
        return response


def iter_items(
    call: Call[object],
    stream: Stream,
    decoder: ItemDecoder,
    on_drift: Callable[[tuple[Drift, ...]], None],
) -> Generator[I, None]:
    """Yield the items of `stream`. Raises TransportError, and DecodeError for an item that does not fit."""
    try:
        for chunk in stream.chunks():
            for item in decoder.feed(chunk):
                yield cast("I", item)
            if decoder.drifts:
                on_drift(decoder.drifts)
            if decoder.has_ended:
                return
        for item in decoder.finish():
            yield cast("I", item)
    except TransportError as error:
        # A transport does not know the operation.
        raise lost_response_class(error, call.operation.method)(f"{call_name(call)}: {error}") from error
