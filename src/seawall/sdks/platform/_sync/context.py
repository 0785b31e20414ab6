# DO NOT EDIT. Derived from ../_async/context.py by "python -m seawall.codegen.derive".
"""The state that the resources of one client share."""

from typing import TYPE_CHECKING

from attrs import frozen

from seawall.runtime.client._sync.base_client import ClientContext
from seawall.runtime.metadata._sync.sdk_metadata import SdkMetadata
from seawall.sdks.platform.policies import Policies

if TYPE_CHECKING:
    from seawall.runtime.transfer._sync.downloader import Downloader

__all__ = ["Context"]


@frozen(eq=False, repr=False)
class Context(ClientContext[Policies]):
    """The platform's context; `sdk_metadata` is None if the settings turn it off."""

    sdk_metadata: SdkMetadata | None = None

    def downloader(self) -> "Downloader":
        """A downloader over the same transport."""
        return self.connection.downloader(self.policies.download)
