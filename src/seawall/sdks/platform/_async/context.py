"""The state that the resources of one client share."""

from typing import TYPE_CHECKING
from uuid import UUID

from attrs import frozen

from seawall.core.engine.policy import Policy
from seawall.core.whole_import import import_whole
from seawall.runtime.client._async.base_client import AsyncClientContext
from seawall.runtime.concurrency.tasks import async_prepare_imports
from seawall.sdks.platform.new_runs import NewRuns
from seawall.sdks.platform.policies import Policies
from seawall.sdks.platform.server_version import ServerVersion
from seawall.sdks.platform.settings import Settings

if TYPE_CHECKING:
    from seawall.runtime.metadata._async.sdk_metadata import AsyncSdkMetadata
    from seawall.runtime.transfer._async.downloader import AsyncDownloader

__all__ = ["AsyncContext"]


@frozen(eq=False, repr=False)
class AsyncContext(AsyncClientContext[Policies, Settings]):
    """The platform's context: it adds downloads and SDK metadata.

    `new_runs` are the runs that were just created, `server` is the version of the API that the server speaks.
    """

    new_runs: NewRuns
    server: ServerVersion

    async def sdk_metadata(self) -> "AsyncSdkMetadata | None":
        """The SDK metadata of submissions; None if it is off, or an older server has no metadata."""
        if not self.settings.sdk_metadata or self.server.is_older:
            return None
        await async_prepare_imports("seawall.sdks.platform._async.sdk_metadata")
        import_whole("seawall.sdks.platform._async.sdk_metadata")
        from seawall.sdks.platform._async.sdk_metadata import sdk_metadata_over  # noqa: PLC0415 - 80 ms

        return sdk_metadata_over(self.connection)

    def run_policy(self, run_id: UUID) -> Policy:
        """The policy of a read of a run: after 404 it repeats the read of one that was just created."""
        return self.new_runs.policy(run_id, self.policies.run, self.clock.monotonic())

    def shows_progress(self, show: bool | None) -> bool:
        """Return `show`, the argument of a call, or the setting if it is None."""
        return self.settings.show_progress if show is None else show

    def downloader(self) -> "AsyncDownloader":
        """A downloader over the same transport."""
        return self.connection.downloader(self.policies.download)
