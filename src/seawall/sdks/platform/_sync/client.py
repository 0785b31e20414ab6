# DO NOT EDIT. Derived from ../_async/client.py by "python -m seawall.codegen.derive".
"""The client: where users begin."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from seawall import __version__
from seawall.core.metadata.invocation import Interface
from seawall.core.observe.events import Observer
from seawall.core.validation.arguments import checked_uuid
from seawall.runtime.auth._sync.providers import TokenFunction
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.client._sync.base_client import ApiClient
from seawall.runtime.client._sync.connection import Connection
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.runtime.http._sync.protocols import TokenProvider, Transport
from seawall.runtime.rate_limit._sync.limiter import Limiter
from seawall.runtime.settings.resolution import client_settings
from seawall.sdks.platform._sync.applications import Applications
from seawall.sdks.platform._sync.context import Context
from seawall.sdks.platform._sync.run_handle import RunHandle
from seawall.sdks.platform._sync.runs import Runs
from seawall.sdks.platform._sync.sdk_metadata import sdk_metadata_over
from seawall.sdks.platform._generated import SERVER_PATH, calls
from seawall.sdks.platform.catalog import Application, ApplicationVersion, Me
from seawall.sdks.platform.policies import policies_from
from seawall.sdks.platform.settings import Settings
from seawall.transports import default_transport

__all__ = ["Client"]


class Client(ApiClient[Context]):
    """The platform, as one user. Close it, or use it in a `with` block.

    Each argument that is not given is read from the environment (SEAWALL_PLATFORM_BASE_URL and so on), from
    `.env`, and from the context that `context`, SEAWALL_CONTEXT or the contexts' file names, once and here.
    `settings` that were made beforehand take the place of all that. Without `token` and `tokens` the login
    that `seawall platform user login` left is used, and renewed when it is due. A `transport` that is handed
    in is not closed, nor are `cache`, `limiter` and a provider in `tokens`, which may so be shared; without
    them the client has its own. `observers` are told of every call, beside those that log. `interface` is how
    the program is used, where it is no script or notebook; `sdk_metadata=False` keeps the SDK's metadata away
    from runs and items. Raises ConfigError where a setting is missing, unknown or out of range.
    """

    applications: Applications
    """What there is to run."""
    runs: Runs
    """Runs: list, get, submit."""

    def __init__(
        self,
        *,
        base_url: str | None = None,
        token: str | None = None,
        tokens: TokenProvider | TokenFunction | None = None,
        token_file: str | Path | None = None,
        transport: Transport | None = None,
        clock: Clock | None = None,
        cache: OperationCache | None = None,
        limiter: Limiter | None = None,
        observers: Sequence[Observer] = (),
        context: str | None = None,
        settings: Settings | None = None,
        sdk_metadata: bool | None = None,
        interface: Interface | None = None,
    ) -> None:
        given = {"base_url": base_url, "token": token, "token_file": token_file, "sdk_metadata": sdk_metadata}
        settings = client_settings(Settings, settings, given, context=context)
        connection = Connection(
            settings,
            product="seawall-platform",
            version=__version__,
            server_path=SERVER_PATH,
            default_transport=default_transport,
            login_hint=f"Log in: seawall platform user login --url {settings.base_url}",
            transport=transport,
            tokens=tokens,
            clock=clock,
            cache=cache,
            limiter=limiter,
            observers=observers,
            interface=interface,
        )
        self._use(Context(connection, policies_from(settings), sdk_metadata_over(connection)))

    def _use(self, context: Context) -> None:
        super()._use(context)
        self.applications = Applications(context)
        self.runs = Runs(context, self.applications)

    def me(self, *, nocache: bool = False) -> Me:
        """The user and the organization that the server takes the caller for; raises AuthError."""
        call, policy = calls.get_me(), self._context.policies.me
        return Me.from_wire((self._context.engine.send(call, policy, nocache=nocache)).value)

    def application(self, application_id: str, *, nocache: bool = False) -> Application:
        """One application with its versions; raises NotFoundError, ForbiddenError."""
        return self.applications.get(application_id, nocache=nocache)

    def application_version(
        self, application_id: str, version: str | None = None, *, nocache: bool = False
    ) -> ApplicationVersion:
        """One version of an application, None is the latest; raises NotFoundError."""
        return self.applications.version(application_id, version, nocache=nocache)

    def run(self, run_id: str | UUID) -> RunHandle:
        """A handle on a run; nothing is asked yet. Raises InputError for an id that is no UUID."""
        return RunHandle(self._context, checked_uuid(run_id, "run id"))
