# DO NOT EDIT. Derived from ../_async/integrations.py by "python -m seawall.codegen.derive".
"""Integrations of an organization: other services, OAuth, Slack, and webhooks."""

from seawall.core.redaction.secret import hidden
from seawall.core.validation.arguments import checked_text
from seawall.core.wire.unset import or_none, or_unset
from seawall.runtime.client._sync.resource import Resource
from seawall.sdks.agents._sync.context import Context
from seawall.sdks.agents._generated import calls
from seawall.sdks.agents._generated import models as wire
from seawall.sdks.agents.account import Integration, McpProvider, SlackToken, Webhook

__all__ = ["Integrations", "Webhooks"]

_FIRST_FAILURE = 400


class Integrations(Resource[Context]):
    """`client.integrations`: the services that an organization is connected to."""

    def list(self, *, organization_id: int | None = None) -> tuple[Integration, ...]:
        """Read the integrations of an organization, active or not."""
        call = calls.list_integrations(self._context.organization(organization_id))
        return self._context.read(
            call,
            self._context.policies.read,
            lambda answer: tuple(Integration.from_wire(each) for each in answer.integrations),
        )

    def providers(self) -> tuple[McpProvider, ...]:
        """Read the providers that an organization can connect with OAuth."""
        return self._context.read(
            calls.list_mcp_providers(),
            self._context.policies.read,
            lambda answer: tuple(McpProvider.from_wire(each) for each in answer),
        )

    def connected(self, *, organization_id: int | None = None) -> tuple[str, ...]:
        """Read the names of the providers that are connected with OAuth."""
        organization = self._context.organization_id(organization_id)
        return self._context.read(
            calls.get_oauth_token_status(org_id=organization), self._context.policies.read, tuple
        )

    def revoke(self, provider: str, *, organization_id: int | None = None) -> None:
        """Revoke the OAuth token of a provider; raises NotFoundError."""
        organization = self._context.organization_id(organization_id)
        call = calls.revoke_oauth_token(provider=checked_text(provider, "provider"), org_id=organization)
        self._context.send(call, self._context.policies.write)

    def slack_token(self, *, organization_id: int | None = None) -> SlackToken:
        """Make a token that connects a Slack account, valid once and for some minutes."""
        organization = self._context.organization_id(organization_id)
        call = calls.generate_slack_token(body=wire.SlackTokenRequest(org_id=organization))
        return self._context.read(call, self._context.policies.write, SlackToken.from_wire)


class Webhooks(Resource[Context]):
    """`client.webhooks`: the webhook of an organization, which is called at the end of each run."""

    def get(self, *, organization_id: int | None = None) -> Webhook:
        """Read the webhook, without its secret; `url` is None if there is none."""
        call = calls.get_webhook(self._context.organization(organization_id))
        return self._context.read(call, self._context.policies.read, Webhook.from_wire)

    def set(
        self,
        url: str,
        *,
        secret: str | None = None,
        enabled: bool = True,
        organization_id: int | None = None,
    ) -> Webhook:
        """Set the webhook. The API signs the body with `secret`, and keeps the one before if it is None."""
        secret = hidden(secret)
        body = wire.WebhookInput(url=checked_text(url, "url"), secret=or_unset(secret), enabled=enabled)
        call = calls.set_webhook(self._context.organization(organization_id), body=body)
        return self._context.read(call, self._context.policies.write, Webhook.from_wire)

    def delete(self, *, organization_id: int | None = None) -> None:
        """Delete the webhook."""
        call = calls.delete_webhook(self._context.organization(organization_id))
        self._context.send(call, self._context.policies.write)

    def send_test(self, url: str, *, organization_id: int | None = None) -> bool:
        """Have the API send a test to `url` now; return whether the receiver has accepted it."""
        body = wire.WebhookTestInput(url=checked_text(url, "url"))
        call = calls.send_test_webhook(self._context.organization(organization_id), body=body)
        return self._context.read(call, self._context.policies.webhook_test, _is_accepted)


def _is_accepted(answer: wire.MessageResponse) -> bool:
    # The API answers 200 in any case, with the status of the receiver in the body.
    return (or_none(answer.status_code) or 0) < _FIRST_FAILURE
