"""The older client, over the client of this SDK."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any, Self, TypeVar

from seawall.core.engine.call import Call
from seawall.core.engine.policy import MAX_GROWTH, RateLimit
from seawall.core.process_bound import ProcessBound
from seawall.core.validation.arguments import checked_count
from seawall.core.waiting.polling import PollInterval
from seawall.core.wire.unset import or_unset
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.runtime.concurrency._async.clock import AsyncClock
from seawall.runtime.http._async.protocols import AsyncTransport
from seawall.sdks.agents._generated import calls
from seawall.sdks.agents._generated import models as wire
from seawall.sdks.agents.account import Organization, User
from seawall.sdks.agents.compat._async.parts import (
    AsyncLimitedClient,
    AsyncSeedBulk,
    AsyncSeedCache,
    AsyncSeedLimiter,
    AsyncSeedMetrics,
    SeedProgress,
)
from seawall.sdks.agents.compat.config import ClientConfig
from seawall.sdks.agents.compat.error_classes import BulkOperationError, ValidationError, seed_errors
from seawall.sdks.agents.compat.shapes import AgentRun, AgentRunWithLogs, BulkOperationResult, Page
from seawall.sdks.agents.compat.webhooks import WebhookHandler
from seawall.sdks.agents.models import Log
from seawall.sdks.agents.new_runs import NewRun, checked_images, checked_prompt, new_run_body
from seawall.sdks.agents.states import STATES, RunStatus

__all__ = ["AsyncCodegenClient"]

I = TypeVar("I")  # noqa: E741
T = TypeVar("T")
W = TypeVar("W")

_log = logging.getLogger("seawall.agents")
_FOREVER_S = 365 * 86400.0
_PAGE = 100


class AsyncCodegenClient(ProcessBound):
    """The older client: methods take the organization first. Close it, or use it in a `with` block."""

    def __init__(
        self,
        config: ClientConfig | None = None,
        *,
        transport: AsyncTransport | None = None,
        clock: AsyncClock | None = None,
    ) -> None:
        self.config: ClientConfig = config or ClientConfig()
        one = self.config
        if one.log_requests:
            logging.getLogger("seawall").setLevel(one.log_level)
        cache = AsyncOperationCache(max_entries=one.cache_max_size, clock=clock)
        self._client = AsyncLimitedClient(
            settings=one.to_settings(),
            cache=cache,
            transport=transport,
            clock=clock,
            headers={"User-Agent": one.user_agent},
        )
        limit = RateLimit(most=one.rate_limit_requests_per_period, per_s=one.rate_limit_period_seconds)
        self._client.follow_configuration(limit, min(max(1.0, one.retry_backoff_factor), MAX_GROWTH))
        for name, reason in one.without_effect().items():
            _log.warning("%s has no effect: %s", name, reason)
        self._context = self._client.context
        self.rate_limiter: AsyncSeedLimiter = AsyncSeedLimiter(self._context, limit)
        self.cache: AsyncSeedCache | None = (
            AsyncSeedCache(cache, one.cache_ttl_seconds) if one.enable_caching else None
        )
        self.webhook_handler: WebhookHandler | None = (
            WebhookHandler(one.webhook_secret) if one.enable_webhooks else None
        )
        self.metrics: AsyncSeedMetrics | None = (
            AsyncSeedMetrics(self._context) if one.enable_metrics else None
        )
        self.bulk_manager: AsyncSeedBulk | None = (
            AsyncSeedBulk(self._context, max(1, one.bulk_batch_size)) if one.enable_bulk_operations else None
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connection."""
        await self._client.aclose()

    async def get_users(self, org_id: int, skip: int = 0, limit: int = 100) -> Page[User]:
        """A page of the users of an organization."""
        call = calls.list_users(org_id, skip=_skip(skip), limit=_limit(limit))
        return await self._read(call, "user", lambda page: _page(page, User.from_wire))

    async def get_user(self, org_id: int, user_id: int) -> User:
        """A user, not from the cache."""
        return await self._read(calls.get_user(org_id, user_id), "user", User.from_wire, nocache=True)

    async def get_user_cached(self, org_id: int, user_id: int) -> User:
        """A user, from the cache if it has it."""
        return await self._read(calls.get_user(org_id, user_id), "user", User.from_wire)

    async def get_current_user(self) -> User:
        """The user of the token."""
        return await self._read(calls.get_current_user(), "me", User.from_wire)

    async def get_organizations(self, skip: int = 0, limit: int = 100) -> Page[Organization]:
        """A page of the organizations of the user."""
        call = calls.list_organizations(skip=_skip(skip), limit=_limit(limit))
        return await self._read(call, "organization", lambda page: _page(page, Organization.from_wire))

    async def create_agent_run(
        self,
        org_id: int,
        prompt: str,
        images: Sequence[str] | None = None,
        metadata: Mapping[str, object] | None = None,
    ) -> AgentRun:
        """Start a run; it is never created twice. Raises ValidationError before anything is sent."""
        with seed_errors("prompt"):
            prompt = checked_prompt(prompt)
        with seed_errors("images"):
            checked = checked_images(images or ())
        with seed_errors("metadata"):
            body = new_run_body(NewRun(prompt=prompt, images=tuple(checked or ()), metadata=metadata))
        return await self._read(calls.create_agent_run(org_id, body=body), "create", AgentRun.of)

    async def get_agent_run(self, org_id: int, agent_run_id: int) -> AgentRun:
        """A run, never from the cache."""
        return await self._read(calls.get_agent_run(org_id, agent_run_id), "read", AgentRun.of)

    async def list_agent_runs(
        self,
        org_id: int,
        user_id: int | None = None,
        source_type: str | None = None,
        skip: int = 0,
        limit: int = 100,
    ) -> Page[AgentRun]:
        """A page of runs, newest first."""
        source = None if source_type is None else wire.SourceType(source_type)
        call = calls.list_agent_runs(
            org_id, user_id=user_id, source_type=source, skip=_skip(skip), limit=_limit(limit)
        )
        return await self._read(call, "read", lambda page: _page(page, AgentRun.of))

    async def resume_agent_run(
        self, org_id: int, agent_run_id: int, prompt: str, images: Sequence[str] | None = None
    ) -> AgentRun:
        """Continue a run with a new prompt."""
        with seed_errors("prompt"):
            prompt = checked_prompt(prompt)
        with seed_errors("images"):
            checked = checked_images(images or ())
        body = wire.ResumeAgentRunInput(agent_run_id=agent_run_id, prompt=prompt, images=or_unset(checked))
        return await self._read(calls.resume_agent_run(org_id, body=body), "write", AgentRun.of)

    async def get_agent_run_logs(
        self, org_id: int, agent_run_id: int, skip: int = 0, limit: int = 100
    ) -> AgentRunWithLogs:
        """A page of the log of a run, oldest first."""
        call = calls.get_agent_run_logs(org_id, agent_run_id, skip=_skip(skip), limit=_limit(limit))
        return await self._read(call, "logs", AgentRunWithLogs.of)

    async def wait_for_completion(
        self,
        org_id: int,
        agent_run_id: int,
        poll_interval: float = 5.0,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> AgentRun:
        """Wait until the run has ended, for any reason; raises TimeoutError after `timeout` seconds."""
        with seed_errors():
            return await self._context.engine.wait(
                calls.get_agent_run(org_id, agent_run_id),
                self._context.policies.read,
                name=f"run {agent_run_id}",
                from_wire=AgentRun.of,
                state=lambda run: RunStatus(run.status or "UNKNOWN"),
                machine=STATES,
                deadline_s=_FOREVER_S if timeout is None else timeout,
                poll_interval=PollInterval.up_to(poll_interval, "poll_interval"),
            )

    async def stream_all_users(self, org_id: int) -> AsyncIterator[User]:
        """Yield all users of an organization; pages are read on demand."""
        async for user in self._stream(lambda skip: self.get_users(org_id, skip, _PAGE)):
            yield user

    stream_users = stream_all_users

    async def stream_all_agent_runs(
        self, org_id: int, user_id: int | None = None, source_type: str | None = None
    ) -> AsyncIterator[AgentRun]:
        """Yield all runs, newest first; pages are read on demand."""
        async for run in self._stream(
            lambda skip: self.list_agent_runs(org_id, user_id, source_type, skip, _PAGE)
        ):
            yield run

    async def stream_all_logs(self, org_id: int, agent_run_id: int) -> AsyncIterator[Log]:
        """Yield the log of a run; pages are read on demand."""

        async def page(skip: int) -> Page[Log]:
            read = await self.get_agent_run_logs(org_id, agent_run_id, skip, _PAGE)
            return Page(items=[*read.logs], total=read.total_logs or 0, page=1, size=_PAGE, pages=1)

        async for log in self._stream(page):
            yield log

    async def bulk_get_users(
        self, org_id: int, user_ids: Sequence[int], progress_callback: SeedProgress | None = None
    ) -> BulkOperationResult[User]:
        """Read many users."""
        return await self._bulk(user_ids, lambda one: self.get_user(org_id, one), progress_callback)

    async def bulk_get_agent_runs(
        self, org_id: int, run_ids: Sequence[int], progress_callback: SeedProgress | None = None
    ) -> BulkOperationResult[AgentRun]:
        """Read many runs."""
        return await self._bulk(run_ids, lambda one: self.get_agent_run(org_id, one), progress_callback)

    async def bulk_create_agent_runs(
        self,
        org_id: int,
        run_configs: Sequence[Mapping[str, object]],
        progress_callback: SeedProgress | None = None,
    ) -> BulkOperationResult[AgentRun]:
        """Start many runs, within the limit of creates; each of `run_configs` has the arguments of one."""

        async def create(one: Mapping[str, Any]) -> AgentRun:
            return await self.create_agent_run(
                org_id, one.get("prompt", ""), one.get("images"), one.get("metadata")
            )

        return await self._bulk(run_configs, create, progress_callback)

    async def health_check(self) -> dict[str, object]:
        """The health of the API; raises nothing."""
        health = await self._client.health()
        found: dict[str, object] = {"status": health.status, "timestamp": health.at.isoformat()}
        if not health.is_healthy:
            return {**found, "status": "unhealthy", "error": health.error}
        return {**found, "response_time_seconds": health.response_time_s, "user_id": health.user_id}

    def get_stats(self) -> dict[str, object]:
        """The configuration without secrets, and the numbers of calls, cache and limiter."""
        return {
            "config": {
                "base_url": self.config.base_url,
                "timeout": self.config.timeout,
                "max_retries": self.config.max_retries,
                "enable_caching": self.config.enable_caching,
            },
            "metrics": self.metrics.get_stats() if self.metrics else None,
            "cache": self.cache.get_stats() if self.cache else None,
            "rate_limiter": self.rate_limiter.get_current_usage(),
        }

    async def clear_cache(self) -> None:
        """Drop all cached results."""
        await self._client.clear_cache()

    def reset_metrics(self) -> None:
        """Count calls from 0 again."""
        self._client.reset_metrics()

    async def _read(
        self, call: Call[W], kind: str, from_wire: Callable[[W], T], *, nocache: bool = False
    ) -> T:
        with seed_errors():
            return await self._context.read(
                call, getattr(self._context.policies, kind), from_wire, nocache=nocache
            )

    async def _stream(self, read: Callable[[int], Awaitable[Page[T]]]) -> AsyncIterator[T]:
        if not self.config.enable_streaming:
            raise ValidationError("Streaming is disabled. Set enable_streaming.")
        seen = 0
        while True:
            page = await read(seen)
            for item in page.items:
                yield item
            seen += len(page.items)
            if len(page.items) < _PAGE or seen >= page.total:
                return

    async def _bulk(
        self, items: Sequence[I], work: Callable[[I], Awaitable[T]], progress: SeedProgress | None
    ) -> BulkOperationResult[T]:
        if self.bulk_manager is None:
            raise BulkOperationError("Bulk operations are disabled. Set enable_bulk_operations.")
        return await self.bulk_manager.run(items, work, progress)


def _skip(skip: int) -> int:
    with seed_errors("skip"):
        return checked_count(skip, "skip", least=0)


def _limit(limit: int) -> int:
    with seed_errors("limit"):
        return checked_count(limit, "limit", least=1, most=100)


def _page(page: Any, from_wire: Callable[[Any], T]) -> Page[T]:
    return Page(
        items=[from_wire(each) for each in page.items],
        total=page.total,
        page=page.page,
        size=page.size,
        pages=page.pages,
    )
