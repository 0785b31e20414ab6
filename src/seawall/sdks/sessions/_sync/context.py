# DO NOT EDIT. Derived from ../_async/context.py by "python -m seawall.codegen.derive".
"""The state that the resources of one client share."""

from attrs import frozen

from seawall.runtime.client._sync.base_client import ClientContext
from seawall.runtime.identity._sync.anonymous import Anonymous
from seawall.sdks.sessions.policies import Policies
from seawall.sdks.sessions.settings import Settings

__all__ = ["Context"]


@frozen(eq=False, repr=False)
class Context(ClientContext[Policies, Settings]):
    """The context of the sessions SDK: it adds requests without identity."""

    anonymous: Anonymous
