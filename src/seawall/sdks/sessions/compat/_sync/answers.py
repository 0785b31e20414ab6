# DO NOT EDIT. Derived from ../_async/answers.py by "python -m seawall.codegen.derive".
"""The answers of the server as it sends them: JSON objects and texts."""

import json
from collections.abc import Sequence
from typing import Any

from seawall.core.engine.call import Call
from seawall.core.engine.conversion import conversion_error
from seawall.core.validation.arguments import checked_items
from seawall.runtime.bulk.results import BulkResult
from seawall.runtime.client._sync.resource import Resource
from seawall.sdks.sessions._sync.context import Context
from seawall.sdks.sessions._sync.creating import create_each
from seawall.sdks.sessions._generated import calls
from seawall.sdks.sessions.compat.shapes import JsonDict
from seawall.sdks.sessions.models import CreatedSession
from seawall.sdks.sessions.new_sessions import NewSession, checked_session_id

__all__ = ["Answers"]


class Answers(Resource[Context]):
    """Answers without a conversion, and sessions without the checks of this SDK."""

    def sessions(self, kind: str | None, view: str | None) -> list[JsonDict]:
        """Read your sessions; with the view `all` those of all users, with four keys each."""
        if view == "all":
            return self._objects(calls.list_all_sessions())
        return self._objects(calls.list_sessions(type=kind, view=view))

    def stats(self) -> JsonDict:
        """Read the use of the platform."""
        return dict(self._json(calls.get_statistics()))

    def context(self) -> JsonDict:
        """Read the amounts of cores, memory and GPUs that sessions may have."""
        return dict(self._json(calls.get_context()))

    def details(self, ids: Sequence[str]) -> tuple[BulkResult[str, JsonDict], ...]:
        """Read each session."""

        def read(session_id: str) -> JsonDict:
            return dict(self._json(calls.get_session(checked_session_id(session_id))))

        return self._read_many(
            checked_items(ids, str, "ids"), read, concurrency=None, on_progress=lambda _: None
        )

    def events(self, ids: Sequence[str]) -> tuple[BulkResult[str, str], ...]:
        """Read the table of events of each session."""

        def read(session_id: str) -> str:
            call = calls.get_session_events(checked_session_id(session_id))
            return self._context.read(call, self._context.policies.read, str)

        return self._read_many(
            checked_items(ids, str, "ids"), read, concurrency=None, on_progress=lambda _: None
        )

    def create(
        self, sessions: Sequence[NewSession]
    ) -> tuple[BulkResult[NewSession, CreatedSession], ...]:
        """Start each session; one whose answer was lost is looked for, so that none is made twice."""
        return create_each(
            self._context,
            sessions,
            journal=None,
            concurrency=self._at_once(None),
            on_progress=lambda _: None,
        )

    def _objects(self, call: Call[Any]) -> list[JsonDict]:
        """Read a list, without items that are no objects; raises DecodeError if it has no others."""
        result = self._context.send(call, self._context.policies.read)
        items = json.loads(result.response.body)
        found = [dict(one) for one in items if isinstance(one, dict)]
        if items and not found:
            raise conversion_error("the list has no object", call, result.response)
        return found

    def _json(self, call: Call[Any]) -> Any:
        result = self._context.send(call, self._context.policies.read)
        return json.loads(result.response.body)
