# DO NOT EDIT. Derived from ../_async/transport.py by "python -m seawall.codegen.derive".
"""The transport over pyreqwest (extra `fast`). Callers see no difference to the one over httpx2."""

import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, Self

from seawall.core.errors import ConfigError
from seawall.core.extras import needs_extra
from seawall.core.http.message import Headers, Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.transports.http_message._sync.decoding import decode_within
from seawall.transports.http_message._sync.upload_stream import UploadStream
from seawall.transports.http_message.collected_body import CollectedBody
from seawall.transports.http_message.decoding import decoder_for, has_plain_body
from seawall.transports.http_message.errors import strip_tracebacks, transport_closed
from seawall.transports.http_message.outgoing import checked_method, checked_url, outgoing_headers
from seawall.transports.network.handles import Owner
from seawall.transports.network.options import CERTIFICATES_UNREADABLE, TransportOptions, checked_options
from seawall.transports.pyreqwest.client_builder import (
    as_timedelta,
    ascii_fields,
    configure,
    is_forked,
    note_start,
    why_not_pyreqwest,
)
from seawall.transports.pyreqwest.client_pool import ClientLease, ClientPool, pool_for
from seawall.transports.pyreqwest.errors import LIBRARY_ERRORS, error_for
from seawall.transports.pyreqwest.interruptible_calls import (
    Calls,
    LibraryClient,
    LibraryRequest,
    LibraryResponse,
    calls_over,
)

with needs_extra("fast", "The transport pyreqwest"):
    from pyreqwest.client import SyncClient, SyncClientBuilder
    from pyreqwest.exceptions import BuilderError

if TYPE_CHECKING:
    from seawall.transports.httpx2._sync.transport import ClientStream, Httpx2Transport

__all__ = ["PyreqwestStream", "PyreqwestTransport"]

# pyreqwest sets the timeout of a step per client, so each timeout of `stream` needs a client of its own. The
# oldest is dropped first.
_MAX_CLIENTS = 7
# The time that pyreqwest gets, after a timeout, to raise its error.
_GRACE_S = 0.25
# pyreqwest returns a response when it has read so many bytes of its body, or all.
_BUFFER_BYTES = 65_536
# So many pieces that have arrived are read without a pause.
_PIECES_AT_ONCE = 8


class PyreqwestStream(ProcessBound):
    """A response whose body is read piece by piece."""

    _in_other_process = "Read it here and send the bytes."

    def __init__(
        self, response: LibraryResponse, request: Request, timeout_s: float, calls: Calls
    ) -> None:
        self.status = response.status
        self.headers = Headers(ascii_fields(response.headers))
        self._reader = response.body_reader
        self._request = request
        self._timeout_s = timeout_s
        self._calls = calls
        self._owner = Owner()

    def chunks(self) -> Iterator[bytes]:
        """Yield the decoded body, piece by piece; raises TransportError if it breaks off."""
        self._owner.require_process()
        # No frame of an error shows a part of the body, which may repeat a token.
        chunk, piece = None, b""
        try:
            try:
                decoder = decoder_for(self.status, self.headers)
                for number in count(1):
                    chunk = self._calls.run(
                        self._reader.read_chunk, self._timeout_s, self._timeout_s + _GRACE_S
                    )
                    if chunk is None:
                        break
                    for piece in decode_within(decoder, bytes(chunk), self._timeout_s):
                        yield piece
                decoder.finish()
            except LIBRARY_ERRORS as error:
                raise error_for(self._request, error, self._timeout_s) from error
        finally:
            chunk, piece = None, b""


