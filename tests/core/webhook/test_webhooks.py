"""Source: Standard Webhooks 1.0, sections "Signature scheme" and "Verifying webhook authenticity"."""

import base64
import hashlib
import hmac
import json
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.core.errors import ConfigError, InputError, WebhookError, WebhookSignatureError, WebhookTimeError
from seawall.core.webhook.signatures import HexWebhook, StandardWebhook

# The example of the specification's reference libraries.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID, TIME, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
OTHER = "whsec_" + base64.b64encode(b"another key of some length").decode()
HEADERS = {"webhook-id": ID, "webhook-timestamp": str(TIME), "webhook-signature": SIGNATURE}
WEBHOOK = StandardWebhook([SECRET])


def verify(headers: dict[str, str] | None = None, body: bytes = BODY, now_s: float = TIME) -> str | None:
    return WEBHOOK.verify(HEADERS | (headers or {}), body, now_s).id


def test_the_example_of_the_specification() -> None:
    assert WEBHOOK.sign(ID, TIME, BODY) == HEADERS
    message = WEBHOOK.verify(HEADERS, BODY, TIME)
    assert (message.id, message.sent_at_s, message.body) == (ID, TIME, BODY)
    assert message.event == {"test": 2432232314}


def test_header_names_ignore_case_and_a_secret_needs_no_prefix() -> None:
    headers = {name.title(): value for name, value in HEADERS.items()}
    webhook = StandardWebhook([SECRET.removeprefix("whsec_")])
    assert webhook.verify(headers, BODY, TIME).id == ID


SIGNATURES: list[str] = [
    f"v1,AAAA {SIGNATURE}",
    f"{SIGNATURE} v1,AAAA",
    f"v1a,ed25519 v2,new {SIGNATURE}",
    f"v1,not*base64 {SIGNATURE}",
]


def test_one_valid_signature_among_several_is_enough() -> None:
    for signatures in SIGNATURES:
        assert verify({"webhook-signature": signatures}) == ID


ROTATIONS: list[list[str]] = [[SECRET, OTHER], [OTHER, SECRET]]


def test_old_and_new_secret_are_valid_during_a_rotation() -> None:
    for secrets in ROTATIONS:
        assert StandardWebhook(secrets).verify(HEADERS, BODY, TIME).id == ID
        both = StandardWebhook(secrets).sign(ID, TIME, BODY)
        assert both["webhook-signature"].count("v1,") == 2
        assert StandardWebhook([OTHER]).verify(both, BODY, TIME).id == ID


WRONG_SIGNATURES: list[tuple[dict[str, str], bytes]] = [
    ({"webhook-signature": "v1,AAAA"}, BODY),
    ({"webhook-signature": "v1,"}, BODY),
    ({"webhook-signature": ""}, BODY),
    ({"webhook-signature": SIGNATURE.removeprefix("v1,")}, BODY),
    ({"webhook-signature": SIGNATURE.replace("v1,", "v2,")}, BODY),
    ({"webhook-signature": SIGNATURE.replace("v1,", "v1a,")}, BODY),
    ({"webhook-signature": SIGNATURE[:-4]}, BODY),
    ({"webhook-signature": "v1,AAAA " * 40 + SIGNATURE}, BODY),
    ({"webhook-id": ID + "x"}, BODY),
    ({"webhook-timestamp": str(TIME + 1)}, BODY),
    ({"webhook-timestamp": f"0{TIME}"}, BODY),
    ({}, BODY + b" "),
    ({}, b""),
]


def test_a_wrong_signature_raises(subtests: pytest.Subtests) -> None:
    for headers, body in WRONG_SIGNATURES:
        with subtests.test(row=repr(headers)[:60]), pytest.raises(WebhookSignatureError):
            verify(headers, body)


def test_a_signature_with_another_secret_raises() -> None:
    with pytest.raises(WebhookSignatureError):
        StandardWebhook([OTHER]).verify(HEADERS, BODY, TIME)


@pytest.mark.parametrize("gap_s", [-300, -1, 0, 299.9, 300])
def test_five_minutes_are_tolerated(gap_s: float) -> None:
    assert verify(now_s=TIME + gap_s) == ID


@pytest.mark.parametrize("gap_s", [-301, 300.1, 86_400])
def test_a_time_outside_the_tolerance_raises(gap_s: float) -> None:
    with pytest.raises(WebhookTimeError, match="at most 300 s are allowed"):
        verify(now_s=TIME + gap_s)


def test_the_time_is_checked_after_the_signature() -> None:
    with pytest.raises(WebhookSignatureError):
        verify({"webhook-signature": "v1,AAAA"}, now_s=0)


@pytest.mark.parametrize("missing", list(HEADERS))
def test_a_missing_header_is_named(missing: str) -> None:
    with pytest.raises(WebhookError, match=missing):
        WEBHOOK.verify({name: value for name, value in HEADERS.items() if name != missing}, BODY, TIME)


