"""Sessions, as the older clients create and return them."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from seawall.core.errors import AuthError
from seawall.core.validation.arguments import checked_required_member
from seawall.runtime.auth.login.browser_launcher import open_in_browser
from seawall.runtime.bulk.results import BulkResult
from seawall.runtime.concurrency.event_loop import run_in_thread
from seawall.sdks.sessions.compat._async.http_client import AsyncHTTPClient
from seawall.sdks.sessions.compat.create_request import CreateRequest, new_sessions_of
from seawall.sdks.sessions.compat.error_classes import SessionRequestError, older_errors
from seawall.sdks.sessions.compat.fields import ErrorMode, checked_mode
from seawall.sdks.sessions.compat.shapes import JsonDict
from seawall.sdks.sessions.states import SessionKind, SessionStatus

__all__ = ["AsyncSession"]

I = TypeVar("I")  # noqa: E741
V = TypeVar("V")

_log = logging.getLogger("seawall.sessions")


class AsyncSession(AsyncHTTPClient):
    """Sessions of the older clients. `ids` are one id or a list.

    A failed item is logged and left out, or False; with `errors="raise"`, of a call or of the client,
    SessionRequestError is raised after all items. Calls also raise AuthContextError and AuthExpiredError, and
    the errors of the engine.
    """

    async def fetch(
        self, kind: str | None = None, status: str | None = None, view: str | None = None
    ) -> list[JsonDict]:
        """Your sessions, or those of a kind and in a state, with the keys of the server.

        `view` is None, `interactive`, or `all` for the sessions of all users. Raises InputError for another
        kind or status.
        """
        if kind is not None:
            checked_required_member(kind, SessionKind, "kind")
        wanted = None if status is None else _status(status)
        with older_errors():
            found = await self._client.answers.sessions(kind, view)
        return [
            one
            for one in found
            if (wanted is None or _status_of(one) == wanted) and (kind is None or one.get("type") == kind)
        ]

    async def stats(self) -> JsonDict:
        """The use of the platform, with the keys of the server."""
        with older_errors():
            return await self._client.answers.stats()

    async def info(self, ids: str | Sequence[str], *, errors: ErrorMode | None = None) -> list[JsonDict]:
        """The sessions, in the order of `ids`."""
        failed, results = self._parts(await self._client.answers.details(_list(ids)))
        return self._finished("info", list(results.values()), failed, errors)

    async def logs(
        self, ids: str | Sequence[str], verbose: bool = False, *, errors: ErrorMode | None = None
    ) -> dict[str, str] | None:
        """The output of each session so far, by id; None if `verbose`, which logs it instead."""
        failed, results = self._parts(await self._client.sessions.logs(_list(ids)))
        made = self._finished("logs", results, failed, errors)
        if verbose:
            _log_texts(results)
        return None if verbose else made

    async def events(
        self, ids: str | Sequence[str], verbose: bool = False, *, errors: ErrorMode | None = None
    ) -> list[dict[str, str]] | None:
        """The table of events of each session, as `{id: text}`; None if `verbose`, which logs them."""
        failed, results = self._parts(await self._client.answers.events(_list(ids)))
        made = self._finished("events", [{key: text} for key, text in results.items()], failed, errors)
        if verbose:
            _log_texts(results)
        return None if verbose else made

    async def create(  # noqa: PLR0917 - the older clients' order
        self,
        name: str | CreateRequest,
        image: str | None = None,
        cores: int | None = None,
        ram: int | None = None,
        kind: str = "headless",
        gpu: int | None = None,
        cmd: str | None = None,
        args: str | None = None,
        env: Mapping[str, object] | None = None,
        replicas: int = 1,
        *,
        errors: ErrorMode | None = None,
    ) -> list[str]:
        """Start a session `replicas` times, as `name-1` to `name-N`; return the ids, in their order.

        `ram` is in GB. The server splits `args` at each space. Raises InputError, a ValueError, for what can
        not be sent, and TypeError without an image.
        """
        if isinstance(name, CreateRequest):
            request = name
        elif image is None:
            raise TypeError("image is missing. Give it, e.g. images.canfar.net/skaha/terminal:1.1.2.")
        else:
            request = CreateRequest(name, image, cores, ram, kind, gpu, cmd, args, env, replicas)
        sessions = new_sessions_of(request, self._settings.registry_host)
        with older_errors():
            made = await self._client.answers.create(sessions)
            _raise_auth(made)
        failed: dict[str | int, Exception] = {one.index + 1: one.error for one in made if one.error}
        ids = [one.unwrap().session_id for one in made if one.error is None]
        return self._finished("create", ids, failed, errors)

    async def destroy(self, ids: str | Sequence[str], *, errors: ErrorMode | None = None) -> dict[str, bool]:
        """Delete the sessions; whether each was deleted, by id."""
        return self._flags("destroy", await self._client.sessions.destroy(_list(ids)), errors)

    async def renew(self, ids: str | Sequence[str], *, errors: ErrorMode | None = None) -> dict[str, bool]:
        """Extend the life of the sessions; whether each was extended, by id."""
        return self._flags("renew", await self._client.sessions.renew(_list(ids)), errors)

    async def destroy_with(
        self,
        prefix: str,
        kind: str = "headless",
        status: str = "Completed",
        *,
        errors: ErrorMode | None = None,
    ) -> dict[str, bool]:
        """Delete your sessions of a kind and in a state whose name begins with `prefix`; see `destroy`.

        `prefix` is a regular expression if it has a character of one. `Succeeded` and `Completed` are one
        state, `Error` and `Failed` too.
        """
        checked_required_member(kind, SessionKind, "kind")
        with older_errors():
            made = await self._client.sessions.destroy_with(prefix, kind=kind, status=_status(status))
        return self._flags("destroy_with", made, errors)

    async def connect(
        self, ids: str | Sequence[str], *, open_url: Callable[[str], object] = open_in_browser
    ) -> None:
        """Open the sessions in a browser, each as soon as it runs; raises InputError for a headless one."""
        with older_errors():
            for session_id in _list(ids):
                url = await self._client.session(session_id).connect()
                await run_in_thread(open_url, url)

    def _parts(self, made: Sequence[BulkResult[str, V]]) -> tuple[dict[str | int, Exception], dict[str, V]]:
        """The errors and the values of results, by id."""
        with older_errors():
            _raise_auth(made)
        failed: dict[str | int, Exception] = {one.item: one.error for one in made if one.error}
        return failed, {one.item: one.unwrap() for one in made if one.error is None}

    def _flags(
        self, operation: str, made: Sequence[BulkResult[str, V]], errors: ErrorMode | None
    ) -> dict[str, bool]:
        failed, _ = self._parts(made)
        return self._finished(operation, {one.item: one.error is None for one in made}, failed, errors)

    def _finished(
        self,
        operation: str,
        results: V,
        failed: Mapping[str | int, Exception],
        errors: ErrorMode | None,
    ) -> V:
        mode = self.errors if errors is None else checked_mode(errors)
        if failed and mode == "raise":
            raise SessionRequestError(operation, results, failed) from next(iter(failed.values()))
        for item, error in failed.items():
            _log.warning("%s of %s failed: %s", operation, item, error)
        return results


def _list(ids: str | Sequence[str]) -> list[str]:
    return [ids] if isinstance(ids, str) else list(ids)


def _status(status: str) -> SessionStatus:
    return checked_required_member(SessionStatus(status).value, SessionStatus, "status")


def _status_of(session: JsonDict) -> SessionStatus:
    return SessionStatus(str(session.get("status", "")))


def _raise_auth(made: Sequence[BulkResult[I, V]]) -> None:
    """Raise the first error of a login: every other item fails with it, too."""
    for one in made:
        if isinstance(one.error, AuthError):
            raise one.error


def _log_texts(texts: Mapping[str, str]) -> None:
    for session_id, text in texts.items():
        _log.info("%s:\n%s", session_id, text)
