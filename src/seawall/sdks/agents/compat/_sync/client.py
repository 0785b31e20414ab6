# DO NOT EDIT. Derived from ../_async/client.py by "python -m seawall.codegen.derive".
"""The older client, over the client of this SDK."""

import logging
from collections.abc import Iterator, Callable, Mapping, Sequence
from typing import Any, Self, TypeVar

from seawall.core.engine.call import Call
from seawall.core.engine.policy import MAX_GROWTH, RateLimit
from seawall.core.process_bound import ProcessBound
from seawall.core.validation.arguments import checked_count
from seawall.core.waiting.polling import PollInterval
from seawall.core.wire.unset import or_unset
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.runtime.http._sync.protocols import Transport
from seawall.sdks.agents._generated import calls
from seawall.sdks.agents._generated import models as wire
from seawall.sdks.agents.account import Organization, User
from seawall.sdks.agents.compat._sync.parts import (
    LimitedClient,
    SeedBulk,
    SeedCache,
    SeedLimiter,
    SeedMetrics,
    SeedProgress,
)
from seawall.sdks.agents.compat.config import ClientConfig
from seawall.sdks.agents.compat.error_classes import BulkOperationError, ValidationError, seed_errors
from seawall.sdks.agents.compat.shapes import AgentRun, AgentRunWithLogs, BulkOperationResult, Page
from seawall.sdks.agents.compat.webhooks import WebhookHandler
from seawall.sdks.agents.models import Log
from seawall.sdks.agents.new_runs import NewRun, checked_images, checked_prompt, new_run_body
from seawall.sdks.agents.states import STATES, RunStatus

__all__ = ["CodegenClient"]

I = TypeVar("I")  # noqa: E741
T = TypeVar("T")
W = TypeVar("W")

_log = logging.getLogger("seawall.agents")
_FOREVER_S = 365 * 86400.0
_PAGE = 100


