"""Translate the errors of a library; the main question is whether anything can have been sent."""

import socket
import ssl

import httpcore2

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
from seawall.transports.httpx2.library import Library

__all__ = ["error_for", "errors_of"]

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


def errors_of(library: Library) -> tuple[type[Exception], ...]:
    """Return the errors of sending and receiving that are not bugs of Seawall."""
    return (
        library.HTTPError,
        *(httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError),
        *(httpcore2.ProxyError, httpcore2.UnsupportedProtocol),
    )


def error_for(
    library: Library, request: Request, error: Exception, timeout_s: float, attempt: AttemptDeadline | None
) -> TransportError | ConfigError:
    """Return our error for `error`, one of `errors_of(library)`.

    `attempt` is None for a client of the user, whose connections do not know the attempt. The text of an
    invalid message, and a text with a URL, is removed from `error`: it may hold a secret.
    """
    is_timeout = isinstance(error, library.TimeoutException | httpcore2.TimeoutException)
    if isinstance(error, library.ProtocolError | httpcore2.ProtocolError):
        # The text and its cause, an error of h11, quote what the server sent, or a hook of the user has set.
        error.args = ("the message is not valid HTTP",)
        error.__cause__ = error.__context__ = None
    if isinstance(error, library.HTTPStatusError):
        # Its text shows the query of the URL.
        error.args = ("the status is an error",)
        return ConfigError(
            "an event hook of the client that was passed in raises an error for the status "
            f"{error.response.status_code}. Remove the hook: Seawall reads the status itself."
        )
    if isinstance(error, library.UnsupportedProtocol | httpcore2.UnsupportedProtocol):
        return ConfigError(NO_URL)
    if isinstance(error, library.PoolTimeout | httpcore2.PoolTimeout):
        return not_sent(request, "all connections are in use")
    # Before "not sent": an attempt that ends while it connects has used up its time, which the caller set.
    if attempt and attempt.is_over and is_timeout:
        return timed_out(timeout_s)
    never_sent = library.ConnectError | library.ConnectTimeout | library.ProxyError
    never_sent |= httpcore2.ConnectError | httpcore2.ConnectTimeout | httpcore2.ProxyError
    if isinstance(error, never_sent) or (attempt and not attempt.sent):
        return not_sent(request, _reason(error))
    return timed_out(timeout_s) if is_timeout else connection_lost()


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
