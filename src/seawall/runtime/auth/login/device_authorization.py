"""Parse a device authorization response (RFC 8628, section 3.2)."""

import json
import math
from typing import Any
from urllib.parse import urlsplit

from attrs import field, frozen

from seawall.core.errors import AuthError, ConfigError
from seawall.core.http.message import Response
from seawall.core.redaction.secret import Secret
from seawall.runtime.auth.login.prompts import DevicePrompt
from seawall.runtime.auth.oauth import MALFORMED, require_secure

__all__ = ["DeviceAuthorization", "parse_device_authorization"]

_DEFAULT_INTERVAL_S = 5.0
_MIN_INTERVAL_S = 1.0
_MAX_LIFETIME_S = 3600.0


@frozen
class DeviceAuthorization:
    """Device code to poll with every `interval_s` seconds, and the prompt for the user."""

    device_code: Secret = field(repr=False)
    prompt: DevicePrompt
    interval_s: float


def parse_device_authorization(response: Response) -> DeviceAuthorization:
    """Return the codes in `response`; raise AuthError if it holds none."""
    try:
        return _authorization_in(json.loads(response.body))
    except (*MALFORMED, KeyError, ConfigError):
        status = response.status
        del response
        # Without the cause: its text and its frames hold the body of the response, with the codes.
        raise AuthError(
            f"The server gave no code to log in with (status {status}). Check the client id."
        ) from None


def _authorization_in(fields: Any) -> DeviceAuthorization:
    uri = _text(fields.get("verification_uri_complete") or fields["verification_uri"])
    # The user opens it, so it must not be javascript:, http to another machine, or without a host.
    require_secure(uri)
    if not urlsplit(uri).hostname:
        raise ValueError
    return DeviceAuthorization(
        Secret(_text(fields["device_code"])),
        DevicePrompt(uri, _text(fields["user_code"]), min(_MAX_LIFETIME_S, _seconds(fields["expires_in"]))),
        max(_MIN_INTERVAL_S, _seconds(fields.get("interval", _DEFAULT_INTERVAL_S))),
    )


def _text(value: object) -> str:
    """Return `value` if it is text that a terminal can show."""
    if not (isinstance(value, str) and value and value.isprintable()):
        raise TypeError
    return value


def _seconds(value: Any) -> float:
    seconds = float(value)
    if not math.isfinite(seconds):
        raise ValueError
    return seconds