class CodegenClient(ProcessBound):
    """The older client: methods take the organization first. Close it, or use it in a `with` block."""

    def __init__(
        self,
        config: ClientConfig | None = None,
        *,
        transport: Transport | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.config: ClientConfig = config or ClientConfig()
        one = self.config
        if one.log_requests:
            logging.getLogger("seawall").setLevel(one.log_level)
        cache = OperationCache(max_entries=one.cache_max_size, clock=clock)
        self._client = LimitedClient(
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
        self.rate_limiter: SeedLimiter = SeedLimiter(self._context, limit)
        self.cache: SeedCache | None = (
            SeedCache(cache, one.cache_ttl_seconds) if one.enable_caching else None
        )
        self.webhook_handler: WebhookHandler | None = (
            WebhookHandler(one.webhook_secret) if one.enable_webhooks else None
        )
        self.metrics: SeedMetrics | None = (
            SeedMetrics(self._context) if one.enable_metrics else None
        )
        self.bulk_manager: SeedBulk | None = (
            SeedBulk(self._context, max(1, one.bulk_batch_size)) if one.enable_bulk_operations else None
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def get_users(self, org_id: int, skip: int = 0, limit: int = 100) -> Page[User]:
        """A page of the users of an organization."""
        call = calls.list_users(org_id, skip=_skip(skip), limit=_limit(limit))
        return self._read(call, "user", lambda page: _page(page, User.from_wire))

    def get_user(self, org_id: int, user_id: int) -> User:
        """A user, not from the cache."""
        return self._read(calls.get_user(org_id, user_id), "user", User.from_wire, nocache=True)

    def get_user_cached(self, org_id: int, user_id: int) -> User:
        """A user, from the cache if it has it."""
        return self._read(calls.get_user(org_id, user_id), "user", User.from_wire)

    def get_current_user(self) -> User:
        """The user of the token."""
        return self._read(calls.get_current_user(), "me", User.from_wire)

    def get_organizations(self, skip: int = 0, limit: int = 100) -> Page[Organization]:
        """A page of the organizations of the user."""
        call = calls.list_organizations(skip=_skip(skip), limit=_limit(limit))
        return self._read(call, "organization", lambda page: _page(page, Organization.from_wire))

    def create_agent_run(
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
        return self._read(calls.create_agent_run(org_id, body=body), "create", AgentRun.of)

    def get_agent_run(self, org_id: int, agent_run_id: int) -> AgentRun:
        """A run, never from the cache."""
        return self._read(calls.get_agent_run(org_id, agent_run_id), "read", AgentRun.of)

    def list_agent_runs(
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
        return self._read(call, "read", lambda page: _page(page, AgentRun.of))

    def resume_agent_run(
        self, org_id: int, agent_run_id: int, prompt: str, images: Sequence[str] | None = None
    ) -> AgentRun:
        """Continue a run with a new prompt."""
        with seed_errors("prompt"):
            prompt = checked_prompt(prompt)
        with seed_errors("images"):
            checked = checked_images(images or ())
        body = wire.ResumeAgentRunInput(agent_run_id=agent_run_id, prompt=prompt, images=or_unset(checked))
        return self._read(calls.resume_agent_run(org_id, body=body), "write", AgentRun.of)

    def get_agent_run_logs(
        self, org_id: int, agent_run_id: int, skip: int = 0, limit: int = 100
    ) -> AgentRunWithLogs:
        """A page of the log of a run, oldest first."""
        call = calls.get_agent_run_logs(org_id, agent_run_id, skip=_skip(skip), limit=_limit(limit))
        return self._read(call, "logs", AgentRunWithLogs.of)

    def wait_for_completion(
        self,
        org_id: int,
        agent_run_id: int,
        poll_interval: float = 5.0,
        timeout: float | None = None,
    ) -> AgentRun:
        """Wait until the run has ended, for any reason; raises TimeoutError after `timeout` seconds."""
        with seed_errors():
            return self._context.engine.wait(
                calls.get_agent_run(org_id, agent_run_id),
                self._context.policies.read,
                name=f"run {agent_run_id}",
                from_wire=AgentRun.of,
                state=lambda run: RunStatus(run.status or "UNKNOWN"),
                machine=STATES,
                deadline_s=_FOREVER_S if timeout is None else timeout,
                poll_interval=PollInterval.up_to(poll_interval, "poll_interval"),
            )

    def stream_all_users(self, org_id: int) -> Iterator[User]:
        """Yield all users of an organization; pages are read on demand."""
        for user in self._stream(lambda skip: self.get_users(org_id, skip, _PAGE)):
            yield user

    stream_users = stream_all_users

    def stream_all_agent_runs(
        self, org_id: int, user_id: int | None = None, source_type: str | None = None
    ) -> Iterator[AgentRun]:
        """Yield all runs, newest first; pages are read on demand."""
        for run in self._stream(
            lambda skip: self.list_agent_runs(org_id, user_id, source_type, skip, _PAGE)
        ):
            yield run

    def stream_all_logs(self, org_id: int, agent_run_id: int) -> Iterator[Log]:
        """Yield the log of a run; pages are read on demand."""

        def page(skip: int) -> Page[Log]:
            read = self.get_agent_run_logs(org_id, agent_run_id, skip, _PAGE)
            return Page(items=[*read.logs], total=read.total_logs or 0, page=1, size=_PAGE, pages=1)

        for log in self._stream(page):
            yield log

    def bulk_get_users(
        self, org_id: int, user_ids: Sequence[int], progress_callback: SeedProgress | None = None
    ) -> BulkOperationResult[User]:
        """Read many users."""
        return self._bulk(user_ids, lambda one: self.get_user(org_id, one), progress_callback)

    def bulk_get_agent_runs(
        self, org_id: int, run_ids: Sequence[int], progress_callback: SeedProgress | None = None
    ) -> BulkOperationResult[AgentRun]:
        """Read many runs."""
        return self._bulk(run_ids, lambda one: self.get_agent_run(org_id, one), progress_callback)

    def bulk_create_agent_runs(
        self,
        org_id: int,
        run_configs: Sequence[Mapping[str, object]],
        progress_callback: SeedProgress | None = None,
    ) -> BulkOperationResult[AgentRun]:
        """Start many runs, within the limit of creates; each of `run_configs` has the arguments of one."""

        def create(one: Mapping[str, Any]) -> AgentRun:
            return self.create_agent_run(
                org_id, one.get("prompt", ""), one.get("images"), one.get("metadata")
            )

        return self._bulk(run_configs, create, progress_callback)

    def health_check(self) -> dict[str, object]:
        """The health of the API; raises nothing."""
        health = self._client.health()
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

    def clear_cache(self) -> None:
        """Drop all cached results."""
        self._client.clear_cache()

    def reset_metrics(self) -> None:
        """Count calls from 0 again."""
        self._client.reset_metrics()

    def _read(
        self, call: Call[W], kind: str, from_wire: Callable[[W], T], *, nocache: bool = False
    ) -> T:
        with seed_errors():
            return self._context.read(
                call, getattr(self._context.policies, kind), from_wire, nocache=nocache
            )

    def _stream(self, read: Callable[[int], Page[T]]) -> Iterator[T]:
        if not self.config.enable_streaming:
            raise ValidationError("Streaming is disabled. Set enable_streaming.")
        seen = 0
        while True:
            page = read(seen)
            for item in page.items:
                yield item
            seen += len(page.items)
            if len(page.items) < _PAGE or seen >= page.total:
                return

    def _bulk(
        self, items: Sequence[I], work: Callable[[I], T], progress: SeedProgress | None
    ) -> BulkOperationResult[T]:
        if self.bulk_manager is None:
            raise BulkOperationError("Bulk operations are disabled. Set enable_bulk_operations.")
        return self.bulk_manager.run(items, work, progress)


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
