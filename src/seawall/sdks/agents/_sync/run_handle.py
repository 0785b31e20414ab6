# DO NOT EDIT. Derived from ../_async/run_handle.py by "python -m seawall.codegen.derive".
"""A handle on one run: read it, wait for it, follow its log, resume or stop it."""

from collections.abc import Iterator, Sequence

from seawall.core.engine.call import Call
from seawall.core.paging.strategies import OffsetPaging
from seawall.core.waiting.polling import Outage, PollInterval
from seawall.runtime.client.handle import Handle
from seawall.runtime.concurrency.threads import Callback, checked_callback
from seawall.runtime.engine.growing_log import GrowingLog
from seawall.runtime.paging._sync.pager import Pages
from seawall.sdks.agents._sync.context import Context
from seawall.sdks.agents._generated import calls
from seawall.sdks.agents._generated import models as wire
from seawall.sdks.agents.models import Log, Run
from seawall.sdks.agents.new_runs import NewRun, RunWebhook, resumed_run_body
from seawall.sdks.agents.states import STATES

__all__ = ["RunHandle"]

_LOG_PAGE = 100


class RunHandle(Handle):
    """A run, by its id. Making a handle sends no request; each method does."""

    _in_other_process = "Send its `run_id`, and call `client.run(run_id)` there."
    _id_name = "run_id"

    def __init__(self, context: Context, run_id: int, organization: int) -> None:
        self.run_id = run_id
        self._organization = organization
        self._context = context

    def details(self) -> Run:
        """Read the run, never from a cache; raises NotFoundError."""
        call = calls.get_agent_run(self._organization, self.run_id)
        return self._context.read(call, self._context.policies.read, Run.from_wire)

    def wait(
        self,
        *,
        timeout_s: float = 3600.0,
        poll_interval_s: float = 5.0,
        on_progress: Callback[Run] = lambda _: None,
        on_outage: Callback[Outage] = lambda _: None,
    ) -> Run:
        """Wait until the run has ended, for any reason, and return it; see `Run.succeeded`.

        `on_progress` receives the run after each poll; the interval grows to `poll_interval_s`. A run that is
        paused is waited for. If the server stops answering, `on_outage` receives each failed poll; the wait
        ends with its error after a minute. Raises WaitTimeoutError after `timeout_s` seconds, with the last
        state of the run, which continues.
        """
        checked_callback(on_progress, "on_progress")
        interval = PollInterval.up_to(poll_interval_s)
        call = self._context.for_organization(calls.get_agent_run(self._organization, self.run_id))
        return self._context.engine.wait(
            call,
            self._context.policies.read,
            name=f"run {self.run_id}",
            from_wire=Run.from_wire,
            state=lambda run: run.status,
            machine=STATES,
            deadline_s=timeout_s,
            poll_interval=interval,
            on_progress=lambda seen: on_progress(seen.value),
            on_outage=on_outage,
        )

    def logs(self, *, newest_first: bool = False, page_size: int = _LOG_PAGE) -> Pages[Log]:
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

    def follow(
        self,
        *,
        timeout_s: float = 3600.0,
        after: int = 0,
        on_progress: Callback[Run] = lambda _: None,
        on_outage: Callback[Outage] = lambda _: None,
    ) -> Iterator[Log | Run]:
        """Yield log entries as they come, without the first `after` ones; the last value is the ended run.

        A log that is missing at first is waited for. `on_progress` receives the run after each poll, without
        the fields that the log does not have, before the entries of the poll. If the server stops answering,
        `on_outage` receives each failed poll; `follow` ends with its error after a minute. Raises
        NotFoundError for an unknown run, and WaitTimeoutError after `timeout_s` seconds, with the last state
        of the run.
        """
        organization = self._context.organization_id(self._organization or None)
        log = GrowingLog(
            call=lambda seen: calls.get_agent_run_logs(organization, self.run_id, skip=seen, limit=_LOG_PAGE),
            policy=self._context.policies.logs,
            entries=lambda page: [Log.from_wire(each) for each in page.logs],
            resource=Run.from_wire,
            page_size=_LOG_PAGE,
        )
        entries = self._context.engine.follow(
            calls.get_agent_run(organization, self.run_id),
            self._context.policies.read,
            name=f"run {self.run_id}",
            from_wire=Run.from_wire,
            state=lambda run: run.status,
            machine=STATES,
            log=log,
            after=after,
            deadline_s=timeout_s,
            on_progress=on_progress,
            on_outage=on_outage,
        )
        for entry in entries:
            yield entry
        # The log has only some of the fields of the run.
        yield self.details()

    def resume(
        self,
        prompt: str,
        *,
        images: Sequence[str] = (),
        model: str | None = None,
        webhooks: Sequence[RunWebhook] | None = None,
    ) -> Run:
        """Continue a run that is paused or has ended, with a new prompt; see `create` for the arguments."""
        run = NewRun(prompt=prompt, images=images, model=model, webhooks=webhooks)
        call = calls.resume_agent_run(self._organization, body=resumed_run_body(self.run_id, run))
        return self._context.read(call, self._context.policies.write, Run.from_wire)

    def ban(self) -> None:
        """Stop the run, and let the checks of its pull request start no more runs."""
        self._write(calls.ban_agent_run(self._organization, body=self._itself()))

    def unban(self) -> None:
        """Let the checks of the run's pull request start runs again."""
        self._write(calls.unban_agent_run(self._organization, body=self._itself()))

    def remove_from_pr(self) -> None:
        """Remove the agent from the run's pull request; it also stops the run."""
        self._write(calls.remove_from_pr(self._organization, body=self._itself()))

    def _itself(self) -> wire.StopAgentRunInput:
        return wire.StopAgentRunInput(agent_run_id=self.run_id)

    def _write(self, call: Call[object]) -> None:
        self._context.send(call, self._context.policies.write)
