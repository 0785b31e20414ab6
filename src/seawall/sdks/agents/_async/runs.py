"""Runs: create, list, read."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from seawall.core.bulk.checks import checked_each
from seawall.core.engine.conversion import converted
from seawall.core.paging.strategies import OffsetPaging
from seawall.runtime.bulk.results import BulkProgress, BulkResult
from seawall.runtime.client._async.resource import AsyncResource
from seawall.runtime.concurrency.tasks import AsyncCallback
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.runtime.paging._async.pager import AsyncPages
from seawall.sdks.agents._async.context import AsyncContext
from seawall.sdks.agents._async.run_handle import AsyncRunHandle
from seawall.sdks.agents._generated import calls
from seawall.sdks.agents._generated import models as wire
from seawall.sdks.agents.models import Run
from seawall.sdks.agents.new_runs import NewRun, RunWebhook, checked_id, checked_run, new_run_body
from seawall.sdks.agents.states import SourceType

__all__ = ["AsyncRuns"]

# The API allows ten creates a minute: more of them at a time would only wait longer.
_MOST_CREATES = 10


class AsyncRuns(AsyncResource[AsyncContext]):
    """`client.runs`: start runs of agents, list them, read one."""

    async def create(
        self,
        prompt: str,
        *,
        organization_id: int | None = None,
        images: Sequence[str] = (),
        metadata: Mapping[str, object] | None = None,
        repo_id: int | None = None,
        model: str | None = None,
        agent_type: str | None = None,
        webhooks: Sequence[RunWebhook] | None = None,
    ) -> AsyncRunHandle:
        """Start a run, and return its handle; it costs money, so it is not repeated if it may have started.

        `images` are data URIs, see `image_from_file`. `webhooks` replace the organization's. Raises
        InputError before anything is sent for an empty prompt, one above 50,000 characters, or more than 10
        images; NotFoundError if the organization has no repositories; PaymentRequiredError above the
        limit of runs. After a MaybeProcessedError the run may exist: list the runs before you repeat it.
        """
        new = NewRun(
            prompt=prompt,
            images=images,
            metadata=metadata,
            repo_id=repo_id,
            model=model,
            agent_type=agent_type,
            webhooks=webhooks,
        )
        call = calls.create_agent_run(self._context.organization(organization_id), body=new_run_body(new))
        run = await self._context.read(call, self._context.policies.create, Run.from_wire)
        return AsyncRunHandle(self._context, run.id, run.organization_id)

    async def create_many(
        self,
        runs: Sequence[NewRun | str],
        *,
        organization_id: int | None = None,
        journal: str | Path | None = None,
        concurrency: int | None = None,
        on_progress: AsyncCallback[BulkProgress] = lambda _: None,
    ) -> tuple[BulkResult[NewRun, Run], ...]:
        """Start many runs, within the API's limit of creates; return a result for each, in their order.

        A prompt stands for a run with all else as by default. An error is the result of its run. With a
        `journal`, the job can be run again after an interruption, and creates those that are missing; no run
        is created twice: one whose answer was lost has `may_be_done`, and is not created again. The journal
        holds the runs as the API returned them. Raises InputError before anything is sent if one can not be
        sent, JournalError and StorageError.
        """
        from seawall.runtime.client._async.many import async_create_many  # noqa: PLC0415 - 20 ms, few programs

        context, checked = self._context, checked_each(runs, checked_run, "run")
        organization = await context.organization_id(organization_id)

        async def create(run: NewRun, engine: AsyncEngine) -> Run:
            call = calls.create_agent_run(organization, body=new_run_body(run))
            return converted(call, await engine.send(call, context.policies.create), Run.from_wire)

        return await async_create_many(
            checked,
            create,
            id_of=lambda run: run.id,
            kind="run",
            job=f"create runs in organization {organization}",
            result_type=Run,
            engine=context.engine,
            concurrency=min(_MOST_CREATES, self._at_once(concurrency)),
            journal=journal,
            on_progress=on_progress,
        )

    async def get_many(
        self,
        run_ids: Sequence[int],
        *,
        organization_id: int | None = None,
        concurrency: int | None = None,
        on_progress: AsyncCallback[BulkProgress] = lambda _: None,
    ) -> tuple[BulkResult[int, Run], ...]:
        """Read many runs; return a result for each id, in their order. An error is the result of its id."""
        read = partial(self.get, organization_id=organization_id)
        return await self._read_many(run_ids, read, concurrency=concurrency, on_progress=on_progress)

    async def analyze_logs(self, sandbox_id: int, *, organization_id: int | None = None) -> AsyncRunHandle:
        """Start a run that analyzes the log of a sandbox. Raises BadRequestError if it has none."""
        organization = await self._context.organization_id(organization_id)
        call = calls.analyze_sandbox_logs(organization, checked_id(sandbox_id, "sandbox_id"))
        started = await self._context.send(call, self._context.policies.analyze)
        return AsyncRunHandle(self._context, started.value.agent_run_id, organization)

    async def get(self, run_id: int, *, organization_id: int | None = None) -> Run:
        """Read a run, never from a cache; raises NotFoundError."""
        call = calls.get_agent_run(self._context.organization(organization_id), checked_id(run_id))
        return await self._context.read(call, self._context.policies.read, Run.from_wire)

    def list(
        self,
        *,
        organization_id: int | None = None,
        user_id: int | None = None,
        source_type: SourceType | str | None = None,
        page_size: int = 100,
    ) -> AsyncPages[Run]:
        """List runs, newest first; pages are read on demand. Raises InputError for a page size above 100."""
        organization = self._context.organization(organization_id)
        source = None if source_type is None else wire.SourceType(source_type)
        return self._context.pages(
            calls.list_agent_runs(organization, user_id=user_id, source_type=source, limit=page_size),
            self._context.policies.read,
            OffsetPaging(page_size=page_size, parameter="skip", total=lambda result: result.value.total),
            items=lambda page: page.items,
            from_wire=Run.from_wire,
            key=lambda run: run.id,
        )
