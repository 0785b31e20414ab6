"""The client, the entry point of the SDK."""

from uuid import UUID

from seawall.core.redaction.secret import hidden
from seawall.core.validation.arguments import checked_uuid
from seawall.runtime import ApiClient, ClientContext, Connection, Transport, client_settings
from seawall.transports import default_transport

from platform_sdk._generated import SERVER_PATH
from platform_sdk._version import __version__
from platform_sdk.applications import Applications
from platform_sdk.policies import Policies, Settings, policies_from
from platform_sdk.runs import RunHandle, Runs

__all__ = ["Client"]


class Client(ApiClient[ClientContext[Policies, Settings]]):
    """A client of the platform, for one user. Close it, or use it in a `with` block."""

    applications: Applications
    """The applications that the user may run."""
    runs: Runs
    """Runs: list, get, submit."""

    def __init__(
        self, *, base_url: str | None = None, token: str | None = None, transport: Transport | None = None
    ) -> None:
        base_url, token = hidden(base_url), hidden(token)
        settings = client_settings(Settings, None, {"base_url": base_url, "token": token})
        connection = Connection(
            settings,
            product="platform-sdk",
            version=__version__,
            server_path=SERVER_PATH,
            default_transport=default_transport,
            transport=transport,
        )
        self._use(ClientContext(connection, policies_from(settings)))

    def _use(self, context: ClientContext[Policies, Settings]) -> None:
        self._context = context
        self.applications = Applications(context)
        self.runs = Runs(context, self.applications)

    def run(self, run_id: str | UUID) -> RunHandle:
        """A handle on a run, without a call to the server."""
        return RunHandle(self._context, checked_uuid(run_id, "run id"))
