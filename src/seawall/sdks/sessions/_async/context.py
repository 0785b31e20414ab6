"""The state that the resources of one client share."""

from attrs import frozen

from seawall.runtime.client._async.base_client import AsyncClientContext
from seawall.runtime.identity._async.anonymous import AsyncAnonymous
from seawall.sdks.sessions.new_sessions import NewSession, checked_new_session
from seawall.sdks.sessions.policies import Policies
from seawall.sdks.sessions.settings import Settings

__all__ = ["AsyncContext"]


@frozen(eq=False, repr=False)
class AsyncContext(AsyncClientContext[Policies, Settings]):
    """The context of the sessions SDK: it adds defaults of sessions, and requests without identity."""

    anonymous: AsyncAnonymous

    def checked(self, session: NewSession) -> NewSession:
        """Return a session that can be sent; raise InputError."""
        return checked_new_session(
            session, registry=self.settings.registry_host, keeps_equals=self.settings.env_with_equals
        )
