"""What the resources of one client share."""

from collections.abc import Callable
from typing import TypeVar

from attrs import frozen

from seawall.core.engine.call import Call
from seawall.core.engine.policy import Policy
from seawall.core.paging.strategies import PageNumberPaging
from seawall.core.validation.arguments import checked_count
from seawall.runtime.client._async.base_client import AsyncClientContext
from seawall.runtime.metadata._async.sdk_metadata import AsyncSdkMetadata
from seawall.runtime.paging._async.pager import AsyncPages
from seawall.runtime.transfer._async.downloader import AsyncDownloader
from seawall.sdks.platform.policies import Policies

__all__ = ["AsyncContext"]

T = TypeVar("T")
R = TypeVar("R")


@frozen
class AsyncContext(AsyncClientContext[Policies]):
    """The platform's: `sdk_metadata` is None where the SDK is to attach none."""

    sdk_metadata: AsyncSdkMetadata | None = None

    def downloader(self) -> AsyncDownloader:
        """What fetches files, over the same transport."""
        return self.connection.downloader(self.policies.download)

    def pages(
        self,
        call: Call[list[T]],
        policy: Policy,
        from_wire: Callable[[T], R],
        *,
        page_size: int,
        key: Callable[[T], object],
        nocache: bool,
    ) -> AsyncPages[R]:
        """What `call` lists, page by page; `key` tells one item from another.

        Raises InputError for a page size that the platform would refuse.
        """
        checked_count(page_size, "page_size", least=5, most=100)
        return AsyncPages(
            lambda page: self.engine.send(page, policy, nocache=nocache),
            call,
            PageNumberPaging(page_size=page_size),
            items=lambda body: body,
            from_wire=from_wire,
            key=key,
        )
