# DO NOT EDIT. Derived from ../_async/transport.py by "python -m seawall.codegen.derive".
"""Moves bytes with pyreqwest (extra `fast`). To whom calls it, it is no different from httpx2."""

import os
import time
from collections.abc import Iterator, Iterator
from contextlib import contextmanager, contextmanager
from typing import Self

from seawall.core.errors import ConfigError
from seawall.core.http.message import Headers, Request, Response
from seawall.transports.http_message._sync.unpacking import unpacked
from seawall.transports.http_message.decoding import Unpacker, UnpackingError
from seawall.transports.http_message.failures import broken_off, was_closed, without_frames
from seawall.transports.http_message.outgoing import checked_url, outgoing_headers
from seawall.transports.http_message.upload import Upload
from seawall.transports.network.options import UNREADABLE, TransportOptions, checked_options
from seawall.transports.pyreqwest.aliases import (
    Answer,
    Builder,
    Message,
    Pool,
    BuilderError,
    PyreqwestError,
)
from seawall.transports.pyreqwest.client_builder import readable_fields, set_up, span, why_not_pyreqwest
from seawall.transports.pyreqwest.errors import failure_of
from seawall.transports.pyreqwest.interruptible_calls import Calls

__all__ = ["PyreqwestStream", "PyreqwestTransport"]

# pyreqwest knows timeouts of steps by the client only: one for each that streams use, the oldest goes first.
_MOST_POOLS = 8


class PyreqwestStream:
    """A response whose body is still under way."""

    def __init__(self, answer: Answer, sent: Request, timeout_s: float, calls: Calls) -> None:
        self.status = answer.status
        self.headers = Headers(readable_fields(answer.headers))
        self._reader = answer.body_reader
        self._sent = sent
        self._timeout_s = timeout_s
        self._calls = calls

    def chunks(self) -> Iterator[bytes]:
        """The body, piece by piece, unpacked; raises TransportError where it breaks off."""
        with _failures(self._sent, self._timeout_s):
            unpacker = Unpacker(self.headers.get("content-encoding", ""))
            while (chunk := self._calls.run(self._reader.read_chunk)) is not None:
                for piece in unpacked(unpacker, bytes(chunk), self._timeout_s):
                    yield piece
            unpacker.end()


class PyreqwestTransport:
    """The quick transport. It shares one thread with all others in the process, outside of Python.

    That thread stays when the transport is closed, and is not there in a process that was forked off: where
    that is so, ConfigError is raised.
    """

    def __init__(self, *, options: TransportOptions | None = None) -> None:
        if why_not := why_not_pyreqwest():
            raise ConfigError(why_not)
        self._options = checked_options(options)
        self._pools: dict[float | None, Pool] = {}
        self._calls = Calls()
        self._process = os.getpid()
        self._closed = False
        # Now, so that a certificate that can not be read is told at once.
        self._pool(None)

    def send(self, request: Request, timeout_s: float) -> Response:
        """The whole response, within `timeout_s` seconds in total.

        Raises NotSentError, AttemptTimeoutError or MaybeProcessedError where there is none.
        """
        until = time.monotonic() + timeout_s
        # The message is given no name, here and below: it shows its query, and once sent it can not be shown.
        send = self._message(request, None).timeout(span(timeout_s)).build().send
        with _failures(request, timeout_s):
            answer = self._calls.run(send)
            headers = Headers(readable_fields(answer.headers))
            body = bytes(answer.bytes())
            if encoding := headers.get("content-encoding", ""):
                unpacker = Unpacker(encoding)
                pieces = [piece for piece in unpacked(unpacker, body, timeout_s, until)]
                body = b"".join(pieces)
                unpacker.end()
        return Response(answer.status, headers, body)

    @contextmanager
    def stream(self, request: Request, timeout_s: float) -> Iterator[PyreqwestStream]:
        """The response with its body still to come; `timeout_s` bounds its head, and then each piece."""
        opening = self._message(request, timeout_s).streamed_read_buffer_limit(0).build_streamed()
        enter, leave = opening.__enter__, opening.__exit__
        del opening
        with _failures(request, timeout_s):
            answer = self._calls.run(enter)
        try:
            yield PyreqwestStream(answer, request, timeout_s, self._calls)
        finally:
            leave(None, None, None)

    def _message(self, request: Request, step_timeout_s: float | None) -> Message:
        if self._closed:
            raise was_closed()
        if self._process != os.getpid():
            raise ConfigError(why_not_pyreqwest() or "")
        body = None if request.body is None or isinstance(request.body, bytes) else Upload(request)
        url, headers = checked_url(request), outgoing_headers(request)
        message = self._pool(step_timeout_s).request(request.method, url).headers(headers)
        if isinstance(request.body, bytes):
            return message.body_bytes(request.body)
        return message if body is None else message.body_stream(body)

    def _pool(self, step_timeout_s: float | None) -> Pool:
        pool = self._pools.get(step_timeout_s)
        if pool is None:
            builder = Builder()
            set_up(builder, self._options, step_timeout_s=step_timeout_s)
            try:
                pool = self._pools[step_timeout_s] = builder.build()
            except BuilderError as error:
                raise ConfigError(UNREADABLE) from without_frames(error)
            if len(self._pools) > _MOST_POOLS:
                # The one of `send` came first. What is still read from this one goes on.
                del self._pools[list(self._pools)[1]]
        return pool

    def close(self) -> None:
        """Close the connections."""
        self._closed = True
        for pool in self._pools.values():
            pool.close()
        self._pools.clear()
        self._calls.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _failures(request: Request, timeout_s: float) -> Iterator[None]:
    try:
        yield
    except UnpackingError as error:
        raise broken_off(str(error)) from without_frames(error)
    except PyreqwestError as error:
        raise failure_of(request, error, timeout_s) from without_frames(error)
