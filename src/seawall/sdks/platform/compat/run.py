"""A run of the older client."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from attrs import frozen

from seawall.runtime.transfer.results import DownloadProgress
from seawall.sdks.platform._sync.run import Run as EngineRun
from seawall.sdks.platform.compat.cache import forget_after_write
from seawall.sdks.platform.compat.shapes import ItemResult, Payload, RunData
from seawall.sdks.platform.models import DownloadedFile
from seawall.sdks.platform.models import RunData as EngineRunData
from seawall.sdks.platform.states import ItemState, ItemTerminationReason

__all__ = ["Run"]


@frozen(repr=False)
class Run:
    """A run by its id, as text. `details` and `results` read it."""

    _engine: EngineRun

    @property
    def run_id(self) -> str:
        """The id of the run."""
        return str(self._engine.run_id)

    @property
    def payload(self) -> Payload:
        """The submission: application, version and custom metadata; read at the first use."""
        if not self._engine.has_data:
            self._engine.details()
        return RunData(self._engine.data).payload

    def details(self, nocache: bool = False) -> RunData:
        """Read the run. Raises NotFoundException."""
        return RunData(self._engine.details(nocache=nocache))

    def results(
        self,
        nocache: bool = False,
        *,
        external_ids: Collection[str] | None = None,
        state: ItemState | None = None,
        termination_reason: ItemTerminationReason | None = None,
        custom_metadata: str | None = None,
        sort: str | Collection[str] | None = None,
        page_size: int = 100,
    ) -> Iterator[ItemResult]:
        """Yield the items with their artifacts; filters as for `seawall.sdks.platform.Run.results`."""
        pages = self._engine.results(
            external_ids=external_ids,
            state=state,
            termination_reason=termination_reason,
            custom_metadata=custom_metadata,
            sort=sort,
            page_size=page_size,
            nocache=nocache,
        )
        for item in pages:
            yield ItemResult(item, self._engine.artifact_url)

    def item_status(self) -> dict[str, ItemState]:
        """The state of each item, by its external id."""
        return {item.external_id: item.output.state for item in self.results()}

    def cancel(self) -> None:
        """Stop the run; finished results stay. Raises ConflictException if it has ended."""
        self._engine.cancel()
        forget_after_write()

    def delete(self) -> None:
        """Delete all output artifacts of the run."""
        self._engine.delete()
        forget_after_write()

    def wait(self, timeout_seconds: float = 3600.0) -> RunData:
        """Wait until the run has ended. Raises WaitTimeoutError."""
        return RunData(self._engine.wait(timeout_s=timeout_seconds).data)

    def download_to_folder(
        self,
        download_base: str | Path,
        checksum_attribute_key: str = "checksum_base64_crc32c",
        *,
        sleep_interval: float = 5.0,
        timeout_seconds: float | None = None,
        print_status: bool = True,
    ) -> tuple[DownloadedFile, ...]:
        """Wait for the end of the run and download its artifacts to `download_base`/run id/item.

        The server chooses the interval, and the checksum is always verified: `sleep_interval` and
        `checksum_attribute_key` have no effect. With `print_status` the progress goes to stdout.
        """
        del checksum_attribute_key, sleep_interval
        tell = _print if print_status else _nothing

        def tell_state(run: EngineRunData) -> None:
            tell(f"{run.run_id}: {run.state}")

        timeout_s = 7 * 86400.0 if timeout_seconds is None else timeout_seconds
        ended = self._engine.wait(timeout_s=timeout_s, on_progress=tell_state)
        folder = Path(download_base) / str(ended.run_id)
        told = -1

        def tell_files(seen: DownloadProgress) -> None:
            nonlocal told
            if seen.done != told:  # not for each part of a file
                told = seen.done
                tell(f"{seen.done} of {seen.files} files")

        return ended.download(folder, on_progress=tell_files)

    def update_custom_metadata(
        self, custom_metadata: Mapping[str, object] | None, custom_metadata_checksum: str | None = None
    ) -> str | None:
        """Replace the custom metadata of the run; returns the new checksum."""
        found = self._engine.update_metadata(custom_metadata, checksum=custom_metadata_checksum)
        forget_after_write()
        return found

    def update_item_custom_metadata(
        self,
        external_id: str,
        custom_metadata: Mapping[str, object] | None,
        custom_metadata_checksum: str | None = None,
    ) -> str | None:
        """Replace the custom metadata of an item; returns the new checksum."""
        found = self._engine.update_item_metadata(
            external_id, custom_metadata, checksum=custom_metadata_checksum
        )
        forget_after_write()
        return found

    def __repr__(self) -> str:
        return repr(self._engine)


def _print(text: str) -> None:
    print(text)  # noqa: T201 - what the older client did


def _nothing(_: str) -> None:
    return None
