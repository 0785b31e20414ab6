"""Convert errors of pyreqwest to TransportErrors, by whether the server can have received the request."""

import re

from seawall.core.errors import ConfigError, TransportError
from seawall.core.extras import needs_extra
from seawall.core.http.message import Request
from seawall.transports.http_message.decoding import ContentDecodingError
from seawall.transports.http_message.errors import (
    ENDED_HANDSHAKE,
    NO_TLS,
    connection_lost,
    not_sent,
    strip_tracebacks,
    timed_out,
)
from seawall.transports.http_message.outgoing import NO_URL

with needs_extra("fast", "The transport pyreqwest"):
    from pyreqwest.exceptions import (
        BuilderError,
        ClientClosedError,
        PoolTimeoutError,
        PyreqwestError,
        RequestPanicError,
        RequestTimeoutError,
    )

__all__ = ["LIBRARY_ERRORS", "error_for"]

_URL = re.compile(r" for url \(.*\)", re.DOTALL)
# The text with which hyper reports a failed connect. After any other step, the request may have been sent.
_CONNECT_FAILED = "client error (Connect)"
_REASONS = {
    "invalid peer certificate: Other(OtherError(CaUsedAsEndEntity": (
        "its certificate is one of an authority, which only the transport httpx2 accepts from a server"
    ),
    "invalid peer certificate": "its certificate is not trusted",
    "received corrupt message": NO_TLS,
    "tls handshake eof": ENDED_HANDSHAKE,
    "dns error": "its name is unknown",
}


LIBRARY_ERRORS = (PyreqwestError, ContentDecodingError)
"""What a call over pyreqwest raises, apart from our own errors."""


def error_for(
    request: Request, error: PyreqwestError | ContentDecodingError, timeout_s: float
) -> TransportError | ConfigError:
    """Return our error in place of one of LIBRARY_ERRORS, which is its cause.

    Removes URLs from the texts of `error`: a query may hold a secret. Raises `error` itself if it is a bug of
    pyreqwest.
    """
    if isinstance(error, ContentDecodingError):
        return connection_lost(str(strip_tracebacks(error)))
    causes = _remove_urls(error)
    if isinstance(error, RequestPanicError):
        raise error
    strip_tracebacks(error)
    if isinstance(error, BuilderError):
        return ConfigError(NO_URL)
    if isinstance(error, PoolTimeoutError):
        return not_sent(request, "all connections are in use")
    if _CONNECT_FAILED in causes:
        reasons = [reason for sign, reason in _REASONS.items() for cause in causes if cause.startswith(sign)]
        return not_sent(request, reasons[0] if reasons else "")
    if isinstance(error, ClientClosedError):
        return connection_lost("the transport was closed during the call")
    return timed_out(timeout_s) if isinstance(error, RequestTimeoutError) else connection_lost()


def _remove_urls(error: PyreqwestError) -> list[str]:
    """Remove each URL from `error` and its causes, and return the texts of the causes."""
    details = error.args[1] if len(error.args) > 1 else None
    causes = details.get("causes") if isinstance(details, dict) else None
    for cause in causes or ():
        cause["message"] = _URL.sub("", cause["message"])
    error.args = (_URL.sub("", str(error.args[0])), *error.args[1:])
    return [cause["message"] for cause in causes or ()]
