"""The transport over pyreqwest (extra `fast`). Callers see no difference to the one over httpx2."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, Self

from seawall.core.errors import ConfigError
from seawall.core.extras import needs_extra
from seawall.core.http.message import Headers, Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.transports.http_message._async.decoding import decode_within
from seawall.transports.http_message._async.upload_stream import AsyncUploadStream
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
    AsyncCalls,
    AsyncLibraryClient,
    AsyncLibraryRequest,
    AsyncLibraryResponse,
    async_calls_over,
)

with needs_extra("fast", "The transport pyreqwest"):
    from pyreqwest.client import Client, ClientBuilder
    from pyreqwest.exceptions import BuilderError

if TYPE_CHECKING:
    from seawall.transports.httpx2._async.transport import AsyncClientStream, AsyncHttpx2Transport

__all__ = ["AsyncPyreqwestStream", "AsyncPyreqwestTransport"]

# pyreqwest sets the timeout of a step per client, so each timeout of `stream` needs a client of its own. The
# oldest is dropped first.
_MAX_CLIENTS = 7
# The time that pyreqwest gets, after a timeout, to raise its error.
_GRACE_S = 0.25
# pyreqwest returns a response when it has read so many bytes of its body, or all.
_BUFFER_BYTES = 65_536
# So many pieces that have arrived are read without a pause.
_PIECES_AT_ONCE = 8


class AsyncPyreqwestStream(ProcessBound):
    """A response whose body is read piece by piece."""

    _in_other_process = "Read it here and send the bytes."

    def __init__(
        self, response: AsyncLibraryResponse, request: Request, timeout_s: float, calls: AsyncCalls
    ) -> None:
        self.status = response.status
        self.headers = Headers(ascii_fields(response.headers))
        self._reader = response.body_reader
        self._request = request
        self._timeout_s = timeout_s
        self._calls = calls
        self._owner = Owner()

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the decoded body, piece by piece; raises TransportError if it breaks off."""
        self._owner.require_process()
        # No frame of an error shows a part of the body, which may repeat a token.
        chunk, piece = None, b""
        try:
            try:
                decoder = decoder_for(self.status, self.headers)
                for number in count(1):
                    if number % _PIECES_AT_ONCE == 0:
                        # Let other tasks run: a piece that has arrived is returned without a pause.
                        await asyncio.sleep(0)
                    chunk = await self._calls.run(
                        self._reader.read_chunk, self._timeout_s, self._timeout_s + _GRACE_S
                    )
                    if chunk is None:
                        break
                    async for piece in decode_within(decoder, bytes(chunk), self._timeout_s):
                        yield piece
                decoder.finish()
            except LIBRARY_ERRORS as error:
                raise error_for(self._request, error, self._timeout_s) from error
        finally:
            chunk, piece = None, b""


