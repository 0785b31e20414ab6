"""A handle on one session: read it, wait for it, follow its log, renew or destroy it."""

from collections.abc import AsyncIterator, Sequence
from typing import Never

from seawall.core.errors import (
    BadRequestError,
    InputError,
    NotFoundError,
    StatusError,
    TransportError,
    WaitTimeoutError,
)
from seawall.core.model.conversion import converted_items
from seawall.core.waiting.growing_text import GrowingText
from seawall.core.waiting.polling import Outage, PollInterval, PollResult
from seawall.core.waiting.states import StateMachine
from seawall.runtime.client.handle import Handle
from seawall.runtime.concurrency.tasks import AsyncCallback, async_call, async_checked_callback
from seawall.runtime.engine.growing_log import GrowingLog
from seawall.sdks.sessions._async.apps import AsyncApps
from seawall.sdks.sessions._async.context import AsyncContext
from seawall.sdks.sessions._generated import calls
from seawall.sdks.sessions.diagnosis import Diagnosis, diagnosed
from seawall.sdks.sessions.events import events_of
from seawall.sdks.sessions.models import PlatformOptions, Session, SessionEvent
from seawall.sdks.sessions.states import STARTED, STATES, SessionStatus

__all__ = ["AsyncSessionHandle", "async_diagnosis"]

# Most sessions start within some seconds; one that is Pending for longer usually waits for quota.
_LONG_PENDING_S = 30.0


