"""The client of the agents API: the start of every program that uses this SDK."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from seawall.core.engine.conversion import converted
from seawall.core.engine.policy import timeout_options
from seawall.core.metadata.invocation import Interface
from seawall.core.observe.events import Observer, checked_observers
from seawall.core.redaction.secret import hidden
from seawall.core.whole_import import import_whole
from seawall.runtime.auth._async.providers import AsyncTokenFunction
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.runtime.client._async.base_client import AsyncApiClient
from seawall.runtime.client._async.connection import AsyncConnection
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.http._async.protocols import AsyncTokenProvider, AsyncTransport
from seawall.runtime.observe.metrics import Metrics
from seawall.runtime.rate_limit._async.limiter import AsyncLimiter
from seawall.runtime.settings.login_command import login_command
from seawall.runtime.settings.resolution import client_settings
from seawall.sdks.agents._async.context import AsyncContext
from seawall.sdks.agents._generated import SERVER_PATH
from seawall.sdks.agents._version import __version__
from seawall.sdks.agents.policies import policies_from
from seawall.sdks.agents.settings import Settings
from seawall.transports import async_default_transport, async_given_transport

if TYPE_CHECKING:
    from seawall.sdks.agents._async.accounts import AsyncOrganizations, AsyncUsers
    from seawall.sdks.agents._async.integrations import AsyncIntegrations, AsyncWebhooks
    from seawall.sdks.agents._async.repos import AsyncPullRequests, AsyncRepos
    from seawall.sdks.agents._async.run_handle import AsyncRunHandle
    from seawall.sdks.agents._async.runs import AsyncRuns
    from seawall.sdks.agents.account import User
    from seawall.sdks.agents.statistics import ClientStats, Health
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
        given: dict[str, object] = {"attempts": attempts, **timeout_options(timeout_s)}
        given |= {"base_url": base_url, "token": token, "token_file": token_file}
        given["organization_id"] = organization_id
        has_settings = settings is not None
        settings = client_settings(Settings, settings, given, context=context)
        login = login_command(
            "seawall agents login", settings, context=context, given=None if has_settings else given
        )
        metrics = Metrics(monotonic=(clock or AsyncSystemClock()).monotonic)
        connection = AsyncConnection(
            settings,
            product="seawall-agents",
            version=__version__,
            server_path=SERVER_PATH,
            default_transport=async_default_transport,
            login_hint=f"Set {settings.environment_prefix}TOKEN, or log in: {login}",
            transport=async_given_transport(transport, http_client),
            tokens=tokens,
            clock=clock,
            cache=cache,
            limiter=limiter,
            observers=(*checked_observers(observers), metrics),
            interface=interface,
            headers=headers,
        )
        self._use(AsyncContext(connection, policies_from(settings), metrics))

    @cached_property
    def runs(self) -> "AsyncRuns":
        """Runs: create, list, read."""
        import_whole("seawall.sdks.agents._async.runs")
        from seawall.sdks.agents._async.runs import AsyncRuns  # noqa: PLC0415 - 60 ms

        return AsyncRuns(self._context)

    @cached_property
    def users(self) -> "AsyncUsers":
        """Users: list, get."""
        import_whole("seawall.sdks.agents._async.accounts")
        from seawall.sdks.agents._async.accounts import AsyncUsers  # noqa: PLC0415 - 60 ms

        return AsyncUsers(self._context)

    @cached_property
    def organizations(self) -> "AsyncOrganizations":
        """Organizations: list, rules, models."""
        import_whole("seawall.sdks.agents._async.accounts")
        from seawall.sdks.agents._async.accounts import AsyncOrganizations  # noqa: PLC0415 - 60 ms

        return AsyncOrganizations(self._context)

    @cached_property
    def repos(self) -> "AsyncRepos":
        """Repositories: list, check-suite settings, setup commands."""
        import_whole("seawall.sdks.agents._async.repos")
        from seawall.sdks.agents._async.repos import AsyncRepos  # noqa: PLC0415 - 60 ms

        return AsyncRepos(self._context)

    @cached_property
    def pull_requests(self) -> "AsyncPullRequests":
        """Pull requests: edit."""
        import_whole("seawall.sdks.agents._async.repos")
        from seawall.sdks.agents._async.repos import AsyncPullRequests  # noqa: PLC0415 - 60 ms

        return AsyncPullRequests(self._context)

    @cached_property
    def integrations(self) -> "AsyncIntegrations":
        """Integrations: list, OAuth, Slack."""
        import_whole("seawall.sdks.agents._async.integrations")
        from seawall.sdks.agents._async.integrations import AsyncIntegrations  # noqa: PLC0415 - 60 ms

        return AsyncIntegrations(self._context)

    @cached_property
    def webhooks(self) -> "AsyncWebhooks":
        """The webhook of an organization: get, set, delete, test."""
        import_whole("seawall.sdks.agents._async.integrations")
        from seawall.sdks.agents._async.integrations import AsyncWebhooks  # noqa: PLC0415 - 60 ms

        return AsyncWebhooks(self._context)

    def run(self, run_id: int, *, organization_id: int | None = None) -> "AsyncRunHandle":
        """A handle on a run, without a call to the server. Raises InputError for an id that is no number."""
        import_whole("seawall.sdks.agents._async.run_handle")
        from seawall.sdks.agents._async.run_handle import AsyncRunHandle  # noqa: PLC0415 - 60 ms
        from seawall.sdks.agents.new_runs import checked_id  # noqa: PLC0415 - with the handle

        return AsyncRunHandle(self._context, checked_id(run_id), self._context.organization(organization_id))

    async def me(self, *, nocache: bool = False) -> "User":
        """The caller, as the server knows them; raises UnauthorizedError."""
        from seawall.sdks.agents._generated import calls  # noqa: PLC0415 - 40 ms
        from seawall.sdks.agents.account import User  # noqa: PLC0415

        call = calls.get_current_user()
        result = await self._context.engine.send(call, self._context.policies.me, nocache=nocache)
        return converted(call, result, User.from_wire)

    async def health(self, *, timeout_s: float = 10.0) -> "Health":
        """Ask the server for the caller, once, and return whether it answered; raises no error of a call."""
        from seawall.sdks.agents._async.observation import async_health  # noqa: PLC0415 - 40 ms, as the calls

        return await async_health(self._context, timeout_s)

    def stats(self) -> "ClientStats":
        """The numbers of this client and of its copies: calls, cache, rate limits; nothing is sent."""
        from seawall.sdks.agents._async.observation import async_stats  # noqa: PLC0415 - 40 ms, as the calls

        return async_stats(self._context)

    async def clear_cache(self) -> int:
        """Drop all cached results; return how many there were."""
        return await self.cache.clear()

    def reset_metrics(self) -> None:
        """Count calls from 0 again; the cache and the rate limits keep their numbers."""
        self._context.metrics.reset()
