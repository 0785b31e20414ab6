# DO NOT EDIT. Derived from ../_async/context.py by "python -m seawall.codegen.derive".
"""What the resources of one client share."""

from collections.abc import Callable
from typing import TypeVar

from attrs import frozen

from seawall.core.engine.call import Call
from seawall.core.engine.policy import Policy
from seawall.core.paging.strategies import PageNumberPaging
from seawall.core.validation.arguments import checked_count
from seawall.runtime.client._sync.base_client import ClientContext
from seawall.runtime.metadata._sync.sdk_metadata import SdkMetadata
from seawall.runtime.paging._sync.pager import Pages
from seawall.runtime.transfer._sync.downloader import Downloader
from seawall.sdks.platform.policies import Policies

__all__ = ["Context"]

T = TypeVar("T")
R = TypeVar("R")


@frozen
class Context(ClientContext[Policies]):
    """The platform's: `sdk_metadata` is None where the SDK is to attach none."""

    sdk_metadata: SdkMetadata | None = None

    def downloader(self) -> Downloader:
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
    ) -> Pages[R]:
        """What `call` lists, page by page; `key` tells one item from another.

        Raises InputError for a page size that the platform would refuse.
        """
        checked_count(page_size, "page_size", least=5, most=100)
        return Pages(
            lambda page: self.engine.send(page, policy, nocache=nocache),
            call,
            PageNumberPaging(page_size=page_size),
            items=lambda body: body,
            from_wire=from_wire,
            key=key,
        )