MALFORMED_HEADERS: list[dict[str, str]] = [
    {"webhook-id": ""},
    {"webhook-id": "ü"},
    {"webhook-id": "x" * 257},
    {"webhook-id": "a\nb"},
    {"webhook-id": "a.b"},
    {"webhook-timestamp": ""},
    {"webhook-timestamp": "soon"},
    {"webhook-timestamp": "-1"},
    {"webhook-timestamp": "1.5"},
    {"webhook-timestamp": "1e9"},
    {"webhook-timestamp": "٣"},
    {"webhook-timestamp": "9" * 5000},
]


def test_malformed_headers_are_a_webhook_error(subtests: pytest.Subtests) -> None:
    for headers in MALFORMED_HEADERS:
        with subtests.test(row=repr(headers)[:60]), pytest.raises(WebhookError):
            verify(headers)


@pytest.mark.parametrize("value", [None, b"x", 1, ["x"]])
@pytest.mark.parametrize("name", [*HEADERS, 7])
def test_a_header_that_is_not_text_counts_as_missing(name: Any, value: Any) -> None:
    if name == 7:
        assert verify({name: value}) == ID
    else:
        with pytest.raises(WebhookError):
            verify({name: value})


@pytest.mark.parametrize("body", [None, "text", 1])
def test_a_body_that_is_not_bytes_is_a_webhook_error(body: Any) -> None:
    with pytest.raises(WebhookError, match="not bytes"):
        verify(body=body)
    with pytest.raises(WebhookError, match="not bytes"):
        HUB.verify(HUB_HEADERS, body, 0)


def test_an_id_with_a_dot_is_not_valid() -> None:
    headers = WEBHOOK.sign("m", TIME, b"1700000601.payload")
    moved = {**headers, "webhook-id": f"m.{TIME}", "webhook-timestamp": "1700000601"}
    with pytest.raises(WebhookError, match="not a valid id"):
        WEBHOOK.verify(moved, b"payload", 1700000601)


