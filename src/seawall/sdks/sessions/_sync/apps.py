# DO NOT EDIT. Derived from ../_async/apps.py by "python -m seawall.codegen.derive".
"""The apps of a desktop session: further containers, whose windows it shows."""

from seawall.core.model.conversion import converted_items
from seawall.core.process_bound import ProcessBound
from seawall.core.validation.arguments import checked_count
from seawall.sdks.sessions._sync.context import Context
from seawall.sdks.sessions._generated import calls
from seawall.sdks.sessions.models import Session
from seawall.sdks.sessions.new_sessions import answered_id, checked_image, checked_session_id

__all__ = ["Apps"]


class Apps(ProcessBound):
    """`client.session(id).apps`: the apps of a desktop session."""

    _in_other_process = "Send the id of the session, and call `client.session(session_id).apps` there."

    def __init__(self, context: Context, session_id: str) -> None:
        self._context = context
        self._session_id = session_id

    def list(self) -> tuple[Session, ...]:
        """Read the apps of the desktop; raises NotFoundError."""
        return self._context.read(
            calls.list_apps(self._session_id),
            self._context.policies.read,
            lambda found: tuple(converted_items(Session.from_wire, found)),
        )

    def create(self, image: str, *, cores: int | None = None, ram_gb: int | None = None) -> str:
        """Start an app and return its id; raises NotFoundError for an unknown desktop."""
        call = calls.create_app(
            self._session_id,
            image=checked_image(image, self._context.settings.registry_host),
            cores=None if cores is None else checked_count(cores, "cores"),
            ram=None if ram_gb is None else checked_count(ram_gb, "ram_gb"),
        )
        return self._context.read(call, self._context.policies.create, answered_id)

    def get(self, app_id: str) -> Session:
        """Read an app; raises NotFoundError."""
        call = calls.get_app(self._session_id, checked_session_id(app_id))
        return self._context.read(call, self._context.policies.read, Session.from_wire)

    def destroy(self, app_id: str) -> None:
        """Delete an app; raises NotFoundError."""
        # The server accepts the deletion of any id.
        self.get(app_id)
        self._context.send(calls.delete_app(self._session_id, app_id), self._context.policies.write)
