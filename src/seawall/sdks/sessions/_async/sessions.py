"""Sessions: create, list, read, destroy; one or many."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from seawall.core.bulk.checks import checked_each
from seawall.core.errors import InputError
from seawall.core.model.conversion import converted_items
from seawall.core.validation.arguments import checked_optional_text, checked_text
from seawall.core.waiting.polling import Outage, PollInterval
from seawall.runtime.bulk.results import BulkProgress, BulkResult
from seawall.runtime.client._async.resource import AsyncResource
from seawall.runtime.concurrency.tasks import AsyncCallback
from seawall.sdks.sessions._async.context import AsyncContext
from seawall.sdks.sessions._async.creating import async_create, async_create_each
from seawall.sdks.sessions._async.session_handle import AsyncSessionHandle
from seawall.sdks.sessions._async.waiting import async_wait_for_many
from seawall.sdks.sessions._generated import calls
from seawall.sdks.sessions.models import CreatedSession, OtherSession, PlatformUse, Session, SessionEvent
from seawall.sdks.sessions.new_sessions import (
    NewSession,
    checked_new_session,
    checked_session_id,
    replicas_of,
)
from seawall.sdks.sessions.states import SessionKind, SessionStatus

if TYPE_CHECKING:
    from seawall.runtime.client.statistics import Health

__all__ = ["AsyncSessions"]

V = TypeVar("V")


class AsyncSessions(AsyncResource[AsyncContext]):
    """`client.sessions`: start containers, list them, read and destroy them."""

    async def list(self, *, kind: str | None = None, status: str | None = None) -> tuple[Session, ...]:
        """Read your sessions, or those of a kind and in a state; apps of desktops are left out.

        `Completed` also selects `Succeeded`, and `Failed` also `Error`: servers use both words.
        """
        call = calls.list_sessions(type=checked_optional_text(kind, "kind"))
        found = await self._context.read(
            call, self._context.policies.read, lambda page: converted_items(Session.from_wire, page)
        )
        wanted = None if status is None else SessionStatus(checked_text(status, "status"))
        return tuple(each for each in found if wanted in {None, each.status})

    async def list_all(self) -> tuple[OtherSession, ...]:
        """Read the sessions of all users, with the few facts that everyone may see."""
        return await self._context.read(
            calls.list_all_sessions(),
            self._context.policies.read,
            lambda page: tuple(converted_items(OtherSession.from_wire, page)),
        )

    async def stats(self) -> PlatformUse:
        """Read the use of the platform: cores, memory, number of sessions."""
        return await self._context.read(
            calls.get_statistics(), self._context.policies.read, PlatformUse.from_wire
        )

    async def health(self, *, timeout_s: float = 10.0) -> "Health":
        """Ask the server for your sessions, once; return whether it answered. Raises no error of a call."""
        return await self._context.health(
            calls.list_sessions(),
            self._context.policies.read,
            lambda found: getattr(found[0], "userid", None) if found else None,
            timeout_s=timeout_s,
        )

    async def create(
        self,
        name: str,
        image: str,
        *,
        kind: str = SessionKind.HEADLESS,
        cores: int | None = None,
        ram_gb: int | None = None,
        gpus: int | None = None,
        command: str | None = None,
        args: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
    ) -> AsyncSessionHandle:
        """Start a session, and return its handle.

        `image` is `[registry/]project/name[:tag]`. `command`, `args` and `env` are for headless sessions.
        Without `cores` and `ram_gb` the session shares what is free. Raises InputError before anything is
        sent for a value that the server refuses or changes, and BadRequestError with the server's reason. If
        the answer is lost, the session is looked for by its name; MaybeProcessedError if it is not found.
        """
        session = NewSession(
            name=name, image=image, kind=SessionKind(kind), cores=cores, ram_gb=ram_gb, gpus=gpus,
            command=command, args=args, env=env or {},
        )  # fmt: skip
        made = await async_create(self._context, self._checked(replicas_of(session, 1)[0]))
        return AsyncSessionHandle(self._context, made.session_id)

    async def create_replicas(
        self,
        session: NewSession,
        replicas: int,
        *,
        journal: str | Path | None = None,
        concurrency: int | None = None,
        on_progress: AsyncCallback[BulkProgress] = lambda _: None,
    ) -> tuple[BulkResult[NewSession, CreatedSession], ...]:
        """Start a session several times, as `name-1` to `name-N`; return a result for each, in their order.

        Each replica has its number in REPLICA_ID and `replicas` in REPLICA_COUNT, see `distributed`. For the
        rest see `create_many`.
        """
        return await self.create_many(
            replicas_of(session, replicas), journal=journal, concurrency=concurrency, on_progress=on_progress
        )

    async def create_many(
        self,
        sessions: Sequence[NewSession],
        *,
        journal: str | Path | None = None,
        concurrency: int | None = None,
        on_progress: AsyncCallback[BulkProgress] = lambda _: None,
    ) -> tuple[BulkResult[NewSession, CreatedSession], ...]:
        """Start many sessions; return a result for each, in their order: an id, or the error.

        With a `journal`, the job can be run again after an interruption, and creates those that are missing;
        no session is made twice: one whose answer was lost is looked for by its name, and has `may_be_done`
        if it is not found. Raises InputError before anything is sent if one can not be sent; JournalError and
        StorageError.
        """
        checked = checked_each(sessions, self._checked, "session")
        return await async_create_each(
            self._context,
            checked,
            journal=journal,
            concurrency=self._at_once(concurrency),
            on_progress=on_progress,
        )

    async def get(self, session_id: str) -> Session:
        """Read a session, never from a cache; raises NotFoundError."""
        return await self._handle(session_id).details()

    async def get_many(
        self,
        session_ids: Sequence[str],
        *,
        concurrency: int | None = None,
        on_progress: AsyncCallback[BulkProgress] = lambda _: None,
    ) -> tuple[BulkResult[str, Session], ...]:
        """Read many sessions; return a result for each id, in their order: a session, or the error."""
        return await self._each(session_ids, AsyncSessionHandle.details, concurrency, on_progress)

    async def wait_many(
        self,
        session_ids: Sequence[str],
        *,
        timeout_s: float = 3600.0,
        poll_interval_s: float = 5.0,
        concurrency: int | None = None,
        on_progress: AsyncCallback[BulkProgress] = lambda _: None,
        on_outage: AsyncCallback[Outage] = lambda _: None,
    ) -> tuple[BulkResult[str, Session], ...]:
        """Wait until many sessions have ended; return a result for each id, in their order.

        Each poll lists your sessions once, however many there are. The result is the session that has ended,
        for any reason, see `Session.succeeded`; or NotFoundError if it is gone; or WaitTimeoutError after
        `timeout_s` seconds, with the reason if it is Pending. If the server stops answering, `on_outage`
        receives each failed poll; after a minute its error is the result of those that have not ended.
        `on_progress` receives the progress after each poll. Raises InputError before anything is sent, and
        the error of the first poll.
        """
        at_once, interval = self._at_once(concurrency), PollInterval.up_to(poll_interval_s)
        ids = [checked_session_id(each) for each in _checked_ids(session_ids)]
        result = await async_wait_for_many(
            self._context,
            ids,
            timeout_s=timeout_s,
            poll_interval=interval,
            concurrency=at_once,
            on_progress=on_progress,
            on_outage=on_outage,
        )
        return await self._read_many(ids, result, concurrency=at_once, on_progress=lambda _: None)

    async def logs(
        self,
        session_ids: Sequence[str],
        *,
        concurrency: int | None = None,
        on_progress: AsyncCallback[BulkProgress] = lambda _: None,
    ) -> tuple[BulkResult[str, str], ...]:
        """Read the output of many sessions so far; see `get_many`."""
        return await self._each(session_ids, AsyncSessionHandle.logs, concurrency, on_progress)

    async def events(
        self,
        session_ids: Sequence[str],
        *,
        concurrency: int | None = None,
        on_progress: AsyncCallback[BulkProgress] = lambda _: None,
    ) -> tuple[BulkResult[str, tuple[SessionEvent, ...]], ...]:
        """Read the events of many sessions; see `get_many`."""
        return await self._each(session_ids, AsyncSessionHandle.events, concurrency, on_progress)

    async def renew(
        self,
        session_ids: Sequence[str],
        *,
        concurrency: int | None = None,
        on_progress: AsyncCallback[BulkProgress] = lambda _: None,
    ) -> tuple[BulkResult[str, Session], ...]:
        """Extend the life of many interactive sessions, and return them; see `get_many`."""
        return await self._each(session_ids, AsyncSessionHandle.renew, concurrency, on_progress)

    async def destroy(
        self,
        session_ids: Sequence[str],
        *,
        concurrency: int | None = None,
        on_progress: AsyncCallback[BulkProgress] = lambda _: None,
    ) -> tuple[BulkResult[str, None], ...]:
        """Delete many sessions; NotFoundError is the result of an id that is none. See `get_many`."""
        return await self._each(session_ids, AsyncSessionHandle.destroy, concurrency, on_progress)

    async def destroy_with(
        self,
        prefix: str,
        *,
        kind: str = SessionKind.HEADLESS,
        status: str = SessionStatus.COMPLETED,
        concurrency: int | None = None,
        on_progress: AsyncCallback[BulkProgress] = lambda _: None,
    ) -> tuple[BulkResult[str, None], ...]:
        """Delete your sessions of a kind and in a state whose name begins with `prefix`.

        `prefix` is a regular expression if it has a character of one (`^job-[0-9]+$`); then it must match at
        the begin of the name. Raises InputError for an empty prefix, which would match every session.
        """
        matches = _selector(prefix)
        found = await self.list(kind=kind, status=status)
        chosen = [each.session_id for each in found if matches(each.name)]
        return await self.destroy(chosen, concurrency=concurrency, on_progress=on_progress)

    def _checked(self, session: NewSession) -> NewSession:
        settings = self._context.settings
        return checked_new_session(
            session, registry=settings.registry_host, keeps_equals=settings.env_with_equals
        )

    def _handle(self, session_id: str) -> AsyncSessionHandle:
        return AsyncSessionHandle(self._context, checked_session_id(session_id))

    async def _each(
        self,
        session_ids: Sequence[str],
        act: Callable[[AsyncSessionHandle], Awaitable[V]],
        concurrency: int | None,
        on_progress: AsyncCallback[BulkProgress],
    ) -> tuple[BulkResult[str, V], ...]:
        async def read(session_id: str) -> V:
            return await act(self._handle(session_id))

        ids = _checked_ids(session_ids)
        return await self._read_many(ids, read, concurrency=concurrency, on_progress=on_progress)


def _checked_ids(session_ids: Sequence[str]) -> Sequence[str]:
    if isinstance(session_ids, str):
        raise InputError("session_ids is text. Give a list of ids.")
    return session_ids


_SPECIAL = frozenset(".^$*+?{}[]()|\\")


def _selector(prefix: str) -> Callable[[str], bool]:
    if not checked_text(prefix, "prefix"):
        raise InputError("prefix is empty and would match every session. Give the begin of the names.")
    if not _SPECIAL.intersection(prefix):
        return lambda name: name.startswith(prefix)
    try:
        pattern = re.compile(prefix)
    except re.error as error:
        raise InputError(
            f"prefix is no regular expression: {error}. Correct it, or escape its characters."
        ) from error
    return lambda name: pattern.match(name) is not None
