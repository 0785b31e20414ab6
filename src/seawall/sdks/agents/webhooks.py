"""Webhooks of the API: the event in a message, and the form of its signature.

`WebhookHandlers` and `AsyncWebhookHandlers` verify messages and call your handlers. The API signs the raw
body with HMAC-SHA256; the signature is hex digits, with or without `sha256=` in front.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import cast

from attrs import field, frozen

from seawall.core.model.json_field import JsonObject, json_object
from seawall.core.model.model import Model
from seawall.core.webhook.event_error import WebhookEventError
from seawall.core.webhook.signatures import HexWebhook
from seawall.core.wire.codec import decoder_for, encode
from seawall.sdks.agents._generated import models as wire
from seawall.sdks.agents.models import Run

__all__ = ["SIGNATURE_HEADER", "RunEvent", "signature_scheme"]

SIGNATURE_HEADER = "X-Codegen-Signature"
"""The header of the signature, if the settings of the sender name no other."""

_PREFIX = "sha256="


@frozen(kw_only=True)
class RunEvent(Model):
    """An event of a webhook, e.g. `agent_run.completed` or `agent_run.failed`.

    `run` has the facts of the message, None if it is about something else; `payload` is the whole message.
    """

    event_type: str
    run: Run | None
    payload: JsonObject = field(repr=False, converter=json_object)

    @classmethod
    def from_payload(cls, payload: Mapping[str, object]) -> "RunEvent":
        """Read an event; raise WebhookEventError if it has no `event_type`."""
        event_type = payload.get("event_type")
        if not isinstance(event_type, str) or not event_type:
            raise WebhookEventError("The webhook has no event_type. Respond with 400.")
        return cls(event_type=event_type, run=_run(payload.get("data")), payload=payload)


def _run(data: object) -> Run | None:
    try:
        run = decoder_for(wire.AgentRunResponse).decode(encode(data, "data"))
        return Run.from_wire(cast("wire.AgentRunResponse", run))
    # Facts about something else, or a time that is none.
    except ValueError:
        return None


def signature_scheme(header: str, *, reject_duplicates: bool) -> Callable[[str | Sequence[str]], HexWebhook]:
    """The signature scheme of the API, made of its secrets."""
    return partial(
        HexWebhook, header=header, prefix=_PREFIX, prefix_required=False, body_is_id=reject_duplicates
    )
