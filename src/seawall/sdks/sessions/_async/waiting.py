"""Waits for many sessions: one list per poll, and a reason for each that is still Pending at the end."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from seawall.core.errors import SeawallError, StatusError, TransportError, WaitTimeoutError
from seawall.core.model.conversion import converted_items
from seawall.core.waiting.polling import Outage, PollInterval
from seawall.runtime.bulk.results import BulkProgress
from seawall.runtime.concurrency.tasks import AsyncCallback, async_call, async_checked_callback
from seawall.sdks.sessions._async.context import AsyncContext
from seawall.sdks.sessions._async.session_handle import async_diagnosis
from seawall.sdks.sessions._generated import calls
from seawall.sdks.sessions._generated import models as wire
from seawall.sdks.sessions.models import Session
from seawall.sdks.sessions.states import STATES, SessionStatus

__all__ = ["async_wait_for_many"]


async def async_wait_for_many(
    context: AsyncContext,
    session_ids: Sequence[str],
    *,
    timeout_s: float,
    poll_interval: PollInterval,
    concurrency: int,
    on_progress: AsyncCallback[BulkProgress],
    on_outage: AsyncCallback[Outage],
) -> Callable[[str], Awaitable[Session]]:
    """Wait until all sessions have ended; see `AsyncSessions.wait_many`.

    The function that it returns gives the result of an id, or raises its error.
    """
    async_checked_callback(on_progress, "on_progress")
    listed: dict[str, Session] = {}
    total = len(set(session_ids))

    async def progress(ended: Mapping[str, Session | SeawallError]) -> None:
        failed = sum(isinstance(each, SeawallError) for each in ended.values())
        await async_call("on_progress", on_progress, BulkProgress(len(ended) - failed, failed, total))

    def by_id(page: Sequence[wire.SessionResponse]) -> Mapping[str, Session]:
        listed.clear()
        listed.update({one.session_id: one for one in converted_items(Session.from_wire, page)})
        return listed

    results = await context.wait_many(
        session_ids,
        calls.list_sessions(),
        context.policies.read,
        kind="session",
        by_id=by_id,
        one=calls.get_session,
        from_wire=Session.from_wire,
        state=lambda session: session.status,
        machine=STATES,
        concurrency=concurrency,
        deadline_s=timeout_s,
        poll_interval=poll_interval,
        on_progress=progress,
        on_outage=on_outage,
    )

    async def result(session_id: str) -> Session:
        found = results[session_id]
        if isinstance(found, Session):
            return found
        last = found.last if isinstance(found, WaitTimeoutError) else None
        if not isinstance(last, Session) or last.status != SessionStatus.PENDING:
            raise found
        try:
            reason = await async_diagnosis(context, last, tuple(listed.values()))
        except (StatusError, TransportError):
            raise found from None
        raise WaitTimeoutError(f"{found} {reason.text}", last=last) from found

    return result
