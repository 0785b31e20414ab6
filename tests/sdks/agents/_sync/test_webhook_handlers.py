# DO NOT EDIT. Derived from ../_async/test_webhook_handlers.py by "python -m seawall.codegen.derive".
"""Handlers of webhooks: signatures, events, middlewares and errors of handlers."""

import json
from typing import Any

import pytest

from seawall.core.errors import ConfigError, WebhookError, WebhookReplayError, WebhookSignatureError
from seawall.sdks.agents import WebhookHandlers, RunEvent, RunStatus
from seawall.testing.agents import sign_webhook

SECRET = "it is a secret to everybody"
PAYLOAD = {
    "event_type": "agent_run.completed",
    "data": {
        "id": 5,
        "organization_id": 1,
        "status": "COMPLETE",
        "result": "Grün.",
        "metadata": {"cost": 1.10},
    },
}
# Not as `json.dumps` would write it: the float, the umlaut, and the order of the keys.
BODY = (
    '{"data": {"metadata": {"cost":1.10}, "result": "Grün.", "status": "COMPLETE", "organization_id": 1, '
    '"id": 5},  "event_type": "agent_run.completed"}'
).encode()


@pytest.mark.parametrize("prefix", ["", "sha256="])
def test_both_forms_of_the_signature_of_the_raw_body_are_valid(prefix: str) -> None:
    handlers, seen = WebhookHandlers(SECRET), list[RunEvent]()
    handlers.on("agent_run.completed")(seen.append)
    event = handlers.handle(sign_webhook(BODY, SECRET, prefix=prefix), BODY)
    assert seen == [event]
    assert event.event_type == "agent_run.completed"
    assert event.run is not None
    assert (event.run.id, event.run.result) == (5, "Grün.")
    assert event.run.status is RunStatus.COMPLETE
    assert event.run.metadata == {"cost": 1.1}
    assert event.payload["event_type"] == "agent_run.completed"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (sign_webhook(BODY, "another secret"), BODY),
        (sign_webhook(BODY, SECRET), json.dumps(PAYLOAD).encode()),
        (sign_webhook(BODY, SECRET, prefix="sha1="), BODY),
        ({"X-Codegen-Signature": ""}, BODY),
        ({"X-Codegen-Signature": "ü"}, BODY),
    ],
)
def test_an_invalid_signature_is_refused(headers: dict[str, str], body: bytes) -> None:
    handlers, seen = WebhookHandlers(SECRET), list[RunEvent]()
    handlers.on("*")(seen.append)
    with pytest.raises(WebhookSignatureError):
        handlers.handle(headers, body)
    assert seen == []


def test_the_header_can_be_chosen_and_must_be_there() -> None:
    handlers = WebhookHandlers([SECRET, "an old one"], header="X-Signature")
    for secret in (SECRET, "an old one"):
        handlers.handle(sign_webhook(BODY, secret, header="x-signature"), BODY)
    with pytest.raises(WebhookError, match="X-Signature"):
        handlers.handle(sign_webhook(BODY, SECRET), BODY)


@pytest.mark.parametrize("secret", [None, "", ()])
def test_without_a_secret_nothing_is_handled_unless_it_is_said(secret: str | None) -> None:
    with pytest.raises(WebhookSignatureError, match="no secret is set"):
        WebhookHandlers(secret).handle(sign_webhook(BODY, SECRET), BODY)
    assert (WebhookHandlers(secret, verify=False).handle({}, BODY)).run is not None


def test_a_secret_with_a_line_end_is_an_error_at_the_start() -> None:
    with pytest.raises(ConfigError, match="line break"):
        WebhookHandlers(f"{SECRET}\n")


def test_handlers_are_called_for_their_event_in_order() -> None:
    handlers, seen = WebhookHandlers(verify=False), list[str]()

    @handlers.on("agent_run.completed")
    def first(event: RunEvent) -> None:
        seen.append(f"first {event.event_type}")

    @handlers.on("agent_run.failed")
    def failed(event: RunEvent) -> None:
        seen.append(f"failed {event.event_type}")

    @handlers.on("*")
    def every(event: RunEvent) -> None:
        seen.append(f"every {event.event_type}")

    handlers.handle({}, BODY)
    handlers.handle({}, BODY.replace(b"completed", b"failed"))
    assert seen == [
        "first agent_run.completed",
        "every agent_run.completed",
        "failed agent_run.failed",
        "every agent_run.failed",
    ]


def test_a_failing_handler_does_not_stop_the_next_and_its_error_comes_out() -> None:
    handlers, seen = WebhookHandlers(SECRET, reject_duplicates=True), list[RunEvent]()

    @handlers.on("*")
    def broken(event: RunEvent) -> None:
        raise ZeroDivisionError(event.event_type)

    handlers.on("*")(seen.append)
    for _ in range(2):
        # It was not handled, so the sender may send it again.
        with pytest.raises(ExceptionGroup) as caught:
            handlers.handle(sign_webhook(BODY, SECRET), BODY)
        assert [type(error) for error in caught.value.exceptions] == [ZeroDivisionError]
    assert len(seen) == 2


def test_middlewares_change_the_payload_in_order() -> None:
    handlers = WebhookHandlers(verify=False)

    @handlers.middleware
    def renamed(payload: dict[str, Any]) -> dict[str, Any]:
        return {**payload, "event_type": "agent_run.renamed"}

    @handlers.middleware
    def counted(payload: dict[str, Any]) -> dict[str, Any]:
        return {**payload, "seen": payload["event_type"]}

    event = handlers.handle({}, BODY)
    assert (event.event_type, event.payload["seen"]) == ("agent_run.renamed", "agent_run.renamed")


def test_a_duplicate_can_be_rejected() -> None:
    handlers, seen = WebhookHandlers(SECRET, reject_duplicates=True), list[RunEvent]()
    handlers.on("*")(seen.append)
    handlers.handle(sign_webhook(BODY, SECRET), BODY)
    with pytest.raises(WebhookReplayError, match="handled before"):
        handlers.handle(sign_webhook(BODY, SECRET, prefix="sha256="), BODY)
    other = BODY.replace(b'"id": 5', b'"id": 6')
    handlers.handle(sign_webhook(other, SECRET), other)
    assert [event.run.id for event in seen if event.run] == [5, 6]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"event_type": 5}', b'{"event_type": ""}'])
def test_a_body_that_is_no_event_is_refused(body: bytes) -> None:
    with pytest.raises(WebhookError):
        WebhookHandlers(SECRET).handle(sign_webhook(body, SECRET), body)


@pytest.mark.parametrize("data", ['"text"', "null", '{"id": "x"}', "[1]"])
def test_an_event_about_something_else_has_no_run(data: str) -> None:
    body = f'{{"event_type": "repo.added", "data": {data}}}'.encode()
    event = WebhookHandlers(SECRET).handle(sign_webhook(body, SECRET), body)
    assert (event.event_type, event.run) == ("repo.added", None)
