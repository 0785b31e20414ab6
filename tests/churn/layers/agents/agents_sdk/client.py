"""The client, the entry point of the SDK."""

from seawall.core.redaction.secret import hidden
from seawall.runtime import (
    ApiClient,
    ClientContext,
    Clock,
    Connection,
    Transport,
    client_settings,
)
from seawall.transports import default_transport

from agents_sdk._generated import SERVER_PATH
from agents_sdk._version import __version__
from agents_sdk.organizations import Organizations, Users
from agents_sdk.policies import Policies, Settings, policies_from
from agents_sdk.runs import Runs

__all__ = ["Client"]


class Client(ApiClient[ClientContext[Policies, Settings]]):
    """A client for one organization. Close it, or use it in a `with` block."""

    organizations: Organizations
    """The organizations of the caller."""
    users: Users
    """The users of the organization."""
    runs: Runs
    """The runs of the organization: create, get, wait."""

    def __init__(
        self,
        organization_id: int,
        *,
        base_url: str | None = None,
        token: str | None = None,
        transport: Transport | None = None,
        clock: Clock | None = None,
    ) -> None:
        base_url, token = hidden(base_url), hidden(token)
        self._organization_id = organization_id
        settings = client_settings(Settings, None, {"base_url": base_url, "token": token})
        connection = Connection(
            settings,
            product="agents-sdk",
            version=__version__,
            server_path=SERVER_PATH,
            default_transport=default_transport,
            transport=transport,
            clock=clock,
        )
        self._use(ClientContext(connection, policies_from(settings)))

    def _use(self, context: ClientContext[Policies, Settings]) -> None:
        super()._use(context)
        self.organizations = Organizations(context)
        self.users = Users(context, self._organization_id)
        self.runs = Runs(context, self._organization_id)
