"""Webhooks: whether a message comes from whom it should, unchanged and just now. Pure: the time is handed in.

Two ways to sign: Standard Webhooks 1.0 (`v1`: HMAC-SHA256 over id, time and body) and the plain HMAC-SHA256
of the body, in hexadecimal, that many systems send. Whatever is wrong with a message is a WebhookError.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from attrs import field, frozen

from seawall.core.errors import ConfigError, WebhookError, WebhookSignatureError, WebhookTimeError
from seawall.core.http.message import Headers
from seawall.core.wire.codec import decoder_for

__all__ = ["HexWebhook", "JsonObject", "StandardWebhook", "Webhook", "WebhookMessage"]

JsonObject: TypeAlias = dict[str, Any]
"""A JSON object of any shape."""

_PREFIX = "whsec_"
_SHORTEST_KEY = 16
_MOST_SIGNATURES = 32
_MOST_ID = 256
_MOST_DIGITS = 12


@frozen(kw_only=True)
class WebhookMessage:
    """A message whose signature was good.

    `id` is the same each time the sender tries this message; None where its way of signing covers no id, as
    `sent_at_s`, seconds since 1970, is where it covers no time. `body` is what was signed, byte for byte.
    """

    id: str | None
    sent_at_s: float | None
    body: bytes = field(repr=False)

    @property
    def event(self) -> JsonObject:
        """The body as the JSON object that it is; raises WebhookError where it is none."""
        try:
            event = decoder_for(Any).decode(self.body)
        except ValueError as error:
            raise WebhookError("The body of the webhook is no JSON. Result it with 400.") from error
        if not isinstance(event, dict):
            raise WebhookError("The body of the webhook is no JSON object. Result it with 400.")
        return event


class Webhook(Protocol):
    """A way to sign: what a receiver needs of it."""

    def verified(self, headers: Mapping[str, str], body: bytes, now_s: float) -> WebhookMessage:
        """The message, where its signature is good at `now_s`, seconds since 1970; raises WebhookError."""


@frozen
class StandardWebhook:
    """Standard Webhooks 1.0 with symmetric signatures (`v1`).

    `secrets` are the keys that are in force, each `whsec_` and base64 or base64 alone: one, or old and new
    while they rotate; a message is good where any of its signatures fits any of them. A message that was
    signed more than `tolerance_s` before or after now is refused. Raises ConfigError for a secret that is
    none.
    """

    secrets: Sequence[str] = field(repr=False)
    tolerance_s: float = field(default=300.0, kw_only=True)
    _keys: tuple[bytes, ...] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_keys", tuple(_key(secret) for secret in _several(self.secrets)))

    def verified(self, headers: Mapping[str, str], body: bytes, now_s: float) -> WebhookMessage:
        """The message, where it is good; raises WebhookSignatureError, WebhookTimeError or WebhookError."""
        fields, body = _fields(headers), _bytes(body)
        message_id, time = _id_in(fields), _time_in(fields)
        signatures = _field(fields, "webhook-signature").split(" ")[:_MOST_SIGNATURES]
        given = [_signature(text) for text in signatures if text.startswith("v1,")]
        content = f"{message_id}.{time}.".encode() + body
        _require_fit(given, [hmac.digest(key, content, "sha256") for key in self._keys])
        sent_at_s = float(time)
        # Asked last: who can not sign learns nothing of our clock.
        age_s = now_s - sent_at_s
        if abs(age_s) > self.tolerance_s:
            when = f"{abs(age_s):.0f} s {'ago' if age_s > 0 else 'from now'}"
            raise WebhookTimeError(
                f"The webhook was signed {when}, more than the {self.tolerance_s:g} s that are allowed. "
                "If it is no replay, set this machine's clock."
            )
        return WebhookMessage(id=message_id, sent_at_s=sent_at_s, body=body)

    def signed(self, message_id: str, sent_at_s: int, body: bytes) -> dict[str, str]:
        """The header fields of a message, signed with every secret: for senders, and for tests."""
        content = f"{message_id}.{sent_at_s}.".encode() + body
        signatures = [base64.b64encode(hmac.digest(key, content, "sha256")).decode() for key in self._keys]
        return {
            "webhook-id": message_id,
            "webhook-timestamp": str(sent_at_s),
            "webhook-signature": " ".join(f"v1,{text}" for text in signatures),
        }


@frozen
class HexWebhook:
    """The HMAC-SHA256 of the body in hexadecimal, in the header `header` behind `prefix`, e.g. `sha256=`.

    It covers neither id nor time, so a replay can not be told: prefer the standard where a sender offers it.
    `secrets` are texts as the sender shows them: one, or old and new while they rotate.
    """

    secrets: Sequence[str] = field(repr=False)
    header: str = field(kw_only=True)
    prefix: str = field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        _several(self.secrets)

    def verified(self, headers: Mapping[str, str], body: bytes, now_s: float) -> WebhookMessage:  # noqa: ARG002
        """The message, where its signature is good; raises WebhookSignatureError or WebhookError."""
        body = _bytes(body)
        text = _field(_fields(headers), self.header)
        given = _unhexed(text.removeprefix(self.prefix)) if text.startswith(self.prefix) else None
        expected = [hmac.digest(secret.encode(), body, "sha256") for secret in _several(self.secrets)]
        _require_fit([given], expected)
        return WebhookMessage(id=None, sent_at_s=None, body=body)

    def signed(self, body: bytes) -> dict[str, str]:
        """The header field of a message, signed with the first secret: for senders, and for tests."""
        return {self.header: self.prefix + hmac.new(self._first(), body, hashlib.sha256).hexdigest()}

    def _first(self) -> bytes:
        return _several(self.secrets)[0].encode()


def _several(secrets: Sequence[str]) -> tuple[str, ...]:
    several = (secrets,) if isinstance(secrets, str) else tuple(secrets)
    if not all(isinstance(secret, str) for secret in several):
        raise ConfigError("A webhook's secrets are texts. Decode them first.")
    if not several or not all(several):
        raise ConfigError("A webhook needs a secret. Take it from the sender's settings.")
    return several


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (ValueError, binascii.Error) as error:
        raise ConfigError("A webhook's secret is whsec_ and base64, as the sender shows it.") from error
    if len(key) < _SHORTEST_KEY:
        raise ConfigError(f"A webhook's secret of {len(key)} bytes is too short: ask the sender for another.")
    return key


def _fields(headers: Mapping[str, str]) -> Headers:
    # Frameworks hand over what came: what is no text counts as missing.
    pairs: Iterable[tuple[object, object]] = headers.items()
    return Headers({name: value for name, value in pairs if isinstance(name, str) and isinstance(value, str)})


def _bytes(body: object) -> bytes:
    if not isinstance(body, bytes | bytearray | memoryview):
        raise WebhookError("The body of the webhook is not bytes. Hand it over as it came.")
    return bytes(body)


def _field(fields: Headers, name: str) -> str:
    if name not in fields:
        raise WebhookError(f"The webhook has no {name} header. Check what the sender signs with.")
    return fields[name]


def _id_in(fields: Headers) -> str:
    message_id = _field(fields, "webhook-id")
    if (
        not message_id
        or len(message_id) > _MOST_ID
        or not message_id.isascii()
        or not message_id.isprintable()
        # It would move the border between id, time and body.
        or "." in message_id
    ):
        raise WebhookError("The webhook-id header is no id. Result it with 400.")
    return message_id


def _time_in(fields: Headers) -> str:
    text = _field(fields, "webhook-timestamp")
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise WebhookError("The webhook-timestamp header is no time in seconds. Result it with 400.")
    return text


def _signature(text: str) -> bytes | None:
    try:
        return base64.b64decode(text.removeprefix("v1,"), validate=True)
    except (ValueError, binascii.Error):
        return None


def _unhexed(text: str) -> bytes | None:
    try:
        return bytes.fromhex(text) if text.isascii() and text.isalnum() else None
    except ValueError:
        return None


def _require_fit(given: Sequence[bytes | None], expected: Sequence[bytes]) -> None:
    """Raise unless one fits; how long that takes says nothing of which, or of how nearly."""
    fits = [hmac.compare_digest(one or b"", other) for one in given for other in expected]
    if not any(fits):
        raise WebhookSignatureError(
            "No signature of the webhook is good. Check that the secret is the sender's, and that the body "
            "reaches you unchanged."
        )
