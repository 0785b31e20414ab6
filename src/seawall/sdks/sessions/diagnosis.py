"""Why a session does not run yet, as far as the server tells."""

from collections.abc import Sequence

from attrs import frozen

from seawall.core.model.model import Model
from seawall.core.redaction.redact import redact
from seawall.sdks.sessions.models import Session, SessionEvent
from seawall.sdks.sessions.states import SessionStatus

__all__ = ["Diagnosis", "diagnosed"]

_ACTIVE = (SessionStatus.PENDING, SessionStatus.RUNNING)


@frozen(kw_only=True)
class Diagnosis(Model):
    """The state of a session, and what may hold it up.

    `warning` is the last event that tells of trouble. `running` and `pending` count the caller's sessions of
    the same sort, headless or interactive, this one too; `limit` is that of interactive sessions.
    """

    session: Session
    warning: SessionEvent | None
    running: int
    pending: int
    limit: int | None

    @property
    def text(self) -> str:
        """A sentence or two for people."""
        parts = [f"The session is {redact(self.session.status, max_characters=40)}."]
        if self.warning is not None:
            message = redact(f"{self.warning.reason}: {self.warning.message}", max_characters=300)
            parts.append(f"Its last warning: {message.rstrip('.')}.")
        elif self.session.status == SessionStatus.PENDING:
            parts.append("The server tells no reason; usually the quota of the cluster is used up.")
        sort = "interactive" if self.session.is_interactive else "headless"
        limit = "" if self.limit is None else f", of {self.limit} allowed"
        parts.append(f"You have {self.running} running and {self.pending} pending {sort} sessions{limit}.")
        return " ".join(parts)


def diagnosed(
    session: Session, events: Sequence[SessionEvent], others: Sequence[Session], limit: int | None
) -> Diagnosis:
    """Why a session waits, from its events, the caller's sessions and the limit of interactive ones."""
    same = [one for one in others if one.is_interactive == session.is_interactive and one.status in _ACTIVE]
    running = sum(one.status == SessionStatus.RUNNING for one in same)
    return Diagnosis(
        session=session,
        warning=next((event for event in reversed(events) if event.is_warning), None),
        running=running,
        pending=len(same) - running,
        limit=limit if session.is_interactive else None,
    )
