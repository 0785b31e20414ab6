"""The answers of the server as it sends them: JSON objects and texts."""

import json
from collections.abc import Sequence
from typing import Any

from seawall.core.engine.call import Call
from seawall.core.engine.conversion import conversion_error
from seawall.core.validation.arguments import checked_items
from seawall.runtime.bulk.results import BulkResult
from seawall.runtime.client._async.resource import AsyncResource
from seawall.sdks.sessions._async.context import AsyncContext
from seawall.sdks.sessions._async.creating import async_create_each
from seawall.sdks.sessions._generated import calls
from seawall.sdks.sessions.compat.shapes import JsonDict
from seawall.sdks.sessions.models import CreatedSession
from seawall.sdks.sessions.new_sessions import NewSession, checked_session_id

__all__ = ["AsyncAnswers"]


class AsyncAnswers(AsyncResource[AsyncContext]):
    """Answers without a conversion, and sessions without the checks of this SDK."""

    async def sessions(self, kind: str | None, view: str | None) -> list[JsonDict]:
        """Read your sessions; with the view `all` those of all users, with four keys each."""
        if view == "all":
            return await self._objects(calls.list_all_sessions())
        return await self._objects(calls.list_sessions(type=kind, view=view))

    async def stats(self) -> JsonDict:
        """Read the use of the platform."""
        return dict(await self._json(calls.get_statistics()))

    async def context(self) -> JsonDict:
        """Read the amounts of cores, memory and GPUs that sessions may have."""
        return dict(await self._json(calls.get_context()))

    async def details(self, ids: Sequence[str]) -> tuple[BulkResult[str, JsonDict], ...]:
        """Read each session."""

        async def read(session_id: str) -> JsonDict:
            return dict(await self._json(calls.get_session(checked_session_id(session_id))))

        return await self._read_many(
            checked_items(ids, str, "ids"), read, concurrency=None, on_progress=lambda _: None
        )

    async def events(self, ids: Sequence[str]) -> tuple[BulkResult[str, str], ...]:
        """Read the table of events of each session."""

        async def read(session_id: str) -> str:
            call = calls.get_session_events(checked_session_id(session_id))
            return await self._context.read(call, self._context.policies.read, str)

        return await self._read_many(
            checked_items(ids, str, "ids"), read, concurrency=None, on_progress=lambda _: None
        )

    async def create(
        self, sessions: Sequence[NewSession]
    ) -> tuple[BulkResult[NewSession, CreatedSession], ...]:
        """Start each session; one whose answer was lost is looked for, so that none is made twice."""
        return await async_create_each(
            self._context,
            sessions,
            journal=None,
            concurrency=self._at_once(None),
            on_progress=lambda _: None,
        )

    async def _objects(self, call: Call[Any]) -> list[JsonDict]:
        """Read a list, without items that are no objects; raises DecodeError if it has no others."""
        result = await self._context.send(call, self._context.policies.read)
        items = json.loads(result.response.body)
        found = [dict(one) for one in items if isinstance(one, dict)]
        if items and not found:
            raise conversion_error("the list has no object", call, result.response)
        return found

    async def _json(self, call: Call[Any]) -> Any:
        result = await self._context.send(call, self._context.policies.read)
        return json.loads(result.response.body)
