"""What the resources of one client share."""

from attrs import frozen

from seawall.runtime._async.downloader import AsyncDownloader
from seawall.runtime._async.engine import AsyncEngine
from seawall.sdks.platform.policies import Policies

__all__ = ["AsyncContext"]


@frozen
class AsyncContext:
    """An engine and the policies that a client's calls go under. `api_url` is the API's base URL."""

    engine: AsyncEngine
    policies: Policies
    api_url: str
    user_agent: str

    def downloader(self) -> AsyncDownloader:
        """What fetches files, over the same transport."""
        return AsyncDownloader(
            self.engine.transport, self.policies.download, self.engine.timing, self.user_agent
        )
