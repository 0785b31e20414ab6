# DO NOT EDIT. Derived from ../_async/context.py by "make regenerate".
"""What the resources of one client share."""

from attrs import frozen

from seawall.runtime._sync.downloader import Downloader
from seawall.runtime._sync.engine import Engine
from seawall.sdks.platform.policies import Policies

__all__ = ["Context"]


@frozen
class Context:
    """An engine and the policies that a client's calls go under. `api_url` is the API's base URL."""

    engine: Engine
    policies: Policies
    api_url: str
    user_agent: str

    def downloader(self) -> Downloader:
        """What fetches files, over the same transport."""
        return Downloader(
            self.engine.transport, self.policies.download, self.engine.timing, self.user_agent
        )
