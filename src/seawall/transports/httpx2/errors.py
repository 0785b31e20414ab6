"""Our error for one of httpx2's or httpcore2's: what matters is whether anything can have been sent."""

import socket
import ssl

import httpcore2
import httpx2

from seawall.core.errors import ConfigError, TransportError
from seawall.core.http.message import Request
from seawall.transports.http_message.failures import broken_off, not_sent, too_late
from seawall.transports.http_message.outgoing import NO_URL
from seawall.transports.httpx2.attempt_deadline import Attempt

__all__ = ["HTTPX2_ERRORS", "failure_of"]

_NEVER_SENT = (
    *(httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError),
    *(httpcore2.ConnectError, httpcore2.ConnectTimeout, httpcore2.PoolTimeout, httpcore2.ProxyError),
)
_NO_PLACE = (httpx2.PoolTimeout, httpcore2.PoolTimeout)
_NO_HTTP = (httpx2.RemoteProtocolError, httpcore2.RemoteProtocolError)
_TIMEOUTS = (httpx2.TimeoutException, httpcore2.TimeoutException)

HTTPX2_ERRORS = (
    httpx2.HTTPError,
    *(httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError),
    *(httpcore2.ProxyError, httpcore2.UnsupportedProtocol),
)
"""What sending may raise that is no bug of ours."""


def failure_of(
    request: Request, error: Exception, timeout_s: float, attempt: Attempt | None
) -> TransportError | ConfigError:
    """Our error; `attempt` is None where the connections do not know of it (a client that was handed in).

    What `error` quotes of an answer that is no HTTP is taken from it: it may hold anything.
    """
    if isinstance(error, _NO_HTTP):
        error.args = ("what came is no whole HTTP answer",)
        error.__cause__ = error.__context__ = None
    if isinstance(error, httpx2.UnsupportedProtocol | httpcore2.UnsupportedProtocol):
        return ConfigError(NO_URL)
    if isinstance(error, _NO_PLACE):
        return not_sent(request, "all connections are in use")
    if attempt and attempt.is_over and isinstance(error, _TIMEOUTS):
        return too_late(timeout_s)
    if isinstance(error, _NEVER_SENT) or (attempt and not attempt.sent):
        return not_sent(request, _reason(error))
    return too_late(timeout_s) if isinstance(error, _TIMEOUTS) else broken_off()


def _reason(error: BaseException) -> str:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return "its certificate is not trusted"
        if isinstance(seen, socket.gaierror):
            return "its name is not known"
        seen = seen.__cause__ or seen.__context__
    return ""
