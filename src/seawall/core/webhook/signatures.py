"""Sign and verify webhooks. Pure: the current time is an argument.

There are two signature schemes: Standard Webhooks 1.0 (`v1`: HMAC-SHA256 over id, time and body), and the
plain HMAC-SHA256 of the body in hexadecimal, which many systems send. Every invalid message raises
WebhookError.
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
from seawall.core.redaction.secret import Secret, SecretBytes, hidden
from seawall.core.redaction.tracebacks import strip_tracebacks
from seawall.core.validation.arguments import checked_count, checked_text, wrong_type
from seawall.core.wire.codec import decoder_for

__all__ = ["HexWebhook", "JsonObject", "StandardWebhook", "Webhook", "WebhookMessage"]

JsonObject: TypeAlias = dict[str, Any]
"""A JSON object of any shape."""

_PREFIX = "whsec_"
_MIN_KEY_BYTES = 16
_NOT_AT_ENDS = " \t\r\n\ufeff"
_URL_ALPHABET = str.maketrans("-_", "+/")
# An attacker chooses the headers, so their sizes are limited before anything is computed from them.
_MAX_SIGNATURES = 32
_MAX_ID_LENGTH = 256
_MAX_DIGITS = 12


@frozen(kw_only=True)
class WebhookMessage:
    """A message with a valid signature.

    `id` is the same for every delivery of the message. `sent_at_s` is in seconds since 1970. Each is None if
    the signature scheme does not cover it. `body` holds the signed bytes.
    """

    id: str | None
    sent_at_s: float | None
    body: bytes = field(repr=False)

    @property
    def event(self) -> JsonObject:
        """Decode the body, which must be a JSON object. Raises WebhookError."""
        try:
            event = decoder_for(Any).decode(self.body)
        except ValueError as error:
            raise WebhookError("The body of the webhook is not JSON. Respond with 400.") from error
        if not isinstance(event, dict):
            raise WebhookError("The body of the webhook is not a JSON object. Respond with 400.")
        return event


class Webhook(Protocol):
    """A signature scheme, as a receiver uses it."""

    def verify(self, headers: Mapping[str, str], body: bytes, now_s: float) -> WebhookMessage:
        """Verify a message at `now_s`, in seconds since 1970. Raises WebhookError."""


@frozen(init=False)
class StandardWebhook:
    """Standard Webhooks 1.0 with symmetric signatures (`v1`).

    `secrets` are the valid keys, as base64 with or without the prefix `whsec_`. Give the old and the new one
    during a rotation: a message is valid if any of its signatures matches any key. `tolerance_s` limits the
    difference between now and the time of signing. Raises ConfigError for an invalid secret.
    """

    secrets: Sequence[str] = field(repr=False)
    tolerance_s: float = field(default=300.0, kw_only=True)
    _keys: tuple[bytes, ...] = field(init=False, repr=False)

    # By hand: an error in an `__init__` of attrs would show the secrets as local variables.
    def __init__(self, secrets: Sequence[str], *, tolerance_s: float = 300.0) -> None:
        secrets = hidden(secrets)
        self.__attrs_init__(secrets, tolerance_s=tolerance_s)

    def __attrs_post_init__(self) -> None:
        # Decoded once, so that a bad secret is an error at startup and not with the first message.
        object.__setattr__(self, "secrets", _as_tuple(self.secrets))
        object.__setattr__(self, "_keys", _keys(self.secrets))

    def verify(self, headers: Mapping[str, str], body: bytes, now_s: float) -> WebhookMessage:
        """Verify a message. Raises WebhookSignatureError, WebhookTimeError or WebhookError."""
        fields, body = _fields(headers), _bytes(body)
        message_id, time = _id_in(fields), _time_in(fields)
        signatures = _field(fields, "webhook-signature").split(" ")[:_MAX_SIGNATURES]
        given = [_decode_base64(text.removeprefix("v1,")) for text in signatures if text.startswith("v1,")]
        content = f"{message_id}.{time}.".encode() + body
        _require_match(given, [_digest(key, content) for key in self._keys])
        sent_at_s = float(time)
        # Checked last, so that a sender without the key can not probe our clock.
        age_s = now_s - sent_at_s
        if abs(age_s) > self.tolerance_s:
            when = f"{abs(age_s):.0f} s {'ago' if age_s > 0 else 'from now'}"
            raise WebhookTimeError(
                f"The webhook was signed {when}; at most {self.tolerance_s:g} s are allowed. "
                "If it is not a replay, set the clock of this machine."
            )
        return WebhookMessage(id=message_id, sent_at_s=sent_at_s, body=body)

    def sign(self, message_id: str, sent_at_s: int, body: bytes) -> dict[str, str]:
        """Sign a message with every secret and return its headers. For senders and tests.

        `sent_at_s` is in whole seconds since 1970. Raises InputError for a value of a wrong type.
        """
        message_id, body = checked_text(message_id, "message_id"), _bytes_to_sign(body)
        sent_at_s = checked_count(sent_at_s, "sent_at_s", least=0)
        content = f"{message_id}.{sent_at_s}.".encode() + body
        signatures = [base64.b64encode(hmac.digest(key, content, "sha256")).decode() for key in self._keys]
        return {
            "webhook-id": message_id,
            "webhook-timestamp": str(sent_at_s),
            "webhook-signature": " ".join(f"v1,{text}" for text in signatures),
        }


@frozen(init=False)
class HexWebhook:
    """The HMAC-SHA256 of the body in hexadecimal, in the header `header` after `prefix`, e.g. `sha256=`.

    It covers neither id nor time, so it can not detect replays: use StandardWebhook if the sender offers it.
    `secrets` are the texts that the sender shows. Give the old and the new one during a rotation. Without
    `prefix_required`, a signature without the prefix is valid too. With `body_is_id`, the id of a message is
    the digest of its body, so that the same body counts as a replay; only for messages that never repeat.
    """

    secrets: Sequence[str] = field(repr=False)
    header: str = field(kw_only=True)
    prefix: str = field(default="", kw_only=True)
    prefix_required: bool = field(default=True, kw_only=True)
    body_is_id: bool = field(default=False, kw_only=True)

    def __init__(
        self,
        secrets: Sequence[str],
        *,
        header: str,
        prefix: str = "",
        prefix_required: bool = True,
        body_is_id: bool = False,
    ) -> None:
        secrets = hidden(secrets)
        self.__attrs_init__(
            secrets, header=header, prefix=prefix, prefix_required=prefix_required, body_is_id=body_is_id
        )

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "secrets", _as_tuple(self.secrets))

    def verify(self, headers: Mapping[str, str], body: bytes, now_s: float) -> WebhookMessage:  # noqa: ARG002
        """Verify a message. Raises WebhookSignatureError or WebhookError."""
        body = _bytes(body)
        text = _field(_fields(headers), self.header)
        has_form = text.startswith(self.prefix) or not self.prefix_required
        given = _decode_hex(text.removeprefix(self.prefix)) if has_form else None
        expected = [_digest(secret.encode(), body) for secret in self.secrets]
        _require_match([given], expected)
        message_id = hashlib.sha256(body).hexdigest() if self.body_is_id else None
        return WebhookMessage(id=message_id, sent_at_s=None, body=body)

    def sign(self, body: bytes) -> dict[str, str]:
        """Sign a message with the first secret and return its header. For senders and tests.

        Raises InputError if `body` is not bytes.
        """
        body = _bytes_to_sign(body)
        key = self.secrets[0].encode()
        return {self.header: self.prefix + hmac.new(key, body, hashlib.sha256).hexdigest()}


def _digest(key: bytes, content: bytes) -> bytes:
    # A secret: it is a valid signature.
    return SecretBytes(hmac.digest(key, content, "sha256"))


def _as_tuple(secrets: Sequence[str]) -> tuple[str, ...]:
    given: object = hidden(secrets)
    if not isinstance(given, str | Iterable) or isinstance(given, bytes):
        raise ConfigError("The secrets of a webhook are of a wrong type. Give text.")
    secrets_ = (given,) if isinstance(given, str) else tuple(hidden(secret) for secret in given)
    if not all(isinstance(secret, str) for secret in secrets_):
        raise ConfigError("The secrets of a webhook are of a wrong type. Give text.")
    if not secrets_ or not all(secrets_):
        raise ConfigError("A webhook needs a secret. Copy it from the settings of the sender.")
    if any(secret != secret.strip(_NOT_AT_ENDS) for secret in secrets_):
        # No message would have a valid signature, and no error would say why.
        raise ConfigError(
            "The secret of a webhook starts or ends with a space, a line break or a byte order mark. Remove "
            "it."
        )
    return secrets_


def _keys(secrets: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(SecretBytes(_key(secret)) for secret in secrets)


def _key(secret: str) -> bytes:
    encoded = Secret(secret.removeprefix(_PREFIX))
    # Senders may leave the padding out (RFC 4648, section 3.2), or use the alphabet for URLs (section 5).
    encoded = Secret(encoded.rstrip("=") + "=" * (-len(encoded.rstrip("=")) % 4))
    try:
        # Another prefix, e.g. of a public key, has only letters of that alphabet.
        alphabet = {} if encoded[:2].lower() == "wh" and "_" in encoded[:7] else _URL_ALPHABET
        key = base64.b64decode(encoded.translate(alphabet), validate=True)
    except (ValueError, binascii.Error) as error:
        # Without its traceback: the frames of base64 show the secret.
        raise ConfigError(
            "The secret of a webhook is not base64. Copy it from the sender, with or without whsec_."
        ) from strip_tracebacks(error)
    key = SecretBytes(key)
    if len(key) < _MIN_KEY_BYTES:
        raise ConfigError(
            f"The secret of a webhook has {len(key)} bytes, which is too short. Get a longer one."
        )
    return key


def _fields(headers: Mapping[str, str]) -> Headers:
    # Frameworks pass headers on as they are. A header that is not text counts as missing.
    pairs: Iterable[tuple[object, object]] = headers.items()
    return Headers({name: value for name, value in pairs if isinstance(name, str) and isinstance(value, str)})


def _bytes(body: object) -> bytes:
    if not isinstance(body, bytes | bytearray | memoryview):
        raise WebhookError("The body of the webhook is not bytes. Pass the raw body.")
    return bytes(body)


def _bytes_to_sign(body: object) -> bytes:
    if not isinstance(body, bytes | bytearray | memoryview):
        raise wrong_type(body, "body", "the bytes that are sent")
    return bytes(body)


def _field(fields: Headers, name: str) -> str:
    if name not in fields:
        raise WebhookError(f"The webhook has no {name} header. Check the signature scheme of the sender.")
    return fields[name]


def _id_in(fields: Headers) -> str:
    message_id = _field(fields, "webhook-id")
    if (
        not message_id
        or len(message_id) > _MAX_ID_LENGTH
        or not message_id.isascii()
        or not message_id.isprintable()
        # The signed text is `id.time.body`: a dot in the id would allow the same text for another time.
        or "." in message_id
    ):
        raise WebhookError("The webhook-id header is not a valid id. Respond with 400.")
    return message_id


def _time_in(fields: Headers) -> str:
    text = _field(fields, "webhook-timestamp")
    if not (text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS):
        raise WebhookError("The webhook-timestamp header is not a time in seconds. Respond with 400.")
    return text


def _decode_base64(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return None


def _decode_hex(text: str) -> bytes | None:
    try:
        return bytes.fromhex(text) if text.isascii() and text.isalnum() else None
    except ValueError:
        return None


def _require_match(given: Sequence[bytes | None], expected: Sequence[bytes]) -> None:
    """Raise WebhookSignatureError unless one pair matches.

    All pairs are compared, each in constant time, so that the duration does not reveal a partial match.
    """
    matches = [hmac.compare_digest(signature or b"", other) for signature in given for other in expected]
    if not any(matches):
        raise WebhookSignatureError(
            "No signature of the webhook is valid. Check that the secret is that of the sender, and that the "
            "body arrives unchanged."
        )
