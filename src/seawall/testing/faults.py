"""Faults by name, for a `Script` or a `FaultyTransport`: what networks and servers do on bad days."""

from collections.abc import Mapping

from seawall.core.errors import AttemptTimeoutError, MaybeProcessedError, NotSentError
from seawall.core.http.message import Response
from seawall.transports import TruncatedResponse

__all__ = ["busy", "half_body", "html_page", "refused", "reset", "throttled", "timed_out"]


def refused() -> NotSentError:
    """No connection: the request never left."""
    return NotSentError("no connection to the server, so nothing was sent.")


def reset() -> MaybeProcessedError:
    """The connection broke after the request had left and before an answer came."""
    return MaybeProcessedError("the connection broke before the answer was whole.")


def timed_out() -> AttemptTimeoutError:
    """No answer came in time."""
    return AttemptTimeoutError("the server did not answer in time.")


def half_body(body: bytes = b'{"id": ', *, status: int = 200) -> TruncatedResponse:
    """An answer that breaks off after `body`."""
    return TruncatedResponse(status, {"content-type": "application/json"}, body)


def busy(*, retry_after_s: int | None = None) -> Response:
    """503, which asks to wait for `retry_after_s` seconds if they are given."""
    return Response(503, _waiting(retry_after_s), b'{"detail": "busy"}')


def throttled(*, retry_after_s: int | None = None) -> Response:
    """429, which asks to wait for `retry_after_s` seconds if they are given."""
    return Response(429, _waiting(retry_after_s), b'{"detail": "too many requests"}')


def html_page(*, status: int = 200) -> Response:
    """A page where JSON should be, as from a proxy that wants a login."""
    return Response(status, {"content-type": "text/html"}, b"<html><body>Sign in</body></html>")


def _waiting(retry_after_s: int | None) -> Mapping[str, str]:
    asked = {} if retry_after_s is None else {"retry-after": str(retry_after_s)}
    return {"content-type": "application/json", **asked}
