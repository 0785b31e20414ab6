# DO NOT EDIT. Derived from ../_async/client.py by "python -m seawall.codegen.derive".
"""The client of the platform: the start of every program that uses this SDK."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from seawall.core.engine.policy import timeout_options
from seawall.core.metadata.invocation import Interface
from seawall.core.observe.events import Observer
from seawall.core.redaction.secret import hidden
from seawall.core.validation.arguments import checked_uuid
from seawall.core.whole_import import import_whole
from seawall.runtime.auth._sync.providers import TokenFunction
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.client._sync.base_client import ApiClient
from seawall.runtime.client._sync.connection import Connection
from seawall.runtime.client.resource_property import ResourceProperty
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.runtime.http._sync.protocols import TokenProvider, Transport
from seawall.runtime.rate_limit._sync.limiter import Limiter
from seawall.runtime.settings.login_command import settings_and_login
from seawall.sdks.platform._sync.context import Context
from seawall.sdks.platform._sync.version_check import VersionCheckedEngine
from seawall.sdks.platform._generated import SERVER_PATH
from seawall.sdks.platform._version import __version__
from seawall.sdks.platform.new_runs import NewRuns
from seawall.sdks.platform.policies import policies_from
from seawall.sdks.platform.server_version import CURRENT, ServerVersion
from seawall.sdks.platform.settings import Settings
from seawall.transports import default_transport, given_transport

# The resources load models and calls, half of all modules of this SDK: a client loads those that it uses.
if TYPE_CHECKING:
    from seawall.runtime.client.statistics import Health
    from seawall.sdks.platform._sync.account import Account
    from seawall.sdks.platform._sync.applications import Applications
    from seawall.sdks.platform._sync.grants import Grants
    from seawall.sdks.platform._sync.run import Run
    from seawall.sdks.platform._sync.runs import Runs
    from seawall.sdks.platform._sync.share_tokens import ShareTokens
    from seawall.sdks.platform._sync.versions import Versions
    from seawall.sdks.platform.account import Me
    from seawall.sdks.platform.applications import Application, ApplicationVersion
    from seawall.transports.http_clients import HttpClient

__all__ = ["Client"]


class Client(ApiClient[Context]):
    """A client of the platform, for one user. Close it, or use it in a `with` block.

    The client reads each setting that is not an argument from the environment (SEAWALL_PLATFORM_BASE_URL and
    so on), from `.env`, and from the context that `context`, SEAWALL_CONTEXT or the contexts file names, once
    and here. `settings` replace all of that. Without `token` and `tokens` the client uses the login of
    `seawall platform user login`, and renews it when it is due. The client does not close a `transport`,
    `cache`, `limiter` or provider in `tokens` that it receives, so clients can share them; otherwise it makes
    its own. `observers` receive the events of every call, in addition to the log. `interface` says how the
    program is used, if not as a script or notebook; `sdk_metadata=False` adds no SDK metadata to runs and
    items.

    `timeout_s` is the deadline of a call with all its `attempts`, one of which may use all of it; the
    settings `deadline_s` and `attempt_timeout_s` set them apart. `headers` are sent with every call.
    `http_client` is your own client of httpx2, httpx or pyreqwest, in place of a `transport`; the client does
    not close it. Raises ConfigError if a setting is missing, unknown or out of range.
    """

    applications: ResourceProperty["Applications"] = ResourceProperty(
        ".applications", "Applications"
    )
    """The applications that the user may run."""
    runs: ResourceProperty["Runs"] = ResourceProperty(".runs", "Runs")
    """Runs: list, get, submit."""
    versions: ResourceProperty["Versions"] = ResourceProperty(".versions", "Versions")
    """Versions of applications: list, read, documents."""
    grants: ResourceProperty["Grants"] = ResourceProperty(".grants", "Grants")
    """The access of others to your runs: create, list, read, revoke."""
    share_tokens: ResourceProperty["ShareTokens"] = ResourceProperty(".share_tokens", "ShareTokens")
    """Secrets that give access to runs: create, list, read, revoke."""
    _account: ResourceProperty["Account"] = ResourceProperty(".account", "Account")

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
        timeout_s: float | None = None,
        attempts: int | None = None,
        headers: Mapping[str, str] | None = None,
        http_client: "HttpClient | None" = None,
    ) -> None:
        # First of all: error reporters show the arguments of a function that raises.
        base_url, token, tokens, headers = hidden(base_url), hidden(token), hidden(tokens), hidden(headers)
        given: dict[str, object] = {"base_url": base_url, "token": token, "token_file": token_file}
        given |= {"sdk_metadata": sdk_metadata, "attempts": attempts, **timeout_options(timeout_s)}
        settings, login_hint = settings_and_login(
            Settings, settings, given, context=context, command="seawall platform user login"
        )
        connection = Connection(
            settings,
            product="seawall-platform",
            version=__version__,
            server_path=SERVER_PATH,
            default_transport=default_transport,
            login_hint=login_hint,
            transport=given_transport(transport, http_client),
            tokens=tokens,
            clock=clock,
            cache=cache,
            limiter=limiter,
            observers=observers,
            interface=interface,
            headers=headers,
        )
        server = ServerVersion(settings.api_version)
        if server.known == CURRENT:
            connection.engine = VersionCheckedEngine.over(connection.engine)
        else:
            import_whole("seawall.sdks.platform._sync.older_api")
            from seawall.sdks.platform._sync.older_api import OlderApiEngine  # noqa: PLC0415 - 60 ms

            connection.engine = OlderApiEngine.over(connection.engine, server)
        new_runs = NewRuns(settings.replica_lag_s)
        self._use(Context(connection, policies_from(settings), new_runs, server))

    @property
    def environment(self) -> str:
        """The environment of the base URL: production, staging, dev, test, local or custom."""
        return self._context.settings.environment.name

    def me(self, *, nocache: bool = False) -> "Me":
        """The caller's user and organization, as the server knows them; raises AuthError."""
        return self._account.me(nocache=nocache)

    def health(self, *, timeout_s: float = 10.0) -> "Health":
        """Ask the server for the caller, once, and return whether it answered; raises no error of a call."""
        return self._account.health(timeout_s=timeout_s)

    def application(self, application_id: str, *, nocache: bool = False) -> "Application":
        """One application with its versions; raises NotFoundError, ForbiddenError."""
        return self.applications.get(application_id, nocache=nocache)

    def application_version(
        self, application_id: str, version: str | None = None, *, nocache: bool = False
    ) -> "ApplicationVersion":
        """One version of an application, None is the latest; raises NotFoundError."""
        return self.applications.version(application_id, version, nocache=nocache)

    def run(self, run_id: str | UUID, *, share_token: str | None = None) -> "Run":
        """A run by its id, made without a request: `refresh()` reads it. Raises InputError for no UUID.

        `share_token` is the secret of a share token that gives you access, by default that of the settings;
        all reads of the run send it.
        """
        share_token = hidden(share_token)
        import_whole("seawall.sdks.platform._sync.run")
        from seawall.sdks.platform._sync.run import Run  # noqa: PLC0415 - 90 ms
        from seawall.sdks.platform.sharing import checked_share_token  # noqa: PLC0415 - with Run

        share_token = checked_share_token(share_token) or self._context.settings.share_token
        return Run(self._context, checked_uuid(run_id, "run id"), share_token=share_token)
