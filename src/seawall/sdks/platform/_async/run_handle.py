"""A handle on one run: look at it, wait for it, cancel it, fetch what it made."""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from uuid import UUID

from attrs import evolve

from seawall.core.answer import Answer
from seawall.core.checksum import Checksum
from seawall.core.errors import InputError
from seawall.core.states import StateWatch
from seawall.core.transfer import TransferProgress, download_url
from seawall.core.unset import if_given
from seawall.runtime._async.pager import AsyncPages
from seawall.runtime._async.transfers import AsyncTransfers
from seawall.runtime._async.waiter import AsyncTarget, wait
from seawall.runtime.transfer_results import all_moved
from seawall.sdks.platform._async.context import AsyncContext
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform._generated import enums as wire_enums
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.arguments import checked_page_size, known, sort_fields, wanted_ids
from seawall.sdks.platform.downloads import (
    DownloadedFile,
    DownloadProgress,
    FileProgress,
    PlannedFile,
    planned_files,
)
from seawall.sdks.platform.models import Item, Run
from seawall.sdks.platform.states import RUN_STATES, ItemState, ItemTerminationReason

__all__ = ["AsyncRunHandle"]


class AsyncRunHandle:
    """One run, by its id. Making a handle asks nothing of the server; each method does."""

    def __init__(self, context: AsyncContext, run_id: UUID) -> None:
        self.run_id = run_id
        self._context = context
        self._watch = StateWatch(RUN_STATES)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.run_id})"

    async def details(self, *, nocache: bool = False) -> Run:
        """The run, as it was in the last 15 s or, where `nocache`, as it is now; raises NotFoundError."""
        call, policy = calls.get_run(self.run_id), self._context.policies.run
        return Run.from_wire((await self._context.engine.send(call, policy, nocache=nocache)).value)

    def results(
        self,
        *,
        external_ids: Sequence[str] | None = None,
        state: ItemState | None = None,
        termination_reason: ItemTerminationReason | None = None,
        custom_metadata: str | None = None,
        sort: str | Sequence[str] | None = None,
        page_size: int = 100,
        nocache: bool = False,
    ) -> AsyncPages[Item]:
        """Every item that fits, with its artifacts, page by page as it is read.

        `external_ids` are those wanted, `custom_metadata` is a JSONPath expression. `nocache` asks
        the server even where an answer is kept. Raises InputError for a page size outside of 5 to 100, no
        ids, or a state that this version does not know.
        """
        size, fields, wanted = checked_page_size(page_size), sort_fields(sort), wanted_ids(external_ids)
        wire_state = if_given(known(state), wire_enums.ItemState)
        wire_reason = if_given(known(termination_reason), wire_enums.ItemTerminationReason)
        return self._context.pages(
            calls.list_run_items(
                self.run_id,
                external_id__in=wanted,
                state=wire_state,
                termination_reason=wire_reason,
                custom_metadata=custom_metadata,
                sort=fields,
                page_size=size,
            ),
            self._context.policies.run,
            Item.from_wire,
            page_size=size,
            key=lambda item: item.item_id,
            nocache=nocache,
        )

    async def item(self, external_id: str, *, nocache: bool = False) -> Item:
        """One item, by the id that you gave it; raises NotFoundError."""
        call, policy = calls.get_run_item(self.run_id, external_id), self._context.policies.run
        return Item.from_wire((await self._context.engine.send(call, policy, nocache=nocache)).value)

    async def wait(
        self, *, timeout_s: float = 3600.0, on_progress: Callable[[Run], None] = lambda _: None
    ) -> Run:
        """The run once it has ended, for whatever reason.

        `on_progress` is told of the run each time it was asked for: after 0.25 s at first, after 5 s in the
        end, or when the server says with Retry-After. Raises WaitTimeoutError after `timeout_s` seconds, with
        the run as it was seen last; the run goes on, and any process can wait again by its id.
        """
        if not (math.isfinite(timeout_s) and timeout_s > 0):
            raise InputError(f"timeout_s is {timeout_s}: give a finite number of seconds above 0.")
        read = self._context.policies.run

        async def look(left_s: float) -> Answer[Run]:
            policy = evolve(read, deadline_s=min(read.deadline_s, left_s))
            answer = await self._context.engine.send(calls.get_run(self.run_id), policy, nocache=True)
            return Answer(Run.from_wire(answer.value), answer.response)

        return await wait(
            AsyncTarget(
                name=f"run {self.run_id}", read=look, state=lambda run: run.state, machine=RUN_STATES
            ),
            deadline_s=timeout_s,
            timing=self._context.engine.timing,
            watch=self._watch,
            on_progress=lambda seen: on_progress(seen.value),
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
        the first update is not guarded. The SDK's section is kept up to date; None removes it too.
        """
        annotate = self._context.sdk_metadata
        if annotate is not None and custom_metadata is not None:
            before = (await self.details(nocache=True)).custom_metadata
            custom_metadata = await annotate.of_changed_run(
                custom_metadata, before, self._context.policies.me
            )
        body = _metadata_update(custom_metadata, checksum)
        call = calls.update_run_metadata(self.run_id, body=body)
        return (
            await self._context.engine.send(call, self._context.policies.write)
        ).value.custom_metadata_checksum

    async def update_item_metadata(
        self, external_id: str, custom_metadata: Mapping[str, object] | None, *, checksum: str | None = None
    ) -> str | None:
        """Replace an item's custom metadata; the checksum of the new. See `update_metadata`."""
        annotate = self._context.sdk_metadata
        if annotate is not None and custom_metadata is not None:
            before = (await self.item(external_id, nocache=True)).custom_metadata
            custom_metadata = annotate.of_changed_item(custom_metadata, before)
        body = _metadata_update(custom_metadata, checksum)
        call = calls.update_item_metadata(self.run_id, external_id, body=body)
        return (
            await self._context.engine.send(call, self._context.policies.write)
        ).value.custom_metadata_checksum

    async def download(
        self,
        folder: str | Path,
        *,
        at_once: int | None = None,
        on_progress: Callable[[DownloadProgress], None] = lambda _: None,
    ) -> tuple[DownloadedFile, ...]:
        """Bring every artifact that is available to `folder`/item/artifact, and check it.

        Up to `at_once` files are fetched at a time (None: the setting `concurrency`), and one that fails does
        not stop the others. A file that is there and intact is not fetched again, one that broke off goes on
        where it stopped, and none stands under its final name before its checksum fits. No name from the
        server leaves `folder`. Raises the first StorageError, ChecksumError, TransportError or StatusError;
        run it again to go on.
        """
        if not str(folder):
            raise InputError("The folder to download to is empty text. Name one; `.` is the current one.")
        items = [item async for item in self.results(sort="external_id", nocache=True)]
        planned, done = list(planned_files(Path(folder), items)), list[Path]()

        async def fetched(
            numbered: tuple[int, PlannedFile], tell: Callable[[DownloadProgress], None]
        ) -> DownloadedFile:
            number, file = numbered
            return await self._fetch(file, FileProgress(number, len(planned), file.path, done, tell))

        transfers = AsyncTransfers(self._context.concurrency if at_once is None else at_once, on_progress)
        return all_moved(await transfers.each(list(enumerate(planned, start=1)), fetched))

    async def _fetch(self, file: PlannedFile, progress: FileProgress) -> DownloadedFile:
        progress(TransferProgress(0))
        artifact = file.artifact
        fetched = await self._context.downloader().fetch(
            lambda: self._file_url(artifact.output_artifact_id),
            file.path,
            checksum=None if artifact.checksum is None else Checksum.crc32c(artifact.checksum),
            on_progress=progress,
        )
        progress.end()
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
