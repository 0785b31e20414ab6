"""A handle on one run: look at it, wait for it, cancel it, fetch what it made."""

import math
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from uuid import UUID

from attrs import evolve

from seawall.core.errors import InputError
from seawall.core.transfer import download_url
from seawall.core.unset import if_given
from seawall.runtime._async.pager import items_of_pages
from seawall.runtime._async.waiter import wait_until
from seawall.sdks.platform._async.context import AsyncContext
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform._generated import enums as wire_enums
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.arguments import checked_page_size, known, sort_fields, wanted_ids
from seawall.sdks.platform.downloads import DownloadedFile, DownloadProgress, PlannedFile, planned_files
from seawall.sdks.platform.models import Item, Run
from seawall.sdks.platform.states import ItemState, ItemTerminationReason

__all__ = ["AsyncRunHandle"]


class AsyncRunHandle:
    """One run, by its id. Making a handle asks nothing of the server; each method does."""

    def __init__(self, context: AsyncContext, run_id: UUID) -> None:
        self.run_id = run_id
        self._context = context

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.run_id})"

    async def details(self) -> Run:
        """The run as it is now; raises NotFoundError."""
        answer = await self._context.engine.send(calls.get_run(self.run_id), self._context.policies.read)
        return Run.from_wire(answer.value)

    def results(
        self,
        *,
        external_ids: Sequence[str] | None = None,
        state: ItemState | None = None,
        termination_reason: ItemTerminationReason | None = None,
        custom_metadata: str | None = None,
        sort: str | Sequence[str] | None = None,
        page_size: int = 100,
    ) -> AsyncIterator[Item]:
        """Every item that fits, with its artifacts, page by page as it is read.

        `external_ids` are those wanted, `custom_metadata` is a JSONPath expression. Raises InputError for a
        page size outside of 5 to 100, no ids, or a state that this version does not know.
        """
        size, fields, wanted = checked_page_size(page_size), sort_fields(sort), wanted_ids(external_ids)
        wire_state = if_given(known(state), wire_enums.ItemState)
        wire_reason = if_given(known(termination_reason), wire_enums.ItemTerminationReason)
        engine, policy = self._context.engine, self._context.policies.read
        return items_of_pages(
            lambda page: engine.send(
                calls.list_run_items(
                    self.run_id,
                    external_id__in=wanted,
                    state=wire_state,
                    termination_reason=wire_reason,
                    custom_metadata=custom_metadata,
                    sort=fields,
                    page=page,
                    page_size=size,
                ),
                policy,
            ),
            Item.from_wire,
            page_size=size,
        )

    async def item(self, external_id: str) -> Item:
        """One item, by the id that you gave it; raises NotFoundError."""
        call = calls.get_run_item(self.run_id, external_id)
        return Item.from_wire((await self._context.engine.send(call, self._context.policies.read)).value)

    async def wait(
        self, *, timeout_s: float = 3600.0, on_progress: Callable[[Run], None] = lambda _: None
    ) -> Run:
        """The run once it has ended, for whatever reason.

        `on_progress` is told of the run each time it was asked for: after 0.25 s at first, after 5 s in the
        end. Raises WaitTimeoutError after `timeout_s` seconds; the run goes on.
        """
        if not (math.isfinite(timeout_s) and timeout_s > 0):
            raise InputError(f"timeout_s is {timeout_s}: give a finite number of seconds above 0.")
        read = self._context.policies.read

        async def poll(left_s: float) -> Run:
            policy = evolve(read, deadline_s=min(read.deadline_s, left_s))
            return Run.from_wire((await self._context.engine.send(calls.get_run(self.run_id), policy)).value)

        return await wait_until(
            poll,
            lambda run: run.is_terminated,
            timeout_s=timeout_s,
            timing=self._context.engine.timing,
            what=f"run {self.run_id}",
            on_progress=on_progress,
        )

    async def cancel(self) -> None:
        """Stop the run; what is done stays. Raises ConflictError where it has ended already."""
        await self._context.engine.send(calls.cancel_run(self.run_id), self._context.policies.write)

    async def delete(self) -> None:
        """Delete all output artifacts of the run; there is no way back. Raises NotFoundError."""
        await self._context.engine.send(calls.delete_run_artifacts(self.run_id), self._context.policies.write)

    async def update_metadata(
        self, custom_metadata: Mapping[str, object] | None, *, checksum: str | None = None
    ) -> str | None:
        """Replace the run's custom metadata; the checksum of the new.

        `checksum` is that of the metadata you have read: PreconditionFailedError is raised where somebody
        else has changed it since. None replaces it whatever it is; a run without metadata has no checksum, so
        the first update is not guarded.
        """
        body = _metadata_update(custom_metadata, checksum)
        call = calls.update_run_metadata(self.run_id, body=body)
        return (
            await self._context.engine.send(call, self._context.policies.write)
        ).value.custom_metadata_checksum

    async def update_item_metadata(
        self, external_id: str, custom_metadata: Mapping[str, object] | None, *, checksum: str | None = None
    ) -> str | None:
        """Replace an item's custom metadata; the checksum of the new. See `update_metadata`."""
        body = _metadata_update(custom_metadata, checksum)
        call = calls.update_item_metadata(self.run_id, external_id, body=body)
        return (
            await self._context.engine.send(call, self._context.policies.write)
        ).value.custom_metadata_checksum

    async def download(
        self, folder: str | Path, *, on_progress: Callable[[DownloadProgress], None] = lambda _: None
    ) -> tuple[DownloadedFile, ...]:
        """Bring every artifact that is available to `folder`/item/artifact, and check it.

        A file that is there and intact is not fetched again, one that broke off goes on where it stopped, and
        none stands under its final name before its checksum fits. No name from the server leaves `folder`.
        Raises StorageError, ChecksumError, TransportError or StatusError; run it again to go on.
        """
        if not str(folder):
            raise InputError("The folder to download to is empty text. Name one; `.` is the current one.")
        items = [item async for item in self.results(sort="external_id")]
        planned = list(planned_files(Path(folder), items))
        return tuple(
            [
                await self._fetch(file, number, len(planned), on_progress)
                for number, file in enumerate(planned, start=1)
            ]
        )

    async def _fetch(
        self, file: PlannedFile, number: int, files: int, on_progress: Callable[[DownloadProgress], None]
    ) -> DownloadedFile:
        def tell(size: int) -> None:
            on_progress(DownloadProgress(file=number, files=files, path=file.path, size=size))

        tell(0)
        artifact = file.artifact
        fetched = await self._context.downloader().fetch(
            lambda: self._file_url(artifact.output_artifact_id),
            file.path,
            checksum=artifact.checksum,
            on_size=tell,
        )
        return DownloadedFile(
            external_id=file.external_id,
            artifact_id=artifact.output_artifact_id,
            name=artifact.name,
            path=file.path,
            checksum=artifact.checksum,
            was_there=not fetched,
        )

    async def _file_url(self, artifact_id: UUID) -> str:
        """A fresh address of an artifact's file; such addresses expire."""
        call = calls.get_artifact_file(self.run_id, artifact_id)
        # Each attempt at the file asks for it once.
        answer = await self._context.engine.send(call, self._context.policies.download.once)
        return download_url(self._context.api_url, answer.response.headers.get("location"))


def _metadata_update(
    custom_metadata: Mapping[str, object] | None, checksum: str | None
) -> wire.CustomMetadataUpdateRequest:
    return wire.CustomMetadataUpdateRequest(
        custom_metadata=None if custom_metadata is None else dict(custom_metadata),
        custom_metadata_checksum=checksum,
    )
