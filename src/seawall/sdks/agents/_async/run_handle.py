"""A handle on one run: read it, wait for it, follow its log, resume or stop it."""

from collections.abc import AsyncIterator, Sequence

from seawall.core.errors import NotFoundError, WaitTimeoutError
from seawall.core.paging.strategies import OffsetPaging
from seawall.core.validation.arguments import checked_seconds
from seawall.core.waiting.polling import PollInterval
from seawall.core.wire.unset import or_unset
from seawall.runtime.client.handle import Handle
from seawall.runtime.concurrency.tasks import AsyncCallback, async_checked_callback
from seawall.runtime.paging._async.pager import AsyncPages
from seawall.sdks.agents._async.context import AsyncContext
from seawall.sdks.agents._generated import calls
from seawall.sdks.agents._generated import models as wire
from seawall.sdks.agents.models import Log, Run
from seawall.sdks.agents.new_runs import RunWebhook, checked_images, checked_prompt, wire_webhooks
from seawall.sdks.agents.states import STATES

__all__ = ["AsyncRunHandle"]

_LOG_PAGE = 100
# The log of a new run may be missing for some seconds.
_LOG_WAIT_S = 10.0
_FOLLOW_INTERVAL_S = 2.0


class AsyncRunHandle(Handle):
    """A run, by its id. Making a handle sends no request; each method does."""

    _in_other_process = "Send its `run_id`, and call `client.run(run_id)` there."
    _id_name = "run_id"

    def __init__(self, context: AsyncContext, run_id: int, organization: int) -> None:
        self.run_id = run_id
        self._organization = organization
        self._context = context

    async def details(self) -> Run:
        """Read the run, never from a cache; raises NotFoundError."""
        call = calls.get_agent_run(self._organization, self.run_id)
        return await self._context.read(call, self._context.policies.read, Run.from_wire)

    async def wait(
        self,
        *,
        timeout_s: float = 3600.0,
        poll_interval_s: float = 5.0,
        on_progress: AsyncCallback[Run] = lambda _: None,
    ) -> Run:
        """Wait until the run has ended, for any reason, and return it; see `Run.succeeded`.

        `on_progress` receives the run after each poll; the interval grows to `poll_interval_s`. A run that is
        paused is waited for. Raises WaitTimeoutError after `timeout_s` seconds, with the last state.
        """
        async_checked_callback(on_progress, "on_progress")
        longest_s = checked_seconds(poll_interval_s, "poll_interval_s")
        call = await self._context.for_organization(calls.get_agent_run(self._organization, self.run_id))
        return await self._context.engine.wait(
            call,
            self._context.policies.read,
            name=f"run {self.run_id}",
            from_wire=Run.from_wire,
            state=lambda run: run.status,
            machine=STATES,
            deadline_s=timeout_s,
            poll_interval=PollInterval(first_s=min(0.5, longest_s), max_s=longest_s),
            on_progress=lambda seen: on_progress(seen.value),
        )

    def logs(self, *, newest_first: bool = False, page_size: int = _LOG_PAGE) -> AsyncPages[Log]:
        """List the log, oldest first; pages are read on demand."""
        return self._context.pages(
            calls.get_agent_run_logs(
                self._organization, self.run_id, reverse=newest_first or None, limit=page_size
            ),
            self._context.policies.logs,
            OffsetPaging(page_size=page_size, parameter="skip", total=lambda result: result.value.total_logs),
            items=lambda page: page.logs,
            from_wire=Log.from_wire,
        )

    async def follow(self, *, timeout_s: float = 3600.0) -> AsyncIterator[Log | Run]:
        """Yield log entries as they come; the last value is the run, when it has ended.

        A log that is missing at first is waited for. Raises WaitTimeoutError after `timeout_s` seconds, with
        the last state of the run.
        """
        clock = self._context.engine.clock
        begin = clock.monotonic()
        end = begin + checked_seconds(timeout_s, "timeout_s")
        seen, last = 0, None
        while True:
            try:
                run, logs = await self._log_page(seen)
            except NotFoundError:
                if seen or clock.monotonic() - begin >= _LOG_WAIT_S:
                    raise
                run, logs = None, []
            last = run or last
            for log in logs:
                yield log
            seen += len(logs)
            if run is not None and run.is_terminated and len(logs) < _LOG_PAGE:
                break
            left_s = end - clock.monotonic()
            if left_s <= 0:
                raise WaitTimeoutError(
                    f"run {self.run_id} did not end within {timeout_s:g} s. It is still running; follow it "
                    "again.",
                    last=last,
                )
            if len(logs) < _LOG_PAGE:
                await clock.sleep(min(left_s, _FOLLOW_INTERVAL_S))
        # The log has only some of the fields of the run.
        yield await self.details()

    async def _log_page(self, skip: int) -> tuple[Run, list[Log]]:
        call = calls.get_agent_run_logs(self._organization, self.run_id, skip=skip, limit=_LOG_PAGE)
        return await self._context.read(
            call,
            self._context.policies.logs,
            lambda page: (Run.from_wire(page), [Log.from_wire(each) for each in page.logs]),
        )

    async def resume(
        self,
        prompt: str,
        *,
        images: Sequence[str] = (),
        model: str | None = None,
        webhooks: Sequence[RunWebhook] | None = None,
    ) -> Run:
        """Continue a run that is paused or has ended, with a new prompt; see `create` for the arguments."""
        body = wire.ResumeAgentRunInput(
            agent_run_id=self.run_id,
            prompt=checked_prompt(prompt),
            images=or_unset(checked_images(images)),
            model=or_unset(model),
            webhooks=or_unset(wire_webhooks(webhooks)),
        )
        call = calls.resume_agent_run(self._organization, body=body)
        return await self._context.read(call, self._context.policies.write, Run.from_wire)

    async def ban(self) -> None:
        """Stop the run, and let the checks of its pull request start no more runs."""
        body = wire.StopAgentRunInput(agent_run_id=self.run_id)
        await self._context.send(
            calls.ban_agent_run(self._organization, body=body), self._context.policies.write
        )

    async def unban(self) -> None:
        """Let the checks of the run's pull request start runs again."""
        body = wire.StopAgentRunInput(agent_run_id=self.run_id)
        await self._context.send(
            calls.unban_agent_run(self._organization, body=body), self._context.policies.write
        )

    async def remove_from_pr(self) -> None:
        """Remove the agent from the run's pull request; it also stops the run."""
        body = wire.StopAgentRunInput(agent_run_id=self.run_id)
        await self._context.send(
            calls.remove_from_pr(self._organization, body=body), self._context.policies.write
        )