class PyreqwestTransport(ProcessBound):
    """The fast transport. All transports of a process share one thread outside Python.

    The thread begins with the first call and remains when the transport is closed. A process that was forked
    after that does not have it and can not start it: there, the transport sends with httpx2.

    A `client` of yours is used with its own proxies, certificates and limits, and `close` does not close it.
    Build it with `follow_redirects(enable=False)`: a redirect to another server would take headers along. It
    can not be used in a forked process. Raises ConfigError for another client, and for both a client and
    `options`.
    """

    _in_other_process = "Make a transport in the other process."

    def __init__(self, client: SyncClient | None = None, *, options: TransportOptions | None = None) -> None:
        if why_not := why_not_pyreqwest():
            raise ConfigError(why_not)
        if client is not None and options is not None:
            raise ConfigError("a client has its own settings. Pass either client or options, not both.")
        given: object = client
        if not isinstance(given, SyncClient | None):
            kind = f"pyreqwest.client.{SyncClient.__name__}"
            raise ConfigError(f"the client is not a {kind}. Build one, or pass it to the other client class.")
        self._given = client
        if client is not None:
            # It has started the thread of pyreqwest.
            note_start()
        self._options = checked_options(options)
        self._leases: dict[Calls, ClientLease[LibraryClient]] = {}
        # Those of streams.
        self._clients: dict[tuple[Calls, float], LibraryClient] = {}
        self._closed = False
        self._fallback: Httpx2Transport | None = None
        # Not built, so that a process that only makes a transport can still fork. An unreadable certificate
        # raises here.
        configure(SyncClientBuilder(), self._options, step_timeout_s=None)

    def send(self, request: Request, timeout_s: float) -> Response:
        """Return the complete response, within `timeout_s` seconds in total.

        Raises NotSentError, AttemptTimeoutError or MaybeProcessedError.
        """
        if is_forked():
            return self._in_forked_process().send(request, timeout_s)
        until = time.monotonic() + timeout_s
        calls = calls_over(self._given)
        with self._leases.get(calls) or self._lease(calls) as client:
            # No local variable holds the request of pyreqwest, here and in `stream`: error reporters show
            # local variables, its repr shows the query, and repr raises once it was sent.
            enter, leave = calls.steps(
                self._builder_for(client, request).timeout(as_timedelta(timeout_s)).build_streamed()
            )
            try:
                response = calls.run(enter, timeout_s, timeout_s + _GRACE_S)
                headers = Headers(ascii_fields(response.headers))
                if has_plain_body(
                    response.status, headers, min(request.max_response_bytes, _BUFFER_BYTES - 1)
                ):
                    # It has arrived, so there is nothing to leave.
                    return Response(response.status, headers, bytes(calls.run_at_once(response.bytes)))
                try:
                    return self._read(
                        calls, request, response, headers, timeout_s=timeout_s, until=until
                    )
                finally:
                    calls.run_at_once(partial(leave, None, None, None))
            except LIBRARY_ERRORS as error:
                raise error_for(request, error, timeout_s) from error

    def _read(
        self,
        calls: Calls,
        request: Request,
        response: LibraryResponse,
        headers: Headers,
        *,
        timeout_s: float,
        until: float,
    ) -> Response:
        """Return the complete response, whose body is read and decoded piece by piece."""
        chunk, piece = None, b""
        try:
            body = CollectedBody(request, response.status)
            decoder = decoder_for(response.status, headers)
            read_chunk = response.body_reader.read_chunk
            for number in count(1):
                chunk = calls.run(read_chunk, timeout_s, until + _GRACE_S - time.monotonic())
                if chunk is None:
                    break
                for piece in decode_within(decoder, bytes(chunk), timeout_s, until):
                    body.add(piece)
            decoder.finish()
            return Response(response.status, headers, body.joined())
        finally:
            # Of a token response, an error report would show a piece among the local variables.
            chunk, piece = None, b""

    @contextmanager
    def stream(
        self, request: Request, timeout_s: float
    ) -> Iterator["PyreqwestStream | ClientStream"]:
        """Return the response with its body unread; `timeout_s` limits the head, and then each piece."""
        if is_forked():
            with self._in_forked_process().stream(request, timeout_s) as stream:
                yield stream
            return
        process = os.getpid()
        calls = calls_over(self._given)
        client = self._client_of_streams(calls, timeout_s)
        enter, leave = calls.steps(
            self._builder_for(client, request).streamed_read_buffer_limit(0).build_streamed()
        )
        try:
            # pyreqwest limits the wait for a connection and the wait for the head by themselves.
            response = calls.run(enter, timeout_s, 2 * timeout_s + _GRACE_S)
        except LIBRARY_ERRORS as error:
            raise error_for(request, error, timeout_s) from error
        try:
            yield PyreqwestStream(response, request, timeout_s, calls)
        finally:
            # A forked child has no thread that could close the response.
            if process == os.getpid():
                calls.run_at_once(partial(leave, None, None, None))

    def _in_forked_process(self) -> "Httpx2Transport":
        """Return the transport to use instead in a forked process, which has no thread of pyreqwest."""
        if self._closed:
            raise transport_closed()
        if self._given is not None:
            raise ConfigError("a client of pyreqwest can not be used in a forked process. Build one there.")
        if self._fallback is None:
            # A late import: few processes fork, and httpx2 takes 100 ms.
            from seawall.transports.httpx2._sync.transport import Httpx2Transport  # noqa: PLC0415

            self._fallback = Httpx2Transport(options=self._options)
        return self._fallback

    def _builder_for(self, client: LibraryClient, request: Request) -> LibraryRequest:
        method = checked_method(request)
        # No local variable holds the URL or the fields: error reporters show local variables.
        builder = client.request(method, checked_url(request))
        builder = builder.headers(outgoing_headers(request))
        if isinstance(request.body, bytes):
            return builder.body_bytes(request.body)
        # After the checks: the stream reads the length that the headers announce.
        return builder if request.body is None else builder.body_stream(UploadStream(request))

    def _lease(self, calls: Calls) -> AbstractContextManager[LibraryClient]:
        """Return the `with` block that has the client for a call of `send`; `_leases` keeps it."""
        if self._closed:
            raise transport_closed()
        if self._given is not None:
            return nullcontext(self._given)
        pool: ClientPool[Any] = pool_for(calls, self._options)
        lease = ClientLease(pool, partial(_new_client, calls, self._options, None))
        # One step: of two threads that make a lease at the same time, both use the first.
        return self._leases.setdefault(calls, lease)

    def _client_of_streams(self, calls: Calls, step_timeout_s: float) -> LibraryClient:
        if self._closed:
            raise transport_closed()
        key = calls, step_timeout_s
        client = self._given or self._clients.get(key)
        if client is None:
            client = self._clients[key] = _new_client(calls, self._options, step_timeout_s)
            if len(self._clients) > _MAX_CLIENTS:
                # Streams that are still read keep the dropped client alive.
                del self._clients[next(iter(self._clients))]
        return client

    def close(self) -> None:
        """Close the connections."""
        self._closed = True
        if self._fallback is not None:
            self._fallback.close()
        if is_forked():
            # The clients are the parent's.
            return
        for calls, lease in self._leases.items():
            client = lease.close()
            if client is not None:
                calls.run_at_once(client.close)
        for (calls, _), client in self._clients.items():
            calls.run_at_once(client.close)
        self._leases.clear()
        self._clients.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _new_client(
    calls: Calls, options: TransportOptions, step_timeout_s: float | None
) -> LibraryClient:
    builder = calls.new_builder()
    configure(builder, options, step_timeout_s=step_timeout_s)
    note_start()
    try:
        return builder.build()
    except BuilderError as error:
        raise ConfigError(CERTIFICATES_UNREADABLE) from strip_tracebacks(error)
