# DO NOT EDIT. Derived from ../_async/run_handle.py by "python -m seawall.codegen.derive".
"""A handle on one run: read it, wait for it, follow its log, resume or stop it."""

from collections.abc import Iterator, Sequence

from seawall.core.engine.conversion import converted
from seawall.core.engine.policy import Policy
from seawall.core.engine.result import Result
from seawall.core.errors import NotFoundError
from seawall.core.paging.strategies import OffsetPaging
from seawall.core.validation.arguments import checked_count, checked_seconds
from seawall.core.waiting.polling import Outage, PollInterval
from seawall.core.wire.unset import or_unset
from seawall.runtime.client.handle import Handle
from seawall.runtime.concurrency.threads import Callback, call, checked_callback
from seawall.runtime.paging._sync.pager import Pages
from seawall.runtime.waiting._sync.waiter import Pollable, Poller
from seawall.sdks.agents._sync.context import Context
from seawall.sdks.agents._generated import calls
from seawall.sdks.agents._generated import models as wire
from seawall.sdks.agents.models import Log, Run
from seawall.sdks.agents.new_runs import RunWebhook, checked_images, checked_prompt, wire_webhooks
from seawall.sdks.agents.states import STATES

__all__ = ["RunHandle"]

_LOG_PAGE = 100
# The log of a new run may be missing for some seconds.
_LOG_WAIT_S = 10.0
_FOLLOW_INTERVAL = PollInterval(first_s=2.0, max_s=2.0)
_AT_ONCE = PollInterval(first_s=0.001, max_s=0.001)


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
        return (self._read()).value

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
        longest_s = checked_seconds(poll_interval_s, "poll_interval_s")
        call = self._context.for_organization(calls.get_agent_run(self._organization, self.run_id))
        return self._context.engine.wait(
            call,
            self._context.policies.read,
            name=f"run {self.run_id}",
            from_wire=Run.from_wire,
            state=lambda run: run.status,
            machine=STATES,
            deadline_s=timeout_s,
            poll_interval=PollInterval(first_s=min(0.5, longest_s), max_s=longest_s),
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
        checked_callback(on_progress, "on_progress")
        checked_callback(on_outage, "on_outage")
        clock, policy = self._context.engine.clock, self._context.policies.logs
        begin, seen, is_missing = clock.monotonic(), checked_count(after, "after", least=0), False
        logs: list[Log] = []

        def read(left_s: float) -> Result[Run]:
            nonlocal policy, is_missing, logs
            logs = []
            try:
                result = self._log_page(seen, policy.with_deadline(left_s), into=logs)
                is_missing = False
            except NotFoundError:
                if seen > after:
                    raise
                # The log of a new run is missing for some seconds; an unknown run raises here.
                result = self._read()
                is_missing = clock.monotonic() - begin < _LOG_WAIT_S
            # From now on the loop repeats failed polls.
            policy = policy.without_retries
            return result

        polled = Pollable(
            name=f"run {self.run_id}",
            read=read,
            from_wire=lambda run: run,
            state=lambda run: run.status,
            machine=STATES,
        )
        poller = Poller(polled, deadline_s=timeout_s, clock=clock)
        while True:
            look, has_more = poller.poll(), False
            if isinstance(look, Outage):
                call("on_outage", on_outage, look)
            else:
                call("on_progress", on_progress, look.value)
                for log in logs:
                    yield log
                seen += len(logs)
                has_ended = look.value.is_terminated
                if has_ended and not logs and not is_missing:
                    break
                # The last entries may come after the end.
                has_more = len(logs) == _LOG_PAGE or (has_ended and not is_missing)
            poller.pause(_AT_ONCE if has_more else _FOLLOW_INTERVAL)
        # The log has only some of the fields of the run.
        yield self.details()

    def _log_page(self, skip: int, policy: Policy, *, into: list[Log]) -> Result[Run]:
        """Read the run with a page of its log, which is appended to `into`."""
        call = calls.get_agent_run_logs(self._organization, self.run_id, skip=skip, limit=_LOG_PAGE)
        result = self._context.send(call, policy)
        into += converted(call, result, lambda page: [Log.from_wire(each) for each in page.logs])
        return Result(converted(call, result, Run.from_wire), result.response, result.drifts)

    def _read(self) -> Result[Run]:
        call = calls.get_agent_run(self._organization, self.run_id)
        result = self._context.send(call, self._context.policies.read)
        return Result(converted(call, result, Run.from_wire), result.response, result.drifts)

    def resume(
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
        return self._context.read(call, self._context.policies.write, Run.from_wire)

    def ban(self) -> None:
        """Stop the run, and let the checks of its pull request start no more runs."""
        body = wire.StopAgentRunInput(agent_run_id=self.run_id)
        self._context.send(
            calls.ban_agent_run(self._organization, body=body), self._context.policies.write
        )

    def unban(self) -> None:
        """Let the checks of the run's pull request start runs again."""
        body = wire.StopAgentRunInput(agent_run_id=self.run_id)
        self._context.send(
            calls.unban_agent_run(self._organization, body=body), self._context.policies.write
        )

    def remove_from_pr(self) -> None:
        """Remove the agent from the run's pull request; it also stops the run."""
        body = wire.StopAgentRunInput(agent_run_id=self.run_id)
        self._context.send(
            calls.remove_from_pr(self._organization, body=body), self._context.policies.write
        )
