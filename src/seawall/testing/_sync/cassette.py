# DO NOT EDIT. Derived from ../_async/cassette.py by "python -m seawall.codegen.derive".
"""A transport that records a conversation with a server, or replays it without one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from seawall.core.errors import ConfigError
from seawall.core.http.message import Request, Response
from seawall.runtime.http._sync.protocols import Stream, Transport
from seawall.testing.cassette import Cassette
from seawall.transports import MemoryTransport

__all__ = ["CassetteTransport"]


class CassetteTransport:
    """Answers from `cassette` where that is recorded, and records into it what `transport` answers otherwise.

    `close` saves the cassette. A failure of the network is raised and not recorded.
    """

    def __init__(self, cassette: Cassette, transport: Transport | None = None) -> None:
        if cassette.is_recording and transport is None:
            raise ConfigError(
                f"{cassette.path} is not recorded yet: give a transport that reaches the server."
            )
        self._cassette = cassette
        self._transport = transport

    def send(self, request: Request, timeout_s: float) -> Response:
        """The whole response."""
        if self._transport is None or not self._cassette.is_recording:
            return self._cassette.answer(request)
        response = self._transport.send(request, timeout_s)
        self._cassette.keep(request, response)
        return response

    @contextmanager
    def stream(self, request: Request, timeout_s: float) -> Iterator[Stream]:
        """The response, whose body is whole already."""
        response = self.send(request, timeout_s)
        with MemoryTransport(lambda _: response).stream(request, timeout_s) as stream:
            yield stream

    def close(self) -> None:
        """Save what was recorded; close the transport."""
        self._cassette.save()
        if self._transport is not None:
            self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
