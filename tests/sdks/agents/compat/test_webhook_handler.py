"""The webhook handler of the older client."""

from typing import Any

import pytest

from seawall.sdks.agents.compat import WebhookError, WebhookHandler
from seawall.testing.agents import sign_webhook

SECRET = "hook-secret"
BODY = '{"event_type":"agent_run.completed","data":{"cost":1.10,"text":"grün"}}'.encode()


def signature(body: bytes, prefix: str = "sha256=") -> str:
    return sign_webhook(body, SECRET, prefix=prefix)["X-Codegen-Signature"]


@pytest.mark.parametrize("prefix", ["", "sha256="])
def test_the_raw_body_is_verified_and_handled(prefix: str) -> None:
    handler, seen = WebhookHandler(SECRET), list[Any]()
    handler.register_middleware(lambda payload: {**payload, "seen": True})
    handler.register_handler("agent_run.completed", seen.append)
    handler.handle_webhook(BODY, signature(BODY, prefix))
    assert handler.verify_signature(BODY, signature(BODY, prefix))
    assert [(each["data"]["text"], each["seen"]) for each in seen] == [("grün", True)]


def test_an_object_is_verified_as_json_dumps_writes_it() -> None:
    WebhookHandler(SECRET).handle_webhook({"event_type": "x"}, signature(b'{"event_type": "x"}'))


def test_an_invalid_webhook_and_a_failing_handler_are_webhook_errors() -> None:
    handler, seen = WebhookHandler(SECRET), list[Any]()

    def broken(payload: dict[str, Any]) -> None:
        raise ZeroDivisionError

    handler.register_handler("agent_run.completed", broken)
    handler.register_handler("agent_run.completed", seen.append)
    for given in (None, "sha256=00", signature(b"{}")):
        with pytest.raises(WebhookError):
            handler.handle_webhook(BODY, given)
        assert given is None or not handler.verify_signature(BODY, given)
    assert seen == []
    with pytest.raises(WebhookError, match="Handlers of the webhook"):
        handler.handle_webhook(BODY, signature(BODY))
    assert len(seen) == 1


def test_without_a_secret_nothing_is_verified() -> None:
    with pytest.raises(WebhookError, match="no secret is set"):
        WebhookHandler().handle_webhook(BODY, signature(BODY))
    WebhookHandler(verify=False).handle_webhook(BODY)
