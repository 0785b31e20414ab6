"""The state that the resources of one client share."""

from attrs import frozen

from seawall.runtime.client._async.base_client import AsyncClientContext
from seawall.runtime.identity._async.anonymous import AsyncAnonymous
from seawall.sdks.sessions.policies import Policies
from seawall.sdks.sessions.settings import Settings

__all__ = ["AsyncContext"]


@frozen(eq=False, repr=False)
class AsyncContext(AsyncClientContext[Policies, Settings]):
    """The context of the sessions SDK: it adds requests without identity."""

    anonymous: AsyncAnonymous
