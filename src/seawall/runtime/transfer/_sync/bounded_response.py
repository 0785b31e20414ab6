# DO NOT EDIT. Derived from ../_async/bounded_response.py by "python -m seawall.codegen.derive".
"""Read the response to a transfer with a bounded part of its body."""

from seawall.core.http.message import Response
from seawall.core.http.times import dated
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.runtime.http._sync.bounded_response import read_bounded
from seawall.runtime.http._sync.protocols import Stream

__all__ = ["read_response"]


def read_response(stream: Stream, clock: Clock) -> Response:
    """Read a streamed response with the start of its body, 64 KiB, and the date of its arrival."""
    return dated(read_bounded(stream), clock.wall())
