"""The webhook of an organization: read, set, remove, test."""

from fastapi import APIRouter, Depends

from seawall.local.agents.instance.dependencies import MemberDep, ServerDep, limited
from seawall.local.agents.instance.rate_limits import CallKind
from seawall.local.agents.processing.run_lifecycle import webhook_body
from seawall.local.agents.store.tables import Webhook
from seawall.local.agents.wire.errors import error_responses
from seawall.local.agents.wire.runs import MessageResponse, WebhookInput, WebhookResponse, WebhookTestInput

__all__ = ["delete_webhook", "get_webhook", "router", "send_test_webhook", "set_webhook"]

router = APIRouter(tags=["webhooks"])

_PATH = "/organizations/{org_id}/webhooks/agent-run"
_LIMITED = [Depends(limited())]
_ERRORS = error_responses(401, 403, 429)


def _body(webhook: Webhook | None) -> WebhookResponse:
    if webhook is None:
        return WebhookResponse(url=None, enabled=False, has_secret=False)
    return WebhookResponse(url=webhook.url, enabled=webhook.enabled, has_secret=webhook.secret is not None)


@router.get(_PATH, dependencies=_LIMITED, responses=_ERRORS)
def get_webhook(member: MemberDep, server: ServerDep) -> WebhookResponse:
    """Read the webhook, without its secret."""
    with server.database.read() as session:
        return _body(session.get(Webhook, member.organization_id))


@router.post(_PATH, dependencies=_LIMITED, responses=_ERRORS)
def set_webhook(member: MemberDep, server: ServerDep, request: WebhookInput) -> WebhookResponse:
    """Set the webhook: its address, secret and whether it is sent."""
    webhook = Webhook(
        organization_id=member.organization_id,
        url=request.url,
        secret=request.secret,
        enabled=request.enabled,
    )
    with server.database.write() as session:
        return _body(session.merge(webhook))


@router.delete(_PATH, dependencies=_LIMITED, responses=_ERRORS)
def delete_webhook(member: MemberDep, server: ServerDep) -> MessageResponse:
    """Remove the webhook; removing one that is not there is no error."""
    with server.database.write() as session:
        webhook = session.get(Webhook, member.organization_id)
        if webhook is not None:
            session.delete(webhook)
    return MessageResponse(message="The webhook is removed.", status_code=200)


@router.post(f"{_PATH}/test", dependencies=[Depends(limited(CallKind.WEBHOOK_TEST))], responses=_ERRORS)
def send_test_webhook(member: MemberDep, server: ServerDep, request: WebhookTestInput) -> MessageResponse:
    """Send a test to an address now, signed with the secret of the organization's webhook if it has one."""
    with server.database.read() as session:
        webhook = session.get(Webhook, member.organization_id)
    payload = webhook_body("agent_run.completed", {"id": 0, "organization_id": member.organization_id})
    is_accepted = server.webhooks.post(request.url, webhook.secret if webhook else None, payload)
    if is_accepted:
        return MessageResponse(message="The receiver accepted the test.", status_code=200)
    return MessageResponse(message="The receiver did not accept the test.", status_code=502)
