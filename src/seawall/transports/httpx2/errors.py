"""Translate the errors of httpx2 and httpcore2; the main question is whether anything can have been sent."""

import socket
import ssl

import httpcore2
import httpx2

from seawall.core.errors import ConfigError, TransportError
from seawall.core.http.message import Request
from seawall.transports.http_message.errors import (
    ENDED_HANDSHAKE,
    NO_TLS,
    connection_lost,
    not_sent,
    timed_out,
)
from seawall.transports.http_message.outgoing import NO_URL
from seawall.transports.httpx2.attempt_deadline import AttemptDeadline

__all__ = ["HTTPX2_ERRORS", "error_for"]

_NEVER_SENT = (
    *(httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError),
    *(httpcore2.ConnectError, httpcore2.ConnectTimeout, httpcore2.PoolTimeout, httpcore2.ProxyError),
)
# The names differ between the versions of OpenSSL.
_NO_TLS = frozenset(
    {
        "WRONG_VERSION_NUMBER",
        "RECORD_LAYER_FAILURE",
        "PACKET_LENGTH_TOO_LONG",
        "HTTP_REQUEST",
        "UNKNOWN_PROTOCOL",
    }
)
_POOL_TIMEOUTS = (httpx2.PoolTimeout, httpcore2.PoolTimeout)
_INVALID_RESPONSES = (httpx2.RemoteProtocolError, httpcore2.RemoteProtocolError)
_TIMEOUTS = (httpx2.TimeoutException, httpcore2.TimeoutException)

HTTPX2_ERRORS = (
    httpx2.HTTPError,
    *(httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError),
    *(httpcore2.ProxyError, httpcore2.UnsupportedProtocol),
)
"""The errors of sending and receiving that are not bugs of Seawall."""


def error_for(
    request: Request, error: Exception, timeout_s: float, attempt: AttemptDeadline | None
) -> TransportError | ConfigError:
    """Return our error for `error`.

    `attempt` is None for a client of the user, whose connections do not know the attempt. The text of an
    invalid response is removed from `error`: it may hold a secret.
    """
    if isinstance(error, _INVALID_RESPONSES):
        # The text and its cause, an error of h11, quote what the server sent.
        error.args = ("the response is not valid HTTP",)
        error.__cause__ = error.__context__ = None
    if isinstance(error, httpx2.UnsupportedProtocol | httpcore2.UnsupportedProtocol):
        return ConfigError(NO_URL)
    if isinstance(error, _POOL_TIMEOUTS):
        return not_sent(request, "all connections are in use")
    # Before "not sent": an attempt that ends while it connects has used up its time, which the caller set.
    if attempt and attempt.is_over and isinstance(error, _TIMEOUTS):
        return timed_out(timeout_s)
    if isinstance(error, _NEVER_SENT) or (attempt and not attempt.sent):
        return not_sent(request, _reason(error))
    return timed_out(timeout_s) if isinstance(error, _TIMEOUTS) else connection_lost()


def _reason(error: BaseException) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "its certificate is not trusted"
        if isinstance(cause, ssl.SSLEOFError):
            return ENDED_HANDSHAKE
        if isinstance(cause, ssl.SSLError) and cause.reason in _NO_TLS:
            return NO_TLS
        if isinstance(cause, socket.gaierror):
            return "its name is unknown"
        cause = cause.__cause__ or cause.__context__
    return ""
