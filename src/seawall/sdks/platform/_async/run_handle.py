"""A handle on one run: look at it, wait for it, cancel it, fetch what it made."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path
from uuid import UUID

from seawall.core.transfer.checksum import Checksum
from seawall.core.transfer.urls import download_url
from seawall.core.validation.arguments import (
    checked_callable,
    checked_member,
    checked_object,
    checked_optional_text,
    checked_texts,
    sort_fields,
)
from seawall.core.waiting.states import StateTracker
from seawall.core.wire.unset import if_given
from seawall.runtime.paging._async.pager import AsyncPages
from seawall.runtime.transfer._async.transfers import AsyncDownloads, AsyncRemoteFile
from seawall.runtime.transfer.results import DownloadProgress, unwrap_all
from seawall.runtime.waiting._async.waiter import AsyncPollable, async_wait
from seawall.sdks.platform._async.context import AsyncContext
from seawall.sdks.platform._async.pages import async_pages
from seawall.sdks.platform._generated import calls, enums
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.models import DownloadedFile, Item, OutputArtifact, Run
from seawall.sdks.platform.states import STATES, ItemState, ItemTerminationReason

__all__ = ["AsyncRunHandle"]


class AsyncRunHandle:
    """One run, by its id. Making a handle asks nothing of the server; each method does."""

    def __init__(self, context: AsyncContext, run_id: UUID) -> None:
        self.run_id = run_id
        self._context = context
        self._tracker = StateTracker(STATES)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.run_id})"

    async def details(self, *, nocache: bool = False) -> Run:
        """The run, as it was in the last 15 s or, where `nocache`, as it is now; raises NotFoundError."""
        call, policy = calls.get_run(self.run_id), self._context.policies.run
        return Run.from_wire((await self._context.engine.send(call, policy, nocache=nocache)).value)

    def results(
        self,
        *,
        external_ids: Collection[str] | None = None,
        state: ItemState | None = None,
        termination_reason: ItemTerminationReason | None = None,
        custom_metadata: str | None = None,
        sort: str | Collection[str] | None = None,
        page_size: int = 100,
        nocache: bool = False,
    ) -> AsyncPages[Item]:
        """Every item that fits, with its artifacts, page by page as it is read.

        `external_ids` are those wanted, `custom_metadata` is a JSONPath expression. `nocache` asks
        the server even where an answer is kept. Raises InputError for a page size outside of 5 to 100, no
        ids, or a state that this version does not know.
        """
        reason = checked_member(termination_reason, enums.ItemTerminationReason, "termination_reason")
        return async_pages(
            self._context,
            calls.list_run_items(
                self.run_id,
                external_id__in=checked_texts(external_ids, "external_ids"),
                state=checked_member(state, enums.ItemState, "state"),
                termination_reason=reason,
                custom_metadata=custom_metadata,
                sort=sort_fields(sort),
                page_size=page_size,
            ),
            self._context.policies.run,
            Item.from_wire,
            page_size=page_size,
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
        checked_callable(on_progress, "on_progress")
        context = self._context
        target = AsyncPollable(
            name=f"run {self.run_id}",
            read=lambda left_s: context.engine.send(
                calls.get_run(self.run_id), context.policies.run.with_deadline(left_s), nocache=True
            ),
            from_wire=Run.from_wire,
            state=lambda run: run.state,
            machine=STATES,
        )
        return await async_wait(
            target,
            deadline_s=timeout_s,
            clock=context.engine.clock,
            tracker=self._tracker,
            on_progress=lambda look: on_progress(look.value),
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
        new, seen = (
            checked_object(custom_metadata, "custom_metadata"),
            checked_optional_text(checksum, "checksum"),
        )
        annotate = self._context.sdk_metadata
        if annotate is not None and new is not None:
            before = (await self.details(nocache=True)).custom_metadata
            new = dict(await annotate.of_changed_run(new, before, self._context.policies.me))
        body = wire.CustomMetadataUpdateRequest(custom_metadata=new, custom_metadata_checksum=seen)
        call = calls.update_run_metadata(self.run_id, body=body)
        answer = await self._context.engine.send(call, self._context.policies.write)
        return answer.value.custom_metadata_checksum

    async def update_item_metadata(
        self, external_id: str, custom_metadata: Mapping[str, object] | None, *, checksum: str | None = None
    ) -> str | None:
        """Replace an item's custom metadata; the checksum of the new. See `update_metadata`."""
        new, seen = (
            checked_object(custom_metadata, "custom_metadata"),
            checked_optional_text(checksum, "checksum"),
        )
        annotate = self._context.sdk_metadata
        if annotate is not None and new is not None:
            before = (await self.item(external_id, nocache=True)).custom_metadata
            new = dict(annotate.of_changed_item(new, before))
        body = wire.CustomMetadataUpdateRequest(custom_metadata=new, custom_metadata_checksum=seen)
        call = calls.update_item_metadata(self.run_id, external_id, body=body)
        answer = await self._context.engine.send(call, self._context.policies.write)
        return answer.value.custom_metadata_checksum

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
        at_once = self._context.concurrency if at_once is None else at_once
        downloads = AsyncDownloads(self._context.downloader(), folder, at_once, on_progress=on_progress)
        items = [item async for item in self.results(sort="external_id", nocache=True)]
        files = [self._file(item, made) for item in items for made in item.output_artifacts]
        there = unwrap_all(await downloads.fetch(files))
        return tuple(
            DownloadedFile.of(*one.file.data, path=one.path, was_there=one.was_there) for one in there
        )

    def _file(self, item: Item, made: OutputArtifact) -> AsyncRemoteFile[tuple[Item, OutputArtifact]]:
        return AsyncRemoteFile(
            data=(item, made),
            id=made.output_artifact_id,
            name=made.name,
            folder=item.external_id,
            media_type=made.media_type,
            locate=partial(self._file_url, made.output_artifact_id),
            checksum=if_given(made.checksum, Checksum.crc32c),
            is_available=made.is_available,
        )

    async def _file_url(self, artifact_id: UUID) -> str:
        """A fresh address of an artifact's file; such addresses expire."""
        call = calls.get_artifact_file(self.run_id, artifact_id)
        # Each attempt at the file asks for it once.
        answer = await self._context.engine.send(call, self._context.policies.download.without_retries)
        return download_url(self._context.api_url, answer.response.headers.get("location"))
