"""Sessions and their events as tables and facts, and sessions that commands wait for."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from attrs import frozen
from rich.text import Text

from seawall.core.waiting.polling import Outage
from seawall.sdks.sessions import Diagnosis, Session, SessionEvent, SessionHandle, SessionStatus
from seawall.terminal.commands.awaited import Awaited
from seawall.terminal.commands.views import View, facts_view, table_view
from seawall.terminal.progress import Step
from seawall.terminal.screen import note, printable
from seawall.terminal.times import age

__all__ = [
    "SESSION",
    "WithReason",
    "event_table",
    "session_facts",
    "session_table",
]

_STYLES = {SessionStatus.COMPLETED: "green", SessionStatus.FAILED: "red", SessionStatus.PENDING: "yellow"}


def _status(session: Session) -> Text:
    # Colours only repeat the text: a pipe or NO_COLOR loses no information.
    return Text(session.status, style=_STYLES.get(session.status, "cyan"))


session_table: View[Sequence[Session]] = table_view(
    Session,
    {
        "SESSION": "session_id",
        "NAME": "name",
        "KIND": "kind",
        "STATUS": _status,
        # The project and name; `info` shows the registry.
        "IMAGE": lambda one: one.image.partition("/")[2] or one.image,
        "AGE": lambda one: _age(one.started_at),
    },
)
"""A table with one row for each session."""

session_facts: View[Session] = facts_view(
    Session,
    {
        "Session": "session_id",
        "Name": "name",
        "Kind": "kind",
        "Status": _status,
        "Image": "image",
        "User": "user",
        "Started": "started_at",
        "Expires": "expires_at",
        "Cores": lambda one: _used(one.cores_in_use, one.cores),
        "Memory": lambda one: _used(one.ram_gb_in_use, one.ram_gb, " GB"),
        "GPUs": lambda one: _used(one.gpu_utilization, one.gpus),
        "Not as usual": lambda one: "; ".join(one.anomalies) or None,
    },
)
"""The facts of a session."""

event_table: View[Sequence[SessionEvent]] = table_view(
    SessionEvent,
    {
        "TYPE": "type",
        "REASON": "reason",
        # Ages: times of 23 columns leave no room for the message.
        "FIRST": lambda one: _age(one.first_at),
        "LAST": lambda one: _age(one.last_at),
        "MESSAGE": "message",
    },
)
"""A table with one row for each event; FIRST and LAST say how long ago it came."""


def _age(time: datetime | None) -> str | None:
    return None if time is None else age(time, datetime.now(UTC))


def _used(used: float | None, reserved: float | None, unit: str = "") -> str | None:
    parts = [("in use", used), ("reserved", reserved)]
    return ", ".join(f"{value:g}{unit} {name}" for name, value in parts if value is not None) or None


def _failure(session: Session) -> str | None:
    if session.succeeded or not session.is_terminated:
        return None
    return f"Session {session.session_id} has ended with the status {printable(session.status)}."


def _step(session: Session) -> Step:
    line = f"Session {session.session_id}: {session.status}"
    return Step(done=0, total=None, beside=f"{session.session_id} {session.status}", line=line)


SESSION: Awaited[Session] = Awaited(
    kind=Session,
    title="Waiting",
    step=_step,
    failure=_failure,
    remedy=lambda session: ("To see its output", "logs", session.session_id),
)
"""A session, for commands that wait for it."""


@frozen
class WithReason:
    """A handle for `SESSION.wait` that tells why a session is Pending. `running` waits for the start."""

    handle: SessionHandle
    running: bool = False

    def wait(
        self,
        *,
        timeout_s: float,
        on_progress: Callable[[Session], None],
        on_outage: Callable[[Outage], None],
    ) -> Session:
        """Wait for the session; raises WaitTimeoutError."""
        wait = self.handle.wait_until_running if self.running else self.handle.wait
        return wait(
            timeout_s=timeout_s, on_progress=on_progress, on_outage=on_outage, on_pending=_tell_reason
        )


def _tell_reason(found: Diagnosis) -> None:
    note(f"Session {found.session.session_id}: {printable(found.text)}", style="yellow")
