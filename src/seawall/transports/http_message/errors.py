"""The errors that transports raise, with the same sentences for each HTTP library."""

from seawall.core.errors import AttemptTimeoutError, MaybeProcessedError, NotSentError
from seawall.core.http.message import Request, host_and_port
from seawall.core.redaction.tracebacks import strip_tracebacks

__all__ = [
    "ENDED_HANDSHAKE",
    "NO_TLS",
    "connection_lost",
    "not_sent",
    "strip_tracebacks",
    "timed_out",
    "transport_closed",
]

NO_TLS = "it does not use TLS on this port: is it an http URL?"
"""The reason for a request that did not leave because an https URL names an http port."""
ENDED_HANDSHAKE = "it ended the TLS handshake: is it an http URL?"
"""The reason for a request that did not leave because the server ended the TLS handshake."""


def not_sent(request: Request, reason: str = "") -> NotSentError:
    """Return the error for a request that did not leave; `reason` is empty or a few words."""
    return NotSentError(
        f"no connection to {host_and_port(request.url)}{reason and f' ({reason})'}, so nothing was sent. "
        "Check that the server runs, the base URL and the network."
    )


def timed_out(timeout_s: float) -> AttemptTimeoutError:
    """Return the error for an attempt, or one step of a stream, that took longer than `timeout_s` seconds."""
    return AttemptTimeoutError(
        f"the server did not respond in time: no complete response within {timeout_s:g} s."
    )


def connection_lost(reason: str = "") -> MaybeProcessedError:
    """Return the error for a request that may have left and that has no complete response."""
    why = reason and f" ({reason})"
    return MaybeProcessedError(f"the connection broke before the response was complete{why}.")


def transport_closed() -> RuntimeError:
    """Return the error for a request after `close`: a bug of the caller, not a network error."""
    return RuntimeError("the transport is closed and can not send any more. Make a new client.")