def test_a_secret_in_bytes_raises(subtests: pytest.Subtests) -> None:
    secrets: Any = [b"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
    for make in (lambda: StandardWebhook(secrets), lambda: HexWebhook(secrets, header="x")):
        with subtests.test(row=repr(make)[:60]), pytest.raises(ConfigError, match="Give text"):
            make()


@given(st.text(), st.text(), st.text(), st.binary())
@settings(max_examples=100, derandomize=True)
def test_any_garbage_is_a_webhook_error(identity: str, time: str, signature: str, body: bytes) -> None:
    headers = {"webhook-id": identity, "webhook-timestamp": time, "webhook-signature": f"v1,{signature}"}
    with pytest.raises(WebhookError):
        WEBHOOK.verify(headers, body, TIME)
    with pytest.raises(WebhookError):
        HexWebhook(["s"], header="webhook-signature").verify(headers, body, TIME)


BODIES_WITHOUT_AN_EVENT: list[bytes] = [b"", b"{", b"[]", b"1", b"\xff"]


def test_the_event_of_a_body_that_is_not_an_object_raises(subtests: pytest.Subtests) -> None:
    for body in BODIES_WITHOUT_AN_EVENT:
        with subtests.test(row=repr(body)[:60]):
            message = WEBHOOK.verify(WEBHOOK.sign(ID, TIME, body), body, TIME)
            with pytest.raises(WebhookError):
                message.event  # noqa: B018


INVALID_SECRETS: list[Any] = [[], "", [""], ["whsec_"], ["whsec_no*base64"], ["whsec_c2hvcnQ="]]


def test_an_invalid_secret_raises(subtests: pytest.Subtests) -> None:
    for secrets in INVALID_SECRETS:
        with subtests.test(row=repr(secrets)[:60]), pytest.raises(ConfigError):
            StandardWebhook(secrets)


def test_no_repr_shows_a_secret_or_a_body() -> None:
    message = WEBHOOK.verify(HEADERS, BODY, TIME)
    shown = f"{WEBHOOK!r} {HexWebhook([SECRET], header='x')!r} {message!r}"
    assert SECRET not in shown
    assert "2432232314" not in shown


# --- HMAC-SHA256 in hexadecimal --------------------------------------------------------------------------

# The example of GitHub's documentation, "Validating webhook deliveries".
HUB = HexWebhook(["It's a Secret to Everybody"], header="X-Hub-Signature-256", prefix="sha256=")
HUB_HEADERS = {
    "X-Hub-Signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
}


def test_the_example_of_a_hexadecimal_signature() -> None:
    message = HUB.verify(HUB_HEADERS, b"Hello, World!", 0)
    assert (message.id, message.sent_at_s, message.body) == (None, None, b"Hello, World!")
    assert HUB.sign(b"Hello, World!") == HUB_HEADERS


INVALID_HEXADECIMAL: list[str] = [
    "",
    "sha256=",
    "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    "sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18",
    "sha256=75 7107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    "sha256=xyz",
]


def test_an_invalid_hexadecimal_signature_raises(subtests: pytest.Subtests) -> None:
    for value in INVALID_HEXADECIMAL:
        with subtests.test(row=repr(value)[:60]), pytest.raises(WebhookError):
            HUB.verify({"x-hub-signature-256": value}, b"Hello, World!", 0)


def test_old_and_new_hexadecimal_secret_are_valid() -> None:
    body = json.dumps({"a": 1}).encode()
    for secret in ("old", "new"):
        signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        webhook = HexWebhook(["new", "old"], header="x-signature")
        assert webhook.verify({"x-signature": signature}, body, 0).body == body
    with pytest.raises(ConfigError):
        HexWebhook([], header="x-signature")


def test_a_secret_may_leave_its_padding_out() -> None:
    key = bytes(range(25))
    padded = base64.b64encode(key).decode()
    assert padded.endswith("==")
    headers = StandardWebhook([f"whsec_{padded}"]).sign(ID, TIME, BODY)
    for secret in (padded.rstrip("="), padded, f"whsec_{padded[:-1]}"):
        assert StandardWebhook([secret]).verify(headers, BODY, TIME).id == ID


def test_a_secret_may_be_in_the_alphabet_for_urls() -> None:
    key = b"\xfb\xff\xfe" * 8
    headers = StandardWebhook([base64.b64encode(key).decode()]).sign(ID, TIME, BODY)
    secret = base64.urlsafe_b64encode(key).decode()
    assert "-" in secret
    assert "_" in secret
    assert StandardWebhook([f"whsec_{secret}"]).verify(headers, BODY, TIME).id == ID
    for prefix in ("whpk_", "whsk_", "WHSEC_"):
        with pytest.raises(ConfigError, match="is not base64"):
            StandardWebhook([prefix + secret])


def test_a_secret_with_a_space_at_an_end_is_named() -> None:
    for secret in (f"{SECRET}\n", f" {SECRET}", f"{SECRET}\r\n", f"\ufeff{SECRET}", f"{SECRET}\t"):
        with pytest.raises(ConfigError, match="a space, a line break or a byte order mark"):
            StandardWebhook([secret])
        with pytest.raises(ConfigError, match="a space, a line break or a byte order mark"):
            HexWebhook(["right", secret], header="x-signature")


def test_secrets_of_a_wrong_type_are_a_config_error() -> None:
    for secrets in (None, 5, b"bytes", [None], [b"bytes"], object()):
        with pytest.raises(ConfigError, match="of a wrong type"):
            StandardWebhook(cast("Any", secrets))
        with pytest.raises(ConfigError, match="of a wrong type"):
            HexWebhook(cast("Any", secrets), header="x-signature")


def test_a_value_that_can_not_be_signed_is_named(subtests: pytest.Subtests) -> None:
    plain = HexWebhook(["s" * 20], header="x-signature")
    values: list[tuple[Any, str]] = [
        (lambda: WEBHOOK.sign(5, 1, b"a"), "message_id is of type int. Give text."),  # type: ignore[arg-type]
        (lambda: WEBHOOK.sign("a", 1.5, b"a"), "sent_at_s is of type float. Give 0 or more."),  # type: ignore[arg-type]
        (lambda: WEBHOOK.sign("a", 1, {"a": 1}), "body is of type dict. Give the bytes that are sent."),  # type: ignore[arg-type]
        (lambda: plain.sign("a"), "body is of type str. Give the bytes that are sent."),  # type: ignore[arg-type]
    ]
    for sign, message in values:
        with subtests.test(row=message):
            with pytest.raises(InputError) as caught:
                sign()
            assert str(caught.value) == message


def test_a_signature_scheme_can_be_hashed_by_its_secrets() -> None:
    assert hash(StandardWebhook([SECRET])) == hash(StandardWebhook((SECRET,)))
    assert StandardWebhook([SECRET]) == StandardWebhook(SECRET)


@pytest.mark.parametrize("prefix", ["", "sha256="])
def test_a_prefix_that_is_not_required_may_be_absent(prefix: str) -> None:
    webhook = HexWebhook(["secret"], header="X-Signature", prefix="sha256=", prefix_required=False)
    signed = HexWebhook(["secret"], header="X-Signature", prefix=prefix).sign(b"{}")
    assert webhook.verify(signed, b"{}", 0.0).body == b"{}"
    for wrong in (b"{ }", b""):
        with pytest.raises(WebhookSignatureError):
            webhook.verify(signed, wrong, 0.0)


def test_the_digest_of_a_body_may_be_the_id() -> None:
    webhook = HexWebhook(["secret"], header="X-Signature", body_is_id=True)
    ids = [webhook.verify(webhook.sign(body), body, 0.0).id for body in (b"a", b"a", b"b")]
    assert ids[0] == ids[1] != ids[2]