class AsyncPyreqwestTransport(ProcessBound):
    """The fast transport. All transports of a process share one thread outside Python.

    The thread begins with the first call and remains when the transport is closed. A process that was forked
    after that does not have it and can not start it: there, the transport sends with httpx2.

    A `client` of yours is used with its own proxies, certificates and limits, and `aclose` does not close it.
    Build it with `follow_redirects(enable=False)`: a redirect to another server would take headers along. It
    can not be used in a forked process. Raises ConfigError for another client, and for both a client and
    `options`.
    """

    _in_other_process = "Make a transport in the other process."

    def __init__(self, client: Client | None = None, *, options: TransportOptions | None = None) -> None:
        if why_not := why_not_pyreqwest():
            raise ConfigError(why_not)
        if client is not None and options is not None:
            raise ConfigError("a client has its own settings. Pass either client or options, not both.")
        given: object = client
        if not isinstance(given, Client | None):
            kind = f"pyreqwest.client.{Client.__name__}"
            raise ConfigError(f"the client is not a {kind}. Build one, or pass it to the other client class.")
        self._given = client
        if client is not None:
            # It has started the thread of pyreqwest.
            note_start()
        self._options = checked_options(options)
        self._leases: dict[AsyncCalls, ClientLease[AsyncLibraryClient]] = {}
        # Those of streams.
        self._clients: dict[tuple[AsyncCalls, float], AsyncLibraryClient] = {}
        self._closed = False
        self._fallback: AsyncHttpx2Transport | None = None
        # Not built, so that a process that only makes a transport can still fork. An unreadable certificate
        # raises here.
        configure(ClientBuilder(), self._options, step_timeout_s=None)

    async def send(self, request: Request, timeout_s: float) -> Response:
        """Return the complete response, within `timeout_s` seconds in total.

        Raises NotSentError, AttemptTimeoutError or MaybeProcessedError.
        """
        if is_forked():
            return await self._in_forked_process().send(request, timeout_s)
        until = time.monotonic() + timeout_s
        calls = async_calls_over(self._given)
        with self._leases.get(calls) or self._lease(calls) as client:
            # No local variable holds the request of pyreqwest, here and in `stream`: error reporters show
            # local variables, its repr shows the query, and repr raises once it was sent.
            enter, leave = calls.steps(
                self._builder_for(client, request).timeout(as_timedelta(timeout_s)).build_streamed()
            )
            try:
                response = await calls.run(enter, timeout_s, timeout_s + _GRACE_S)
                headers = Headers(ascii_fields(response.headers))
                if has_plain_body(
                    response.status, headers, min(request.max_response_bytes, _BUFFER_BYTES - 1)
                ):
                    # It has arrived, so there is nothing to leave.
                    return Response(response.status, headers, bytes(await calls.run_at_once(response.bytes)))
                try:
                    return await self._read(
                        calls, request, response, headers, timeout_s=timeout_s, until=until
                    )
                finally:
                    await calls.run_at_once(partial(leave, None, None, None))
            except LIBRARY_ERRORS as error:
                raise error_for(request, error, timeout_s) from error

    async def _read(
        self,
        calls: AsyncCalls,
        request: Request,
        response: AsyncLibraryResponse,
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
                chunk = await calls.run(read_chunk, timeout_s, until + _GRACE_S - time.monotonic())
                if chunk is None:
                    break
                if number % _PIECES_AT_ONCE == 0:
                    # Let other tasks run: a piece that has arrived is returned without a pause.
                    await asyncio.sleep(0)
                async for piece in decode_within(decoder, bytes(chunk), timeout_s, until):
                    body.add(piece)
            decoder.finish()
            return Response(response.status, headers, body.joined())
        finally:
            # Of a token response, an error report would show a piece among the local variables.
            chunk, piece = None, b""

    @asynccontextmanager
    async def stream(
        self, request: Request, timeout_s: float
    ) -> AsyncIterator["AsyncPyreqwestStream | AsyncClientStream"]:
        """Return the response with its body unread; `timeout_s` limits the head, and then each piece."""
        if is_forked():
            async with self._in_forked_process().stream(request, timeout_s) as stream:
                yield stream
            return
        process = os.getpid()
        calls = async_calls_over(self._given)
        client = self._client_of_streams(calls, timeout_s)
        enter, leave = calls.steps(
            self._builder_for(client, request).streamed_read_buffer_limit(0).build_streamed()
        )
        try:
            # pyreqwest limits the wait for a connection and the wait for the head by themselves.
            response = await calls.run(enter, timeout_s, 2 * timeout_s + _GRACE_S)
        except LIBRARY_ERRORS as error:
            raise error_for(request, error, timeout_s) from error
        try:
            yield AsyncPyreqwestStream(response, request, timeout_s, calls)
        finally:
            # A forked child has no thread that could close the response.
            if process == os.getpid():
                await calls.run_at_once(partial(leave, None, None, None))

    def _in_forked_process(self) -> "AsyncHttpx2Transport":
        """Return the transport to use instead in a forked process, which has no thread of pyreqwest."""
        if self._closed:
            raise transport_closed()
        if self._given is not None:
            raise ConfigError("a client of pyreqwest can not be used in a forked process. Build one there.")
        if self._fallback is None:
            # A late import: few processes fork, and httpx2 takes 100 ms.
            from seawall.transports.httpx2._async.transport import AsyncHttpx2Transport  # noqa: PLC0415

            self._fallback = AsyncHttpx2Transport(options=self._options)
        return self._fallback

    def _builder_for(self, client: AsyncLibraryClient, request: Request) -> AsyncLibraryRequest:
        method = checked_method(request)
        # No local variable holds the URL or the fields: error reporters show local variables.
        builder = client.request(method, checked_url(request))
        builder = builder.headers(outgoing_headers(request))
        if isinstance(request.body, bytes):
            return builder.body_bytes(request.body)
        # After the checks: the stream reads the length that the headers announce.
        return builder if request.body is None else builder.body_stream(AsyncUploadStream(request))

    def _lease(self, calls: AsyncCalls) -> AbstractContextManager[AsyncLibraryClient]:
        """Return the `with` block that has the client for a call of `send`; `_leases` keeps it."""
        if self._closed:
            raise transport_closed()
        if self._given is not None:
            return nullcontext(self._given)
        pool: ClientPool[Any] = pool_for(calls, self._options)
        lease = ClientLease(pool, partial(_new_client, calls, self._options, None))
        # One step: of two threads that make a lease at the same time, both use the first.
        return self._leases.setdefault(calls, lease)

    def _client_of_streams(self, calls: AsyncCalls, step_timeout_s: float) -> AsyncLibraryClient:
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

    async def aclose(self) -> None:
        """Close the connections."""
        self._closed = True
        if self._fallback is not None:
            await self._fallback.aclose()
        if is_forked():
            # The clients are the parent's.
            return
        for calls, lease in self._leases.items():
            client = lease.close()
            if client is not None:
                await calls.run_at_once(client.close)
        for (calls, _), client in self._clients.items():
            await calls.run_at_once(client.close)
        self._leases.clear()
        self._clients.clear()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


def _new_client(
    calls: AsyncCalls, options: TransportOptions, step_timeout_s: float | None
) -> AsyncLibraryClient:
    builder = calls.new_builder()
    configure(builder, options, step_timeout_s=step_timeout_s)
    note_start()
    try:
        return builder.build()
    except BuilderError as error:
        raise ConfigError(CERTIFICATES_UNREADABLE) from strip_tracebacks(error)
