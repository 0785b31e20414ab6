"""Our error for one of pyreqwest's: what matters is whether anything can have been sent."""

import re

from pyreqwest.exceptions import (
    BuilderError,
    ClientClosedError,
    PoolTimeoutError,
    PyreqwestError,
    RequestPanicError,
    RequestTimeoutError,
)

from seawall.core.errors import ConfigError, TransportError
from seawall.core.http.message import Request
from seawall.transports.http_message.failures import broken_off, not_sent, too_late
from seawall.transports.http_message.outgoing import NO_URL

__all__ = ["failure_of"]

_URL = re.compile(r" for url \(.*\)", re.DOTALL)
# How the layers below name the step that failed; in no other step is it sure that nothing was sent.
_CONNECTING = "client error (Connect)"
_REASONS = {
    "invalid peer certificate": "its certificate is not trusted",
    "dns error": "its name is not known",
}


def failure_of(request: Request, error: PyreqwestError, timeout_s: float) -> TransportError | ConfigError:
    """Our error. What pyreqwest says of `error` loses the URL, for its query may hold a secret.

    Raises `error` itself where it is no trouble of the network but a bug.
    """
    causes = _without_urls(error)
    if isinstance(error, RequestPanicError):
        raise error
    if isinstance(error, BuilderError):
        return ConfigError(NO_URL)
    if isinstance(error, PoolTimeoutError):
        return not_sent(request, "all connections are in use")
    if _CONNECTING in causes:
        reasons = [reason for sign, reason in _REASONS.items() for cause in causes if cause.startswith(sign)]
        return not_sent(request, reasons[0] if reasons else "")
    if isinstance(error, ClientClosedError):
        return broken_off("the transport was closed meanwhile")
    return too_late(timeout_s) if isinstance(error, RequestTimeoutError) else broken_off()


def _without_urls(error: PyreqwestError) -> list[str]:
    """The texts of the causes of `error`, from which, and from `error`, each URL is taken."""
    details = error.args[1] if len(error.args) > 1 else None
    causes = details.get("causes") if isinstance(details, dict) else None
    for cause in causes or ():
        cause["message"] = _URL.sub("", cause["message"])
    error.args = (_URL.sub("", str(error.args[0])), *error.args[1:])
    return [cause["message"] for cause in causes or ()]
