"""The state that the resources of one client share."""

from typing import TYPE_CHECKING

from attrs import frozen

from seawall.runtime.client._async.base_client import AsyncClientContext
from seawall.runtime.metadata._async.sdk_metadata import AsyncSdkMetadata
from seawall.sdks.platform.policies import Policies

if TYPE_CHECKING:
    from seawall.runtime.transfer._async.downloader import AsyncDownloader

__all__ = ["AsyncContext"]


@frozen(eq=False, repr=False)
class AsyncContext(AsyncClientContext[Policies]):
    """The platform's context; `sdk_metadata` is None if the settings turn it off."""

    sdk_metadata: AsyncSdkMetadata | None = None

    def downloader(self) -> "AsyncDownloader":
        """A downloader over the same transport."""
        return self.connection.downloader(self.policies.download)
