# DO NOT EDIT. Derived from ../_async/creating.py by "python -m seawall.codegen.derive".
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
from seawall.runtime.client._sync.many import create_many, create_or_find
from seawall.runtime.concurrency._sync.single_flight import SingleFlight
from seawall.runtime.concurrency.threads import Callback
from seawall.runtime.engine._sync.engine import Engine
from seawall.sdks.sessions._sync.context import Context
from seawall.sdks.sessions._generated import calls
from seawall.sdks.sessions.models import CreatedSession, Session
from seawall.sdks.sessions.new_sessions import NewSession, answered_id

__all__ = ["create", "create_each"]

# The server writes times in whole seconds.
_CLOCK_ERROR = timedelta(seconds=2)


def create(context: Context, session: NewSession) -> CreatedSession:
    """Create a checked session. If the answer is lost, look for the session.

    Raises MaybeProcessedError if it is not found.
    """
    return create_or_find(
        partial(_send, context, session, context.engine),
        partial(_LostSessions(context).find, session),
        clock=context.clock,
    )


def create_each(
    context: Context,
    sessions: Sequence[NewSession],
    *,
    journal: str | Path | None,
    concurrency: int,
    on_progress: Callback[BulkProgress],
) -> tuple[BulkResult[NewSession, CreatedSession], ...]:
    """Create checked sessions; see `Sessions.create_many`."""
    names, lost = Counter(session.name for session in sessions), _LostSessions(context)

    def create(session: NewSession, engine: Engine) -> CreatedSession:
        return _send(context, session, engine)

    def find(session: NewSession, since_s: float) -> CreatedSession | None:
        # Of two sessions with one name it is not known which is which.
        return lost.find(session, since_s) if names[session.name] == 1 else None

    return create_many(
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


def _send(context: Context, session: NewSession, engine: Engine) -> CreatedSession:
    call = _call(session)
    result = engine.send(call, context.policies.create)
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

    def __init__(self, context: Context) -> None:
        self._context = context
        self._began_s = context.clock.monotonic()
        self._numbers = count(1)
        self._lists: dict[str, _Listed] = {}
        self._asking = SingleFlight[_Listed]("list of sessions", background=False)

    def find(self, session: NewSession, since_s: float) -> CreatedSession | None:
        """The only session of this name and image that was made in the last `since_s` seconds, or None."""
        context, kind = self._context, session.kind.value
        now_s = context.clock.monotonic()
        # For a session of an earlier run of the job any list will do, else only one that begins from now on.
        least = 0 if since_s > now_s - self._began_s else next(self._numbers)

        def known() -> _Listed | None:
            listed = self._lists.get(kind)
            return listed if listed is not None and listed.number > least else None

        listed = self._asking.run(
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

    def _list(self, kind: str) -> _Listed:
        context, number = self._context, next(self._numbers)
        call = calls.list_sessions(type=kind)
        result = context.send(call, context.policies.read, nocache=True)
        # By the clock of the server: ours may be wrong.
        now = response_date(result.response.headers) or datetime.fromtimestamp(context.clock.wall(), UTC)
        by_name = defaultdict[str, list[Session]](list)
        for one in converted(call, result, lambda page: converted_items(Session.from_wire, page)):
            by_name[one.name].append(one)
        self._lists[kind] = made = _Listed(number, now, context.clock.monotonic(), by_name)
        return made
