"""What a server answers to who wants to log in by a code (RFC 8628, section 3.2)."""

import json
import math
from typing import Any
from urllib.parse import urlsplit

from attrs import field, frozen

from seawall.core.errors import AuthError, ConfigError
from seawall.core.http.message import Response
from seawall.core.redaction.secret import Secret
from seawall.runtime.auth.login.prompts import DevicePrompt
from seawall.runtime.auth.oauth import NO_ANSWER, require_secure

__all__ = ["DeviceGrant", "device_grant_in"]

_USUAL_INTERVAL_S = 5.0
_SHORTEST_INTERVAL_S = 1.0
_LONGEST_S = 3600.0


@frozen
class DeviceGrant:
    """The code to ask with every `interval_s` seconds, and what the person is shown meanwhile."""

    device_code: Secret = field(repr=False)
    prompt: DevicePrompt
    interval_s: float


def device_grant_in(answer: Response) -> DeviceGrant:
    """The codes in a device authorization response; raises AuthError where there are none."""
    try:
        return _granted(json.loads(answer.body))
    except (*NO_ANSWER, KeyError, ConfigError):
        status = answer.status
        del answer
        # Without the cause: its text and its frames hold what the server sent, codes among it.
        raise AuthError(
            f"The server gave no code to log in with (status {status}). Check the client id."
        ) from None


def _granted(said: Any) -> DeviceGrant:
    uri = _text(said.get("verification_uri_complete") or said["verification_uri"])
    require_secure(uri)
    if not urlsplit(uri).hostname:
        raise ValueError
    return DeviceGrant(
        Secret(_text(said["device_code"])),
        DevicePrompt(uri, _text(said["user_code"]), min(_LONGEST_S, _seconds(said["expires_in"]))),
        max(_SHORTEST_INTERVAL_S, _seconds(said.get("interval", _USUAL_INTERVAL_S))),
    )


def _text(value: object) -> str:
    """`value`, if it is text that a terminal can show."""
    if not (isinstance(value, str) and value and value.isprintable()):
        raise TypeError
    return value


def _seconds(value: Any) -> float:
    seconds = float(value)
    if not math.isfinite(seconds):
        raise ValueError
    return seconds
