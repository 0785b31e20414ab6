# DO NOT EDIT. Derived from ../_async/creating.py by "python -m seawall.codegen.derive".
"""Creates sessions. One whose answer was lost is looked for, so that none is made twice."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from seawall.core.engine.call import Call
from seawall.core.engine.conversion import converted
from seawall.core.http.times import response_date
from seawall.core.model.conversion import converted_items
from seawall.core.redaction.secret import Shown
from seawall.runtime.bulk.results import BulkProgress, BulkResult
from seawall.runtime.client._sync.many import create_many, create_or_find
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
        partial(_find, context, session),
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
    names = Counter(session.name for session in sessions)

    def create(session: NewSession, engine: Engine) -> CreatedSession:
        return _send(context, session, engine)

    def find(session: NewSession, since_s: float) -> CreatedSession | None:
        # Of two sessions with one name it is not known which is which.
        return _find(context, session, since_s) if names[session.name] == 1 else None

    return create_many(
        sessions,
        create,
        find=find,
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


def _find(context: Context, session: NewSession, since_s: float) -> CreatedSession | None:
    """The only session of this name and image that was made in the last `since_s` seconds, or None."""
    call = calls.list_sessions(type=session.kind.value)
    result = context.send(call, context.policies.read, nocache=True)
    # By the clock of the server: ours may be wrong.
    now = response_date(result.response.headers) or datetime.fromtimestamp(context.clock.wall(), UTC)
    begin = now - timedelta(seconds=since_s) - _CLOCK_ERROR
    found = [
        one
        for one in converted(call, result, lambda page: converted_items(Session.from_wire, page))
        if one.name == session.name
        and one.image == session.image
        and (one.started_at is None or one.started_at >= begin)
    ]
    return CreatedSession(session_id=found[0].session_id, name=session.name) if len(found) == 1 else None