class AsyncSessionHandle(Handle):
    """A session, by its id. Making a handle sends no request; each method does."""

    _in_other_process = "Send its `session_id`, and call `client.session(session_id)` there."
    _id_name = "session_id"

    def __init__(self, context: AsyncContext, session_id: str) -> None:
        self.session_id = session_id
        self._context = context

    @property
    def apps(self) -> AsyncApps:
        """The apps of a desktop session: list, create, get, destroy."""
        return AsyncApps(self._context, self.session_id)

    async def details(self) -> Session:
        """Read the session, never from a cache; raises NotFoundError."""
        call = calls.get_session(self.session_id)
        return await self._context.read(call, self._context.policies.read, Session.from_wire)

    async def logs(self) -> str:
        """Read the output of the session so far, "" if there is none yet; raises NotFoundError."""
        text = await self._context.read(
            calls.get_session_logs(self.session_id), self._context.policies.read, str
        )
        if not text:
            # The server sends an empty text for an unknown session, too.
            await self.details()
        return text

    async def events(self) -> tuple[SessionEvent, ...]:
        """Read the events of the session, oldest first; raises NotFoundError.

        A session that waits for quota has none.
        """
        call = calls.get_session_events(self.session_id)
        try:
            return await self._context.read(call, self._context.policies.read, events_of)
        except NotFoundError:
            # The server also answers so for a session that has no container yet.
            await self.details()
            return ()

    async def renew(self) -> Session:
        """Extend the life of an interactive session to that of a new one, and return it.

        A headless session keeps its expiry, which is later. Raises NotFoundError, and BadRequestError for a
        session that has ended.
        """
        try:
            await self._context.send(calls.renew_session(self.session_id), self._context.policies.write)
        except BadRequestError:
            # The server answers so for an unknown session, too.
            await self.details()
            raise
        return await self.details()

    async def destroy(self) -> None:
        """Delete the session, and the apps of a desktop with it; raises NotFoundError."""
        # The server accepts the deletion of any id, and says nothing about one that it does not know.
        await self.details()
        await self._context.send(calls.delete_session(self.session_id), self._context.policies.write)

    async def diagnose(self) -> Diagnosis:
        """Why the session does not run yet: its state, last warning, and the caller's other sessions."""
        session = await self.details()
        others = await self._context.read(
            calls.list_sessions(),
            self._context.policies.read,
            lambda found: converted_items(Session.from_wire, found),
        )
        return await async_diagnosis(self._context, session, others)

    async def wait(
        self,
        *,
        timeout_s: float = 3600.0,
        poll_interval_s: float = 5.0,
        on_progress: AsyncCallback[Session] = lambda _: None,
        on_outage: AsyncCallback[Outage] = lambda _: None,
        on_pending: AsyncCallback[Diagnosis] = lambda _: None,
    ) -> Session:
        """Wait until the session has ended, for any reason, and return it; see `Session.succeeded`.

        An interactive session ends only when it expires or is destroyed: see `wait_until_running`.
        `on_progress` receives the session after each poll; the interval grows to `poll_interval_s`.
        `on_pending` receives the reason, once, if the session is Pending for 30 s. If the server stops
        answering, `on_outage` receives each failed poll; the wait ends with its error after a minute. Raises
        WaitTimeoutError, with the reason, after `timeout_s` seconds; NotFoundError if it is gone.
        """
        return await self._wait(
            STATES,
            timeout_s=timeout_s,
            poll_interval_s=poll_interval_s,
            on_progress=on_progress,
            on_outage=on_outage,
            on_pending=on_pending,
        )

    async def wait_until_running(
        self,
        *,
        timeout_s: float = 3600.0,
        poll_interval_s: float = 5.0,
        on_progress: AsyncCallback[Session] = lambda _: None,
        on_outage: AsyncCallback[Outage] = lambda _: None,
        on_pending: AsyncCallback[Diagnosis] = lambda _: None,
    ) -> Session:
        """Wait until the session runs, or has ended, and return it; see `wait`."""
        return await self._wait(
            STARTED,
            timeout_s=timeout_s,
            poll_interval_s=poll_interval_s,
            on_progress=on_progress,
            on_outage=on_outage,
            on_pending=on_pending,
        )

    async def connect(self, *, timeout_s: float = 600.0) -> str:
        """Wait until the session runs, and return the URL that opens it in a browser.

        Raises InputError for a session without a URL, and for one that has ended; WaitTimeoutError.
        """
        session = await self.wait_until_running(timeout_s=timeout_s)
        if session.is_terminated:
            raise InputError(f"Session {self.session_id} has ended, so it can not be opened. Create another.")
        if not session.connect_url:
            raise InputError(
                f"Session {self.session_id} is {session.kind}, which has no page to open. Read its logs()."
            )
        return session.connect_url

    async def follow(
        self,
        *,
        timeout_s: float = 3600.0,
        after: int = 0,
        on_progress: AsyncCallback[Session] = lambda _: None,
        on_outage: AsyncCallback[Outage] = lambda _: None,
    ) -> AsyncIterator[str | Session]:
        """Yield the lines of the log as they come, without the first `after`; the last value is the session.

        `on_progress` receives the session after each poll, before its lines. If the server stops answering,
        `on_outage` receives each failed poll; `follow` ends with its error after a minute. Raises
        NotFoundError, and WaitTimeoutError after `timeout_s` seconds.
        """
        log: GrowingLog[str, Session, str] = GrowingLog(
            call=lambda _: calls.get_session_logs(self.session_id),
            policy=self._context.policies.read,
            entries=GrowingText().new_lines,
        )
        lines = self._context.follow(
            calls.get_session(self.session_id),
            self._context.policies.read,
            name=f"session {self.session_id}",
            from_wire=Session.from_wire,
            state=lambda session: session.status,
            machine=STATES,
            log=log,
            after=after,
            deadline_s=timeout_s,
            on_progress=on_progress,
            on_outage=on_outage,
        )
        async for line in lines:
            yield line
        yield await self.details()

    async def _wait(
        self,
        machine: StateMachine,
        *,
        timeout_s: float,
        poll_interval_s: float,
        on_progress: AsyncCallback[Session],
        on_outage: AsyncCallback[Outage],
        on_pending: AsyncCallback[Diagnosis],
    ) -> Session:
        async_checked_callback(on_progress, "on_progress")
        async_checked_callback(on_pending, "on_pending")
        interval = PollInterval.up_to(poll_interval_s)
        begin, is_told = self._context.clock.monotonic(), False

        async def progress(seen: PollResult[Session]) -> None:
            nonlocal is_told
            is_long = self._context.clock.monotonic() - begin >= _LONG_PENDING_S
            if is_long and not is_told and seen.value.status == SessionStatus.PENDING:
                is_told = True
                if (found := await self._diagnosis()) is not None:
                    await async_call("on_pending", on_pending, found)
            await async_call("on_progress", on_progress, seen.value)

        try:
            return await self._context.wait(
                calls.get_session(self.session_id),
                self._context.policies.read,
                name=f"session {self.session_id}",
                from_wire=Session.from_wire,
                state=lambda session: session.status,
                machine=machine,
                deadline_s=timeout_s,
                poll_interval=interval,
                on_progress=progress,
                on_outage=on_outage,
            )
        except WaitTimeoutError as error:
            await self._raise_with_reason(error)

    async def _raise_with_reason(self, error: WaitTimeoutError) -> Never:
        found = await self._diagnosis()
        reason = "" if found is None else f" {found.text}"
        raise WaitTimeoutError(f"{error}{reason}", last=error.last) from error

    async def _diagnosis(self) -> Diagnosis | None:
        """The diagnosis, None if the server does not give it: a wait must not end by that."""
        try:
            return await self.diagnose()
        except (StatusError, TransportError):
            return None


async def async_diagnosis(context: AsyncContext, session: Session, others: Sequence[Session]) -> Diagnosis:
    """Why `session` does not run yet; `others` are the caller's sessions, as they were listed just now."""
    events = await AsyncSessionHandle(context, session.session_id).events()
    options = await context.read(calls.get_context(), context.policies.platform, PlatformOptions.from_wire)
    return diagnosed(session, events, others, options.max_interactive_sessions)
