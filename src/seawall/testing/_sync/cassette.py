# DO NOT EDIT. Derived from ../_async/cassette.py by "python -m seawall.codegen.derive".
"""A transport that records the responses of a server, or replays them without a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from attrs import evolve

from seawall.core.errors import ConfigError
from seawall.core.http.message import Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.runtime.http._sync.protocols import Stream, Transport
from seawall.testing.cassette import Cassette
from seawall.transports import MemoryTransport
from seawall.transports.http_message._sync.upload_stream import UploadStream

__all__ = ["CassetteTransport"]


class CassetteTransport(ProcessBound):
    """Replays `cassette` if it is recorded, else records the responses of `transport` into it.

    `close` saves the cassette. A network error is raised and not recorded. The body of a request is read
    into memory, because it is compared.
    """

    _in_other_process = "Make a transport in the other process."

    def __init__(self, cassette: Cassette, transport: Transport | None = None) -> None:
        if cassette.is_recording and transport is None:
            raise ConfigError(
                f"{cassette.path} is not recorded yet. Pass a transport that reaches the server."
            )
        self._cassette = cassette
        self._transport = transport

    def send(self, request: Request, timeout_s: float) -> Response:
        """Return the complete response."""
        if request.body is not None and not isinstance(request.body, bytes):
            pieces = [piece for piece in UploadStream(request)]
            request = evolve(request, body=b"".join(pieces))
        if self._transport is None or not self._cassette.is_recording:
            return self._cassette.replay(request)
        response = self._transport.send(request, timeout_s)
        self._cassette.add(request, response)
        return response

    @contextmanager
    def stream(self, request: Request, timeout_s: float) -> Iterator[Stream]:
        """Return the response; its body is already complete."""
        response = self.send(request, timeout_s)
        with MemoryTransport(lambda _: response).stream(request, timeout_s) as stream:
            yield stream

    def close(self) -> None:
        """Save a recording, and close the transport."""
        self._cassette.save()
        if self._transport is not None:
            self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
