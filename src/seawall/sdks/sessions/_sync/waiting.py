# DO NOT EDIT. Derived from ../_async/waiting.py by "python -m seawall.codegen.derive".
"""Waits for many sessions: one list per poll, and a reason for each that is still Pending at the end."""

from collections.abc import Callable, Mapping, Sequence

from seawall.core.errors import SeawallError, StatusError, TransportError, WaitTimeoutError
from seawall.core.model.conversion import converted_items
from seawall.core.waiting.polling import Outage, PollInterval
from seawall.runtime.bulk.results import BulkProgress
from seawall.runtime.concurrency.threads import Callback, call, checked_callback
from seawall.sdks.sessions._sync.context import Context
from seawall.sdks.sessions._sync.session_handle import diagnosis
from seawall.sdks.sessions._generated import calls
from seawall.sdks.sessions._generated import models as wire
from seawall.sdks.sessions.models import Session
from seawall.sdks.sessions.states import STATES, SessionStatus

__all__ = ["wait_for_many"]


def wait_for_many(
    context: Context,
    session_ids: Sequence[str],
    *,
    timeout_s: float,
    poll_interval: PollInterval,
    concurrency: int,
    on_progress: Callback[BulkProgress],
    on_outage: Callback[Outage],
) -> Callable[[str], Session]:
    """Wait until all sessions have ended; see `Sessions.wait_many`.

    The function that it returns gives the result of an id, or raises its error.
    """
    checked_callback(on_progress, "on_progress")
    listed: dict[str, Session] = {}
    total = len(set(session_ids))

    def progress(ended: Mapping[str, Session | SeawallError]) -> None:
        failed = sum(isinstance(each, SeawallError) for each in ended.values())
        call("on_progress", on_progress, BulkProgress(len(ended) - failed, failed, total))

    def by_id(page: Sequence[wire.SessionResponse]) -> Mapping[str, Session]:
        listed.clear()
        listed.update({one.session_id: one for one in converted_items(Session.from_wire, page)})
        return listed

    results = context.wait_many(
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

    def result(session_id: str) -> Session:
        found = results[session_id]
        if isinstance(found, Session):
            return found
        last = found.last if isinstance(found, WaitTimeoutError) else None
        if not isinstance(last, Session) or last.status != SessionStatus.PENDING:
            raise found
        try:
            reason = diagnosis(context, last, tuple(listed.values()))
        except (StatusError, TransportError):
            raise found from None
        raise WaitTimeoutError(f"{found} {reason.text}", last=last) from found

    return result
