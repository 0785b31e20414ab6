"""The operations of the fake service on sessions and the apps of desktops."""

from attrs import frozen

from seawall.core.http.message import Response
from seawall.sdks.sessions.models import Session
from seawall.sdks.sessions.states import INTERACTIVE_KINDS, SessionKind
from seawall.testing.fakes.fake_call import FakeCall
from seawall.testing.fakes.problem import TextProblemError, text_response
from seawall.testing.script import json_response
from seawall.testing.sessions.fake.state import SessionsState, StoredSession
from seawall.testing.sessions.fake.wire_models import event_table, wire_public_session, wire_session

__all__ = ["SessionHandlers"]

_NOT_FOUND = "session ID not found"


@frozen(eq=False)
class SessionHandlers:
    """Answers the operations on sessions."""

    state: SessionsState

    def list(self, call: FakeCall) -> Response:
        """GET /v1/session."""
        kind, status = (call.one("type") or "").lower(), (call.one("status") or "").lower()
        found = [self._read(one) for one in self.state.own_sessions()]
        return json_response(
            200,
            [
                wire_session(one)
                for one in found
                if (kind == one.kind if kind else one.app_id is None)
                and status in {"", one.status.lower()}
                and not (call.one("view") == "interactive" and one.kind == SessionKind.HEADLESS)
            ],
        )

    def list_all(self, _: FakeCall) -> Response:
        """GET /v1/session?view=all."""
        found = [one.session for one in self.state.sessions.values()]
        return json_response(200, [wire_public_session(one) for one in found if one.app_id is None])

    def create(self, call: FakeCall) -> Response:
        """POST /v1/session."""
        name, image = _required(call, "name"), _required(call, "image")
        kind = SessionKind(call.one("type") or SessionKind.HEADLESS)
        if not kind.is_known or kind == SessionKind.DESKTOP_APP:
            raise TextProblemError(400, f"Invalid session type: {kind.value}")
        self._check_limit(kind)
        cores, ram_gb, gpus = (_amount(call, name) for name in ("cores", "ram", "gpus"))
        made = self.state.create(name, image, kind, cores=cores, ram_gb=ram_gb, gpus=gpus)
        return text_response(200, made.session.session_id)

    def get(self, call: FakeCall) -> Response:
        """GET /v1/session/{session_id}."""
        return json_response(200, wire_session(self._read(self._own(call))))

    def delete(self, call: FakeCall) -> Response:
        """DELETE /v1/session/{session_id}, which succeeds for any id."""
        self.state.delete(call.path["session_id"])
        return Response(200)

    def renew(self, call: FakeCall) -> Response:
        """POST /v1/session/{session_id}?action=renew."""
        session_id = call.path["session_id"]
        stored = self.state.own(session_id)
        if stored is None or stored.session.is_terminated:
            raise TextProblemError(400, f"No active job for user {self.state.user} with session {session_id}")
        stored.renew(self.state.now())
        return Response(200)

    def logs(self, call: FakeCall) -> Response:
        """GET /v1/session/{session_id}?view=logs, which is empty for an unknown id."""
        stored = self.state.own(call.path["session_id"])
        return Response(200, {"content-type": "text/plain"}, b"" if stored is None else stored.log.encode())

    def events(self, call: FakeCall) -> Response:
        """GET /v1/session/{session_id}?view=events, which is not found before the first event."""
        stored = self._own(call)
        if not stored.events:
            raise TextProblemError(404, f"{_NOT_FOUND}.")
        return Response(200, {"content-type": "text/plain"}, event_table(stored.events).encode())

    def list_apps(self, call: FakeCall) -> Response:
        """GET /v1/session/{session_id}/app."""
        desktop = self._own(call).session
        found = [one for one in self.state.own_sessions() if one.session.session_id == desktop.session_id]
        apps = [self._read(one) for one in found if one.session.app_id is not None]
        return json_response(200, [wire_session(one) for one in apps])

    def create_app(self, call: FakeCall) -> Response:
        """POST /v1/session/{session_id}/app."""
        desktop, image = self._own(call).session, _required(call, "image")
        made = self.state.create(
            desktop.name,
            image,
            SessionKind.DESKTOP_APP,
            cores=_amount(call, "cores"),
            ram_gb=_amount(call, "ram"),
            desktop_id=desktop.session_id,
        )
        return text_response(200, made.session.app_id or "")

    def delete_app(self, call: FakeCall) -> Response:
        """DELETE /v1/session/{session_id}/app/{app_id}, which succeeds for any id."""
        self.state.delete(call.path["session_id"], call.path["app_id"])
        return Response(200)

    def _own(self, call: FakeCall) -> StoredSession:
        stored = self.state.own(call.path["session_id"], call.path.get("app_id"))
        if stored is None:
            raise TextProblemError(404, _NOT_FOUND)
        return stored

    def _read(self, stored: StoredSession) -> Session:
        return stored.poll(self.state.now())

    def _check_limit(self, kind: SessionKind) -> None:
        most = self.state.options.max_interactive_sessions
        live = [
            one
            for one in self.state.own_sessions()
            if one.session.is_interactive and not one.session.is_terminated
        ]
        if kind in INTERACTIVE_KINDS and most is not None and len(live) >= most:
            raise TextProblemError(
                400, f"User {self.state.user} has reached the maximum of {most} active sessions."
            )


def _required(call: FakeCall, name: str) -> str:
    value = call.one(name)
    if not value:
        raise TextProblemError(400, f"Missing parameter '{name}'")
    return value


def _amount(call: FakeCall, name: str) -> int | None:
    value = call.one(name)
    if value is not None and not value.isdecimal():
        raise TextProblemError(400, f"Invalid value for '{name}': {value}")
    return None if value is None else int(value)
