"""Builders of new runs and events, and signed webhooks."""

from collections.abc import Mapping

from seawall.core.redaction.secret import hidden
from seawall.core.webhook.signatures import HexWebhook
from seawall.sdks.agents.models import Run
from seawall.sdks.agents.new_runs import NewRun, RunWebhook
from seawall.sdks.agents.webhooks import SIGNATURE_HEADER, RunEvent
from seawall.testing.agents.runs import run as run_of

__all__ = [
    "new_run",
    "run_event",
    "sign_webhook",
]


def new_run(
    *,
    prompt: str = "Fix the tests.",
    images: tuple[str, ...] = (),
    metadata: Mapping[str, object] | None = None,
    repo_id: int | None = None,
    model: str | None = None,
    agent_type: str | None = None,
    webhooks: tuple[RunWebhook, ...] | None = None,
) -> NewRun:
    """Return a run to create."""
    return NewRun(
        prompt=prompt,
        images=images,
        metadata=metadata,
        repo_id=repo_id,
        model=model,
        agent_type=agent_type,
        webhooks=webhooks,
    )


def run_event(
    *,
    event_type: str = "agent_run.completed",
    run: Run | None = None,
    payload: Mapping[str, object] | None = None,
) -> RunEvent:
    """Return the event of a run that has ended."""
    ended = run or run_of(status="COMPLETE")
    facts = {"id": ended.id, "organization_id": ended.organization_id, "status": str(ended.status)}
    whole = {"event_type": event_type, "data": facts} if payload is None else payload
    return RunEvent(event_type=event_type, run=ended, payload=whole)


def sign_webhook(
    body: bytes, secret: str, *, header: str = SIGNATURE_HEADER, prefix: str = ""
) -> dict[str, str]:
    """Return the header that the API sends with `body`; the `prefix` may be `sha256=`."""
    secret = hidden(secret)
    return HexWebhook([secret], header=header, prefix=prefix).sign(body)
