# DO NOT EDIT. Derived from ../_async/context.py by "python -m seawall.codegen.derive".
"""The state that the resources of one client share."""

from attrs import frozen

from seawall.runtime.client._sync.base_client import ClientContext
from seawall.runtime.identity._sync.anonymous import Anonymous
from seawall.sdks.sessions.new_sessions import NewSession, checked_new_session
from seawall.sdks.sessions.policies import Policies
from seawall.sdks.sessions.settings import Settings

__all__ = ["Context"]


@frozen(eq=False, repr=False)
class Context(ClientContext[Policies, Settings]):
    """The context of the sessions SDK: it adds defaults of sessions, and requests without identity."""

    anonymous: Anonymous

    def checked(self, session: NewSession) -> NewSession:
        """Return a session that can be sent; raise InputError."""
        return checked_new_session(
            session, registry=self.settings.registry_host, keeps_equals=self.settings.env_with_equals
        )
