"""Faults of networks and servers, for a `Script` or a `FaultyTransport`."""

from collections.abc import Mapping

from seawall.core.errors import AttemptTimeoutError, MaybeProcessedError, NotSentError
from seawall.core.http.message import Response
from seawall.transports import TruncatedResponse

__all__ = ["busy", "half_body", "html_page", "refused", "reset", "throttled", "timed_out"]


def refused() -> NotSentError:
    """Return the error for a refused connection: the request was not sent."""
    return NotSentError("no connection to the server, so nothing was sent.")


def reset() -> MaybeProcessedError:
    """Return the error for a connection that broke after the request was sent."""
    return MaybeProcessedError("the connection broke before the response was complete.")


def timed_out() -> AttemptTimeoutError:
    """Return the error for a response that did not come in time."""
    return AttemptTimeoutError("the server did not respond in time.")


def half_body(body: bytes = b'{"id": ', *, status: int = 200) -> TruncatedResponse:
    """Return a response that breaks off after `body`."""
    return TruncatedResponse(status, {"content-type": "application/json"}, body)


def busy(*, retry_after_s: int | None = None) -> Response:
    """Return status 503, with Retry-After if `retry_after_s` is given."""
    return Response(503, _headers(retry_after_s), b'{"detail": "busy"}')


def throttled(*, retry_after_s: int | None = None) -> Response:
    """Return status 429, with Retry-After if `retry_after_s` is given."""
    return Response(429, _headers(retry_after_s), b'{"detail": "too many requests"}')


def html_page(*, status: int = 200) -> Response:
    """Return an HTML page instead of JSON, like a proxy that requires a login."""
    return Response(status, {"content-type": "text/html"}, b"<html><body>Sign in</body></html>")


def _headers(retry_after_s: int | None) -> Mapping[str, str]:
    retry_after = {} if retry_after_s is None else {"retry-after": str(retry_after_s)}
    return {"content-type": "application/json", **retry_after}
