"""A fake sessions service in memory, for tests of programs that use the SDK."""

from collections.abc import Sequence

from seawall.core.engine.call import Operation
from seawall.core.errors import InputError
from seawall.core.redaction.secret import Secret
from seawall.core.validation.arguments import checked_count
from seawall.core.vosi.availability import Availability
from seawall.sdks.sessions import AsyncClient, Client
from seawall.sdks.sessions._generated import SERVER_PATH, calls
from seawall.sdks.sessions.models import Image, PlatformOptions, PlatformUse, Session, SessionEvent
from seawall.sdks.sessions.settings import Settings
from seawall.sdks.sessions.states import SessionStatus
from seawall.testing._async.fake_clock import AsyncFakeClock
from seawall.testing._sync.fake_clock import FakeClock
from seawall.testing.fakes.fake_api import FakeApi, Handler
from seawall.testing.sessions.fake.platform import PlatformHandlers
from seawall.testing.sessions.fake.sessions import SessionHandlers
from seawall.testing.sessions.fake.state import SessionsState, StoredSession
from seawall.testing.sessions.platform import availability as default_availability
from seawall.testing.sessions.platform import image as default_image
from seawall.testing.sessions.platform import platform_options, platform_use
from seawall.transports import AsyncMemoryTransport, MemoryTransport

__all__ = ["FakeSessions"]

_URL = "http://sessions.fake"
_WORK_S = 1.0


class FakeSessions(FakeApi):
    """A sessions service in memory: no server runs, and no time passes but that of its clocks.

    `client()` and `async_client()` are real clients of it, so `wait` of a session takes no time. A created
    session is Pending until the test calls `start`, `finish` or `fail`; with `finish_after_polls`, it is
    Running at its first read, and Completed at the read of that number. The caller is `user`.

    `requests` holds the requests so far, and `next_fails` lets the next ones fail. `availability` and `use`
    can be replaced.
    """

    def __init__(
        self,
        *,
        user: str = "ada",
        images: Sequence[Image] | None = None,
        options: PlatformOptions | None = None,
        finish_after_polls: int | None = None,
        clock: FakeClock | None = None,
        async_clock: AsyncFakeClock | None = None,
    ) -> None:
        self._state = SessionsState(
            user=user,
            url=_URL,
            now=lambda: self.now,
            images=(default_image(),) if images is None else tuple(images),
            options=options or platform_options(),
            use=platform_use(),
            availability=default_availability(),
            polls=_checked_polls(finish_after_polls),
        )
        super().__init__(
            _URL,
            server_path=SERVER_PATH,
            handlers=_handlers(SessionHandlers(self._state), PlatformHandlers(self._state)),
            choices=_CHOICES,
            clock=clock,
            async_clock=async_clock,
        )

    def client(self) -> Client:
        """Return a new client."""
        return Client(settings=_settings(), transport=MemoryTransport(self.respond), clock=self.clock)

    def async_client(self) -> AsyncClient:
        """Return a new async client."""
        transport = AsyncMemoryTransport(self.respond)
        return AsyncClient(settings=_settings(), transport=transport, clock=self.async_clock)

    @property
    def availability(self) -> Availability:
        """The availability that the service reports."""
        return self._state.availability

    @availability.setter
    def availability(self, value: Availability) -> None:
        """Set the availability."""
        self._state.availability = value

    @property
    def use(self) -> PlatformUse:
        """The use of the platform."""
        return self._state.use

    @use.setter
    def use(self, value: PlatformUse) -> None:
        """Set the use of the platform."""
        self._state.use = value

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Sessions in the order of their creation, with the apps of desktops, in their current state."""
        return tuple(stored.session for stored in self._state.sessions.values())

    def add(self, session: Session, *, log: str = "", events: Sequence[SessionEvent] = ()) -> Session:
        """Add a session with its output and events, and return it. One of another `user` can not be read.

        Raises InputError for a session that is already there.
        """
        key = session.session_id, session.app_id
        if key in self._state.sessions:
            raise InputError(f"Session {session.session_id} is already there. Give another session_id.")
        self._state.sessions[key] = StoredSession(session, log, list(events))
        return session

    def start(self, session_id: str, *, app_id: str | None = None) -> Session:
        """Let a session, or an app of a desktop, run. Raises InputError if it is not Pending."""
        stored = self._stored(session_id, app_id)
        self.advance(_WORK_S)
        stored.start(self.now)
        return stored.session

    def finish(self, session_id: str, *, log: str = "") -> Session:
        """Let a session end without an error; `log` is added to its output. Raises InputError if it ended."""
        return self._end(session_id, SessionStatus.COMPLETED, log)

    def fail(self, session_id: str, *, log: str = "") -> Session:
        """Let a session end with an error; see `finish`."""
        return self._end(session_id, SessionStatus.FAILED, log)

    def finish_after(self, session_id: str, *, polls: int) -> None:
        """Let a session end without an error at the read of number `polls` from now on."""
        self._stored(session_id).polls_left = _checked_polls(polls)

    def write(self, session_id: str, text: str) -> None:
        """Add `text` to the output of a session."""
        self._stored(session_id).log += text

    def warn(self, session_id: str, reason: str, message: str) -> None:
        """Add an event of the type Warning to a session, such as `FailedScheduling`."""
        self._stored(session_id).add_event(self.now, "Warning", reason, message)

    def _end(self, session_id: str, status: SessionStatus, log: str) -> Session:
        stored = self._stored(session_id)
        self.advance(_WORK_S)
        stored.end(self.now, status)
        stored.log += log
        return stored.session

    def _stored(self, session_id: str, app_id: str | None = None) -> StoredSession:
        stored = self._state.sessions.get((session_id, app_id))
        if stored is None:
            raise InputError(f"The fake has no session {session_id}. Create it or add it first.")
        return stored


_CHOICES = {
    calls.LIST_ALL_SESSIONS: ("view", "all"),
    calls.GET_STATISTICS: ("view", "stats"),
    calls.GET_SESSION_LOGS: ("view", "logs"),
    calls.GET_SESSION_EVENTS: ("view", "events"),
    calls.RENEW_SESSION: ("action", "renew"),
}


def _handlers(sessions: SessionHandlers, platform: PlatformHandlers) -> dict[Operation[object], Handler]:
    return {
        calls.GET_AVAILABILITY: platform.availability,
        calls.GET_CAPABILITIES: platform.capabilities,
        calls.GET_CONTEXT: platform.options,
        calls.LIST_IMAGES: platform.images,
        calls.LIST_REPOSITORIES: platform.registries,
        calls.GET_STATISTICS: platform.use,
        calls.LIST_ALL_SESSIONS: sessions.list_all,
        calls.LIST_SESSIONS: sessions.list,
        calls.CREATE_SESSION: sessions.create,
        calls.GET_SESSION_LOGS: sessions.logs,
        calls.GET_SESSION_EVENTS: sessions.events,
        calls.GET_SESSION: sessions.get,
        calls.DELETE_SESSION: sessions.delete,
        calls.RENEW_SESSION: sessions.renew,
        calls.LIST_APPS: sessions.list_apps,
        calls.CREATE_APP: sessions.create_app,
        calls.GET_APP: sessions.get,
        calls.DELETE_APP: sessions.delete_app,
    }


def _settings() -> Settings:
    # The environment of the developer does not matter.
    return Settings(base_url=_URL, token=Secret("fake"))


def _checked_polls(polls: int | None) -> int | None:
    return None if polls is None else checked_count(polls, "polls", least=1)
