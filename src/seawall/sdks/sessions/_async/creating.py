"""Creates sessions. One whose answer was lost is looked for, so that none is made twice."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from attrs import frozen

from seawall.core.engine.call import Call
from seawall.core.engine.conversion import converted
from seawall.core.http.times import response_date
from seawall.core.model.conversion import converted_items
from seawall.core.redaction.secret import Shown
from seawall.runtime.bulk.results import BulkProgress, BulkResult
from seawall.runtime.client._async.many import async_create_many, async_create_or_find
from seawall.runtime.concurrency._async.single_flight import AsyncSingleFlight
from seawall.runtime.concurrency.tasks import AsyncCallback
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.sdks.sessions._async.context import AsyncContext
from seawall.sdks.sessions._generated import calls
from seawall.sdks.sessions.models import CreatedSession, Session
from seawall.sdks.sessions.new_sessions import NewSession, answered_id

__all__ = ["async_create", "async_create_each"]

# The server writes times in whole seconds.
_CLOCK_ERROR = timedelta(seconds=2)


async def async_create(context: AsyncContext, session: NewSession) -> CreatedSession:
    """Create a checked session. If the answer is lost, look for the session.

    Raises MaybeProcessedError if it is not found.
    """
    return await async_create_or_find(
        partial(_send, context, session, context.engine),
        partial(_LostSessions(context).find, session),
        clock=context.clock,
    )


async def async_create_each(
    context: AsyncContext,
    sessions: Sequence[NewSession],
    *,
    journal: str | Path | None,
    concurrency: int,
    on_progress: AsyncCallback[BulkProgress],
) -> tuple[BulkResult[NewSession, CreatedSession], ...]:
    """Create checked sessions; see `AsyncSessions.create_many`."""
    names, lost = Counter(session.name for session in sessions), _LostSessions(context)

    async def create(session: NewSession, engine: AsyncEngine) -> CreatedSession:
        return await _send(context, session, engine)

    async def find(session: NewSession, since_s: float) -> CreatedSession | None:
        # Of two sessions with one name it is not known which is which.
        return await lost.find(session, since_s) if names[session.name] == 1 else None

    return await async_create_many(
        sessions,
        create,
        find=find,
        id_of=lambda made: made.session_id,
        kind="session",
        job=f"create sessions at {context.api_url}",
        result_type=CreatedSession,
        engine=context.engine,
        concurrency=concurrency,
        journal=journal,
        on_progress=on_progress,
    )


async def _send(context: AsyncContext, session: NewSession, engine: AsyncEngine) -> CreatedSession:
    call = _call(session)
    result = await engine.send(call, context.policies.create)
    return converted(
        call, result, lambda text: CreatedSession(session_id=answered_id(text), name=session.name)
    )


def _call(session: NewSession) -> Call[str]:
    return calls.create_session(
        # The server repeats both in its reason.
        name=Shown(session.name),
        image=Shown(session.image),
        type=session.kind.value,
        cores=session.cores,
        ram=session.ram_gb,
        gpus=session.gpus,
        cmd=session.command,
        args=" ".join(session.args) or None,
        env=[f"{name}={value}" for name, value in session.env.items()] or None,
    )


@frozen(eq=False)
class _Listed:
    """A list of your sessions: its number, the server's time, and ours on the monotonic clock."""

    number: int
    now: datetime
    read_at_s: float
    by_name: Mapping[str, Sequence[Session]]


class _LostSessions:
    """Looks for sessions whose answer was lost; searches at the same time share a list of the server."""

    def __init__(self, context: AsyncContext) -> None:
        self._context = context
        self._began_s = context.clock.monotonic()
        self._numbers = count(1)
        self._lists: dict[str, _Listed] = {}
        self._asking = AsyncSingleFlight[_Listed]("list of sessions", background=False)

    async def find(self, session: NewSession, since_s: float) -> CreatedSession | None:
        """The only session of this name and image that was made in the last `since_s` seconds, or None."""
        context, kind = self._context, session.kind.value
        now_s = context.clock.monotonic()
        # For a session of an earlier run of the job any list will do, else only one that begins from now on.
        least = 0 if since_s > now_s - self._began_s else next(self._numbers)

        def known() -> _Listed | None:
            listed = self._lists.get(kind)
            return listed if listed is not None and listed.number > least else None

        listed = await self._asking.run(
            partial(self._list, kind),
            cached=known,
            timeout_s=context.policies.read.deadline_s,
            fits=lambda listed: listed.number > least,
            key=kind,
        )
        begin = listed.now - timedelta(seconds=listed.read_at_s - now_s + since_s) - _CLOCK_ERROR
        found = [
            one
            for one in listed.by_name.get(session.name, ())
            if one.image == session.image and (one.started_at is None or one.started_at >= begin)
        ]
        return CreatedSession(session_id=found[0].session_id, name=session.name) if len(found) == 1 else None

    async def _list(self, kind: str) -> _Listed:
        context, number = self._context, next(self._numbers)
        call = calls.list_sessions(type=kind)
        result = await context.send(call, context.policies.read, nocache=True)
        # By the clock of the server: ours may be wrong.
        now = response_date(result.response.headers) or datetime.fromtimestamp(context.clock.wall(), UTC)
        by_name = defaultdict[str, list[Session]](list)
        for one in converted(call, result, lambda page: converted_items(Session.from_wire, page)):
            by_name[one.name].append(one)
        self._lists[kind] = made = _Listed(number, now, context.clock.monotonic(), by_name)
        return made
