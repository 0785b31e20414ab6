"""The transport over httpx2 or httpx. It follows no redirect, keeps no cookie and retries nothing."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from typing import Self

import httpx2

from seawall.core.errors import ConfigError
from seawall.core.http.message import Headers, Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.tracebacks import drop_library_frames
from seawall.transports.http_message._async.decoding import decode_within
from seawall.transports.http_message.collected_body import CollectedBody
from seawall.transports.http_message.decoding import ContentDecodingError, decoder_for
from seawall.transports.http_message.errors import (
    connection_lost,
    strip_tracebacks,
    timed_out,
    transport_closed,
)
from seawall.transports.http_message.outgoing import NO_URL
from seawall.transports.httpx2._async.client_response import AsyncClientResponse, async_open_with
from seawall.transports.httpx2._async.connection_pools import AsyncConnectionPools, AsyncPooledResponse
from seawall.transports.httpx2.attempt_deadline import AttemptDeadline
from seawall.transports.httpx2.errors import error_for, errors_of
from seawall.transports.httpx2.given_client import async_time_limit, check_fields
from seawall.transports.httpx2.library import PACKAGES, Library
from seawall.transports.httpx2.log_filter import install_log_filters
from seawall.transports.httpx2.ssl_context import shared_ssl_context
from seawall.transports.network.handles import AsyncHandles, Owner, async_current_loop
from seawall.transports.network.options import TransportOptions, checked_options
from seawall.transports.network.proxies import resolve_proxies, system_proxies

__all__ = ["AsyncClientStream", "AsyncClientTransport", "AsyncHttpx2Transport"]


# A body that arrives as a whole takes two steps: its piece and its end.
_PIECES_AT_ONCE = 2


class AsyncClientStream(ProcessBound):
    """A response whose body is read piece by piece."""

    _in_other_process = "Read it here and send the bytes."

    def __init__(
        self,
        library: Library,
        response: AsyncPooledResponse | AsyncClientResponse,
        request: Request,
        timeout_s: float,
        attempt: AttemptDeadline | None,
    ) -> None:
        self.status = response.status
        # pyreqwest can not read values beyond ASCII, so neither transport returns them.
        self.headers = Headers(
            [
                (name.decode("ascii"), value.decode("ascii"))
                for name, value in response.fields
                if name.isascii() and value.isascii()
            ]
        )
        self._library = library
        self._response = response
        self._request = request
        self._timeout_s = timeout_s
        self._attempt = attempt
        self._owner = Owner()

    def chunks(self) -> AsyncIterator[bytes]:
        """Yield the decoded body, piece by piece; raises TransportError if it breaks off."""
        return self.chunks_within(None)

    async def chunks_within(self, until: float | None) -> AsyncIterator[bytes]:
        """Yield the decoded body like `chunks`, all of it before `until` on the monotonic clock."""
        self._owner.require_process()
        if isinstance(self._response, AsyncClientResponse) and self._response.read_before is not None:
            yield self._response.read_before
            return
        # No frame of an error shows a part of the body, which may repeat a token.
        chunk: bytes | None = None
        piece = b""
        try:
            decoder = decoder_for(self.status, self.headers)
            # Not `async for`: each piece of a stream has a deadline, whatever the server sends meanwhile.
            raw = aiter(self._response)
            for number in count():
                has_many = number >= _PIECES_AT_ONCE
                if has_many:
                    # Let other tasks run: the connection may hold thousands of chunks of one byte.
                    await asyncio.sleep(0)
                chunk = await self._next(raw, until or time.monotonic() + self._timeout_s)
                if chunk is None:
                    break
                async for piece in decode_within(decoder, chunk, self._timeout_s, until):
                    yield piece
            decoder.finish()
        except ContentDecodingError as error:
            raise connection_lost(str(error)) from strip_tracebacks(error)
        except errors_of(self._library) as error:
            raise error_for(
                self._library, self._request, error, self._timeout_s, self._attempt
            ) from strip_tracebacks(error)
        except BaseException as error:
            drop_library_frames(error, PACKAGES)
            raise
        finally:
            chunk, piece = None, b""

    async def _next(self, raw: AsyncIterator[bytes], until: float) -> bytes | None:
        with AttemptDeadline(until, sent=True, has_head=True):
            if self._attempt is not None:
                return await anext(raw, None)
            try:
                async with async_time_limit(until - time.monotonic()):
                    return await anext(raw, None)
            except TimeoutError as error:
                raise timed_out(self._timeout_s) from strip_tracebacks(error)

    async def aclose(self) -> None:
        """Close the response; an unread rest is dropped. A forked child leaves it to its parent."""
        if self._owner.is_this_process:
            await self._response.aclose()


class AsyncClientTransport(ProcessBound):
    """The transport over a library: httpx2 or httpx.

    A `client` of the user is used as it is and not closed; without one, the transport makes its own. Raises
    ConfigError for a client of another class, and for both a client and `options`.
    """

    _in_other_process = "Make a transport in the other process."

    def __init__(
        self, library: Library, client: httpx2.AsyncClient | None, options: TransportOptions | None
    ) -> None:
        if client is not None and options is not None:
            raise ConfigError("a client has its own settings. Pass either client or options, not both.")
        kind = library.AsyncClient
        if not isinstance(client, kind | None):
            raise ConfigError(
                f"client is not an {library.__name__}.AsyncClient. Pass a client of httpx2 to "
                "AsyncHttpx2Transport, and one of httpx to AsyncHttpxTransport."
            )
        install_log_filters(library)
        self._library = library
        self._given = client
        self._owner = Owner()
        self._closed = False
        self._handles: AsyncHandles[AsyncConnectionPools] | None = None
        if client is None:
            self._handles = AsyncHandles(_factory(checked_options(options)), AsyncConnectionPools.aclose)

    async def send(self, request: Request, timeout_s: float) -> Response:
        """Return the complete response, within `timeout_s` seconds in total.

        Raises NotSentError, AttemptTimeoutError or MaybeProcessedError.
        """
        connections, piece = await self._connections(), b""
        try:
            with AttemptDeadline.after(timeout_s) as attempt:
                stream = await self._open(connections, request, timeout_s, attempt)
                try:
                    body = CollectedBody(request, stream.status)
                    async for piece in stream.chunks_within(attempt.until):
                        body.add(piece)
                        # Of a token response, an error report would show it among the local variables.
                finally:
                    piece = b""
                    await stream.aclose()
        except BaseException as error:
            self._retire_after(error, connections)
            raise
        return Response(stream.status, stream.headers, body.joined())

    @asynccontextmanager
    async def stream(self, request: Request, timeout_s: float) -> AsyncIterator[AsyncClientStream]:
        """Return the response with its body unread; `timeout_s` limits the head, and then each piece."""
        connections = await self._connections()
        try:
            with AttemptDeadline.after(timeout_s) as attempt:
                stream = await self._open(connections, request, timeout_s, attempt)
            try:
                yield stream
            finally:
                await stream.aclose()
        except (KeyboardInterrupt, SystemExit) as error:
            # Any other error may be one of the reader, e.g. a full disk: the stream was closed in order.
            self._retire_after(error, connections)
            raise

    def _retire_after(self, error: BaseException, connections: AsyncConnectionPools | None) -> None:
        # The connections of a client of the user are the user's.
        if self._handles is not None and connections is not None:
            self._handles.retire_after(error, connections)

    async def _open(
        self,
        connections: AsyncConnectionPools | None,
        request: Request,
        timeout_s: float,
        attempt: AttemptDeadline,
    ) -> AsyncClientStream:
        known_attempt = None if connections is None else attempt
        response: AsyncPooledResponse | AsyncClientResponse
        try:
            if connections is not None:
                response = await connections.open(request, timeout_s)
            else:
                assert self._given is not None
                response = await async_open_with(self._given, self._library, request, timeout_s)
        except TimeoutError as error:
            raise timed_out(timeout_s) from strip_tracebacks(error)
        except (self._library.InvalidURL, UnicodeError) as error:
            raise ConfigError(NO_URL) from strip_tracebacks(error)
        except errors_of(self._library) as error:
            raise error_for(self._library, request, error, timeout_s, known_attempt) from strip_tracebacks(
                error
            )
        except BaseException as error:
            drop_library_frames(error, PACKAGES)
            raise
        return AsyncClientStream(self._library, response, request, timeout_s, known_attempt)

    async def _connections(self) -> AsyncConnectionPools | None:
        """Return the connections to send with, None for those of the given client.

        Raises RuntimeError if they are closed.
        """
        if self._closed or (self._given is not None and self._given.is_closed):
            raise transport_closed()
        if self._handles is not None:
            return await self._handles.get()
        assert self._given is not None
        self._owner.require_client(async_current_loop())
        check_fields(self._given)
        return None

    async def aclose(self) -> None:
        """Close the connections, except those of a client that was passed in."""
        if self._handles is not None:
            self._closed = True
            await self._handles.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


class AsyncHttpx2Transport(AsyncClientTransport):
    """The transport over httpx2, which is always installed.

    A `client` of yours is used with its own proxies, certificates and limits, and `aclose` does not close it.
    Its connections do not know the deadline of an attempt: a blocking step may take the whole timeout, and so
    may the body from its start. Raises ConfigError for another client, and for both a client and `options`.
    """

    def __init__(
        self, client: httpx2.AsyncClient | None = None, *, options: TransportOptions | None = None
    ) -> None:
        super().__init__(httpx2, client, options)


def _factory(options: TransportOptions) -> Callable[[], AsyncConnectionPools]:
    """Return the function that makes connections. What it needs is read here, so that faults raise here."""
    proxies, context = resolve_proxies(options, system_proxies()), shared_ssl_context(options)
    return partial(AsyncConnectionPools, options, proxies, context)
