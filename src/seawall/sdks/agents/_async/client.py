"""The client of the agents API: the start of every program that uses this SDK."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from seawall.core.engine.policy import timeout_options
from seawall.core.metadata.invocation import Interface
from seawall.core.observe.events import Observer
from seawall.core.redaction.secret import hidden
from seawall.core.whole_import import import_whole
from seawall.runtime.auth._async.providers import AsyncTokenFunction
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.runtime.client._async.base_client import AsyncApiClient
from seawall.runtime.client._async.connection import AsyncConnection
from seawall.runtime.client.resource_property import ResourceProperty
from seawall.runtime.concurrency._async.clock import AsyncClock
from seawall.runtime.http._async.protocols import AsyncTokenProvider, AsyncTransport
from seawall.runtime.rate_limit._async.limiter import AsyncLimiter
from seawall.runtime.settings.login_command import settings_and_login
from seawall.sdks.agents._async.context import AsyncContext
from seawall.sdks.agents._generated import SERVER_PATH
from seawall.sdks.agents._version import __version__
from seawall.sdks.agents.policies import policies_from
from seawall.sdks.agents.settings import Settings
from seawall.transports import async_default_transport, async_given_transport

if TYPE_CHECKING:
    from seawall.runtime.client.statistics import Health
    from seawall.sdks.agents._async.accounts import AsyncOrganizations, AsyncUsers
    from seawall.sdks.agents._async.integrations import AsyncIntegrations, AsyncWebhooks
    from seawall.sdks.agents._async.repos import AsyncPullRequests, AsyncRepos
    from seawall.sdks.agents._async.run_handle import AsyncRunHandle
    from seawall.sdks.agents._async.runs import AsyncRuns
    from seawall.sdks.agents.account import User
    from seawall.transports.http_clients import AsyncHttpClient

__all__ = ["AsyncClient"]


class AsyncClient(AsyncApiClient[AsyncContext]):
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

    runs: ResourceProperty["AsyncRuns"] = ResourceProperty(".runs", "AsyncRuns")
    """Runs: create, list, read."""
    users: ResourceProperty["AsyncUsers"] = ResourceProperty(".accounts", "AsyncUsers")
    """Users: list, get."""
    organizations: ResourceProperty["AsyncOrganizations"] = ResourceProperty(
        ".accounts", "AsyncOrganizations"
    )
    """Organizations: list, rules, models."""
    repos: ResourceProperty["AsyncRepos"] = ResourceProperty(".repos", "AsyncRepos")
    """Repositories: list, check-suite settings, setup commands."""
    pull_requests: ResourceProperty["AsyncPullRequests"] = ResourceProperty(".repos", "AsyncPullRequests")
    """Pull requests: edit."""
    integrations: ResourceProperty["AsyncIntegrations"] = ResourceProperty(
        ".integrations", "AsyncIntegrations"
    )
    """Integrations: list, OAuth, Slack."""
    webhooks: ResourceProperty["AsyncWebhooks"] = ResourceProperty(".integrations", "AsyncWebhooks")
    """The webhook of an organization: get, set, delete, test."""

    def __init__(
        self,
        *,
        base_url: str | None = None,
        token: str | None = None,
        tokens: AsyncTokenProvider | AsyncTokenFunction | None = None,
        token_file: str | Path | None = None,
        organization_id: int | None = None,
        transport: AsyncTransport | None = None,
        clock: AsyncClock | None = None,
        cache: AsyncOperationCache | None = None,
        limiter: AsyncLimiter | None = None,
        observers: Sequence[Observer] = (),
        context: str | None = None,
        settings: Settings | None = None,
        interface: Interface | None = None,
        timeout_s: float | None = None,
        attempts: int | None = None,
        headers: Mapping[str, str] | None = None,
        http_client: "AsyncHttpClient | None" = None,
    ) -> None:
        # First of all: error reporters show the arguments of a function that raises.
        base_url, token, tokens, headers = hidden(base_url), hidden(token), hidden(tokens), hidden(headers)
        given: dict[str, object] = {"base_url": base_url, "token": token, "token_file": token_file}
        given |= {"organization_id": organization_id, "attempts": attempts, **timeout_options(timeout_s)}
        settings, login_hint = settings_and_login(
            Settings, settings, given, context=context, command="seawall agents login"
        )
        connection = AsyncConnection(
            settings,
            product="seawall-agents",
            version=__version__,
            server_path=SERVER_PATH,
            default_transport=async_default_transport,
            login_hint=login_hint,
            transport=async_given_transport(transport, http_client),
            tokens=tokens,
            clock=clock,
            cache=cache,
            limiter=limiter,
            observers=observers,
            interface=interface,
            headers=headers,
        )
        self._use(AsyncContext(connection, policies_from(settings)))

    def run(self, run_id: int, *, organization_id: int | None = None) -> "AsyncRunHandle":
        """A handle on a run, without a call to the server. Raises InputError for an id that is no number."""
        import_whole("seawall.sdks.agents._async.run_handle")
        from seawall.sdks.agents._async.run_handle import AsyncRunHandle  # noqa: PLC0415 - 60 ms
        from seawall.sdks.agents.new_runs import checked_id  # noqa: PLC0415 - with the handle

        return AsyncRunHandle(self._context, checked_id(run_id), self._context.organization(organization_id))

    async def me(self, *, nocache: bool = False) -> "User":
        """The caller, as the server knows them; raises UnauthorizedError."""
        return await self.users.me(nocache=nocache)

    async def health(self, *, timeout_s: float = 10.0) -> "Health":
        """Ask the server for the caller, once, and return whether it answered; raises no error of a call."""
        return await self.users.health(timeout_s=timeout_s)
