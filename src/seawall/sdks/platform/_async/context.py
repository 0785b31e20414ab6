"""What the resources of one client share."""

from collections.abc import Callable
from typing import TypeVar

from attrs import frozen

from seawall.core.call import Call
from seawall.core.paging import PageNumberPaging
from seawall.core.policy import Policy
from seawall.runtime._async.downloader import AsyncDownloader
from seawall.runtime._async.engine import AsyncEngine
from seawall.runtime._async.pager import AsyncPages
from seawall.sdks.platform._async.sdk_metadata import AsyncSdkMetadata
from seawall.sdks.platform.policies import Policies

__all__ = ["AsyncContext"]

T = TypeVar("T")
R = TypeVar("R")


@frozen
class AsyncContext:
    """An engine and the policies that a client's calls go under. `api_url` is the API's base URL.

    `concurrency` files are moved at a time, if nobody says otherwise. `sdk_metadata` is None where the SDK is
    to attach none.
    """

    engine: AsyncEngine
    policies: Policies
    api_url: str
    user_agent: str
    concurrency: int
    sdk_metadata: AsyncSdkMetadata | None = None

    def downloader(self) -> AsyncDownloader:
        """What fetches files, over the same transport."""
        return AsyncDownloader(
            self.engine.transport, self.policies.download, self.engine.timing, self.user_agent
        )

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
        """What `call` lists, page by page; `key` tells one item from another."""
        return AsyncPages(
            lambda page: self.engine.send(page, policy, nocache=nocache),
            call,
            PageNumberPaging(page_size=page_size),
            items=_the_body,
            from_wire=from_wire,
            key=key,
        )


def _the_body(body: list[T]) -> list[T]:
    return body
