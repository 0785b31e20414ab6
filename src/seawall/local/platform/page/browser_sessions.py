"""Sessions of browsers that are logged in: in memory, so a restart of the server ends them."""

from datetime import datetime, timedelta
from threading import Lock

from attrs import frozen

from seawall.local.oauth.opaque import hash_opaque, new_opaque

__all__ = ["BrowserSessions"]

MAX_SESSIONS = 1000  # the oldest ends for a new one: logins without end must not fill the memory


@frozen
class _Session:
    user_id: str
    expires_at: datetime


class BrowserSessions:
    """Sessions by the hash of their id. The id works on the page only: it is no access token of the API."""

    def __init__(self, lifetime_s: int) -> None:
        self.lifetime_s = lifetime_s
        self._sessions: dict[str, _Session] = {}
        self._lock = Lock()

    def start(self, user_id: str, now: datetime) -> str:
        """Start a session and return its id, which only the browser may receive."""
        session_id = new_opaque()
        session = _Session(user_id, now + timedelta(seconds=self.lifetime_s))
        with self._lock:
            for each in [key for key, other in self._sessions.items() if other.expires_at <= now]:
                del self._sessions[each]
            while len(self._sessions) >= MAX_SESSIONS:
                del self._sessions[next(iter(self._sessions))]
            self._sessions[hash_opaque(session_id)] = session
        return session_id

    def user_id(self, session_id: str, now: datetime) -> str | None:
        """Return the user of a session; None if it is unknown, expired or ended."""
        session = self._sessions.get(hash_opaque(session_id))
        return session.user_id if session is not None and session.expires_at > now else None

    def end(self, session_id: str) -> None:
        """End a session; an unknown one is ignored."""
        with self._lock:
            self._sessions.pop(hash_opaque(session_id), None)
