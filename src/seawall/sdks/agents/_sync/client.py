# DO NOT EDIT. Derived from ../_async/client.py by "python -m seawall.codegen.derive".
"""The client of the agents API: the start of every program that uses this SDK."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from seawall.core.engine.policy import timeout_options
from seawall.core.metadata.invocation import Interface
from seawall.core.observe.events import Observer
from seawall.core.redaction.secret import hidden
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
from seawall.sdks.agents._sync.context import Context
from seawall.sdks.agents._generated import SERVER_PATH
from seawall.sdks.agents._version import __version__
from seawall.sdks.agents.policies import policies_from
from seawall.sdks.agents.settings import Settings
from seawall.transports import default_transport, given_transport

if TYPE_CHECKING:
    from seawall.runtime.client.statistics import Health
    from seawall.sdks.agents._sync.accounts import Organizations, Users
    from seawall.sdks.agents._sync.integrations import Integrations, Webhooks
    from seawall.sdks.agents._sync.repos import PullRequests, Repos
    from seawall.sdks.agents._sync.run_handle import RunHandle
    from seawall.sdks.agents._sync.runs import Runs
    from seawall.sdks.agents.account import User
    from seawall.transports.http_clients import HttpClient

__all__ = ["Client"]


class Client(ApiClient[Context]):
    """A client of the agents API, for one user. Close it, or use it in a `with` block.

    The client reads each setting that is not an argument from the environment (SEAWALL_AGENTS_TOKEN and so
    on), from `.env`, and from the context that `context`, SEAWALL_CONTEXT or the contexts file names, once
    and here. `settings` replace all of that. Without `token` and `tokens` the client uses the token that
    `seawall agents login` has stored. The client does not close a `transport`, `cache`, `limiter` or
    provider in `tokens` that it receives. `observers` receive the events of every call, in addition to the
    log. `interface` says how the program is used, if not as a script or notebook.

    Calls are for `organization_id`, or for the first organization of the user. `timeout_s` is the deadline of
    a call with all its `attempts`, one of which may use all of it. `headers` are sent with every call.
    `http_client` is your own client of httpx2, httpx or pyreqwest, in place of a `transport`; the client does
    not close it. Raises ConfigError if a setting is missing, unknown or out of range.
    """

    runs: ResourceProperty["Runs"] = ResourceProperty(".runs", "Runs")
    """Runs: create, list, read."""
    users: ResourceProperty["Users"] = ResourceProperty(".accounts", "Users")
    """Users: list, get."""
    organizations: ResourceProperty["Organizations"] = ResourceProperty(
        ".accounts", "Organizations"
    )
    """Organizations: list, rules, models."""
    repos: ResourceProperty["Repos"] = ResourceProperty(".repos", "Repos")
    """Repositories: list, check-suite settings, setup commands."""
    pull_requests: ResourceProperty["PullRequests"] = ResourceProperty(".repos", "PullRequests")
    """Pull requests: edit."""
    integrations: ResourceProperty["Integrations"] = ResourceProperty(
        ".integrations", "Integrations"
    )
    """Integrations: list, OAuth, Slack."""
    webhooks: ResourceProperty["Webhooks"] = ResourceProperty(".integrations", "Webhooks")
    """The webhook of an organization: get, set, delete, test."""

    def __init__(
        self,
        *,
        base_url: str | None = None,
        token: str | None = None,
        tokens: TokenProvider | TokenFunction | None = None,
        token_file: str | Path | None = None,
        organization_id: int | None = None,
        transport: Transport | None = None,
        clock: Clock | None = None,
        cache: OperationCache | None = None,
        limiter: Limiter | None = None,
        observers: Sequence[Observer] = (),
        context: str | None = None,
        settings: Settings | None = None,
        interface: Interface | None = None,
        timeout_s: float | None = None,
        attempts: int | None = None,
        headers: Mapping[str, str] | None = None,
        http_client: "HttpClient | None" = None,
    ) -> None:
        # First of all: error reporters show the arguments of a function that raises.
        base_url, token, tokens, headers = hidden(base_url), hidden(token), hidden(tokens), hidden(headers)
        given: dict[str, object] = {"base_url": base_url, "token": token, "token_file": token_file}
        given |= {"organization_id": organization_id, "attempts": attempts, **timeout_options(timeout_s)}
        settings, login_hint = settings_and_login(
            Settings, settings, given, context=context, command="seawall agents login"
        )
        connection = Connection(
            settings,
            product="seawall-agents",
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
        self._use(Context(connection, policies_from(settings)))

    def run(self, run_id: int, *, organization_id: int | None = None) -> "RunHandle":
        """A handle on a run, without a call to the server. Raises InputError for an id that is no number."""
        import_whole("seawall.sdks.agents._sync.run_handle")
        from seawall.sdks.agents._sync.run_handle import RunHandle  # noqa: PLC0415 - 60 ms
        from seawall.sdks.agents.new_runs import checked_id  # noqa: PLC0415 - with the handle

        return RunHandle(self._context, checked_id(run_id), self._context.organization(organization_id))

    def me(self, *, nocache: bool = False) -> "User":
        """The caller, as the server knows them; raises UnauthorizedError."""
        return self.users.me(nocache=nocache)

    def health(self, *, timeout_s: float = 10.0) -> "Health":
        """Ask the server for the caller, once, and return whether it answered; raises no error of a call."""
        return self.users.health(timeout_s=timeout_s)
