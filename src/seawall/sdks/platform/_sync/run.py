# DO NOT EDIT. Derived from ../_async/run.py by "python -m seawall.codegen.derive".
"""One run: its data as of the last read, and what can be done with it."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self
from uuid import UUID

from seawall.core.engine.call import call_converted_by
from seawall.core.engine.conversion import converted
from seawall.core.engine.policy import Policy
from seawall.core.errors import InputError, NotFoundError, SeawallError
from seawall.core.paging.strategies import PageNumberPaging, items_of_list
from seawall.core.redaction.secret import hidden
from seawall.core.transfer.checksum import Checksum
from seawall.core.transfer.urls import download_url
from seawall.core.validation.arguments import (
    checked_member,
    checked_object,
    checked_optional_text,
    checked_text,
    checked_texts,
    checked_uuid,
    sort_fields,
)
from seawall.core.waiting.polling import Outage
from seawall.core.waiting.states import StateTracker
from seawall.core.wire.unset import if_given
from seawall.runtime.concurrency.threads import Callback, checked_callback
from seawall.runtime.notebook.figures import load_plot
from seawall.runtime.notebook.progress_display import ProgressDisplay
from seawall.runtime.paging._sync.pager import Pages
from seawall.runtime.transfer._sync.transfers import Downloads, RemoteFile
from seawall.runtime.transfer.local_file import checked_folder, checked_path
from seawall.runtime.transfer.results import DownloadProgress, unwrap_all
from seawall.sdks.platform._sync.context import Context
from seawall.sdks.platform._sync.grants import Grants
from seawall.sdks.platform._sync.previews import Preview
from seawall.sdks.platform._sync.share_tokens import ShareTokens
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.models import DownloadedFile, Item, OutputArtifact, RunData
from seawall.sdks.platform.pictures import item_end, run_figure
from seawall.sdks.platform.progress import download_state, run_counts
from seawall.sdks.platform.run_fields import RunFields
from seawall.sdks.platform.sharing import Grant, NewShareToken, ResourceType, ShareToken, SubjectType
from seawall.sdks.platform.states import STATES, ItemState, ItemTerminationReason

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Run"]


class Run(RunFields):
    """A run: its data as of the last read, and what can be done with it.

    `client.runs.list()`, `client.runs.get()` and `client.runs.submit()` return runs with data.
    `client.run(run_id)` makes one without data and without a request: call `refresh()`, or any other method.
    `refresh`, `details` and `wait` replace the data; the fields of a run send nothing.
    """

    def __init__(
        self,
        context: Context,
        run_id: UUID,
        data: RunData | None = None,
        share_token: str | None = None,
    ) -> None:
        self.run_id = run_id
        self._share_token = hidden(share_token)
        self._context = context
        self._data = data
        self._tracker = StateTracker(STATES)

    def refresh(self) -> Self:
        """Read the current data of the run from the server, and return the run; raises NotFoundError.

        A run that this client has just created may be unknown to a replica of the platform: a 404 is asked
        again for `replica_lag_s`, 5 seconds.
        """
        self.details(nocache=True)
        return self

    def details(self, *, nocache: bool = False) -> RunData:
        """Read the run and return its data, at most 15 s old, or current if `nocache`; raises NotFoundError.

        See `refresh`.
        """
        call = calls.get_run(self.run_id, share_token=self._share_token)
        policy = self._context.run_policy(self.run_id)
        call = call_converted_by(call, RunData.from_wire)
        return self._keep(
            converted(call, self._context.engine.send(call, policy, nocache=nocache), RunData.from_wire)
        )

    def results(
        self,
        *,
        external_ids: Collection[str] | None = None,
        item_ids: Collection[str | UUID] | None = None,
        state: ItemState | None = None,
        termination_reason: ItemTerminationReason | None = None,
        custom_metadata: str | None = None,
        sort: str | Collection[str] | None = None,
        page_size: int = 100,
        nocache: bool = False,  # noqa: ARG002 - as every read has it
    ) -> Pages[Item]:
        """List the items that match all filters, with their artifacts; pages are read on demand.

        `external_ids` and `item_ids` select items, `custom_metadata` is a JSONPath expression. Lists are
        never cached, with or without `nocache`. Raises InputError for a page size outside of 5 to 100, an
        empty list of ids, or an unknown state.
        """
        reason = checked_member(termination_reason, wire.ItemTerminationReason, "termination_reason")
        return self._context.engine.pages(
            calls.list_run_items(
                self.run_id,
                item_id__in=_uuids(item_ids),
                external_id__in=checked_texts(external_ids, "external_ids"),
                state=checked_member(state, wire.ItemState, "state"),
                termination_reason=reason,
                custom_metadata=checked_optional_text(custom_metadata, "custom_metadata"),
                sort=sort_fields(sort),
                page_size=page_size,
                share_token=self._share_token,
            ),
            self._context.run_policy(self.run_id),
            PageNumberPaging(page_size=page_size, exact_page_size=True),
            items=items_of_list,
            from_wire=Item.from_wire,
            key=lambda item: item.item_id,
        )

    def item(self, external_id: str, *, nocache: bool = False) -> Item:
        """Read an item by its external id; raises NotFoundError."""
        call = calls.get_run_item(
            self.run_id, checked_text(external_id, "external_id"), share_token=self._share_token
        )
        call, policy = call_converted_by(call, Item.from_wire), self._context.policies.run
        try:
            result = self._context.engine.send(call, policy, nocache=nocache)
        except NotFoundError:
            if self._context.run_policy(self.run_id) == policy:
                raise
            # Of a new run a replica may have neither the run nor the item. The read of the run waits for it;
            # an item that is missing after that does not exist.
            self.details(nocache=True)
            result = self._context.engine.send(call, policy, nocache=True)
        return converted(call, result, Item.from_wire)

    def wait(
        self,
        *,
        timeout_s: float = 3600.0,
        on_progress: Callback[RunData] = lambda _: None,
        on_outage: Callback[Outage] = lambda _: None,
        show_progress: bool | None = None,
    ) -> Self:
        """Wait until the run has ended, for any reason, and return it with the data of its end.

        `on_progress` receives the data of each poll. The interval grows from 0.25 s to 5 s; a Retry-After
        of the server overrides it. If the server stops answering, `on_outage` receives each failed poll; the
        wait ends with its error after a minute. Raises WaitTimeoutError after `timeout_s` seconds, with the
        last data of the run; the run continues, and any process can wait for it again by its id. In a
        notebook the cell shows a progress bar; `show_progress` overrides the setting of that name.
        """
        checked_callback(on_progress, "on_progress")
        ended = self._context.engine.wait(
            calls.get_run(self.run_id, share_token=self._share_token),
            self._context.run_policy(self.run_id),
            name=f"run {self.run_id}",
            from_wire=RunData.from_wire,
            state=lambda run: run.state,
            machine=STATES,
            counts=run_counts,
            deadline_s=timeout_s,
            tracker=self._tracker,
            on_progress=lambda look: on_progress(self._keep(look.value)),
            on_outage=on_outage,
            show_progress=self._context.shows_progress(show_progress),
        )
        self._keep(ended)
        return self

    def _keep(self, data: RunData) -> RunData:
        self._data = data
        return data

    def cancel(self) -> None:
        """Stop the run; finished results stay. Raises ConflictError if it has already ended."""
        self._context.engine.send(calls.cancel_run(self.run_id), self._context.policies.cancel)

    def delete(self) -> None:
        """Delete all output artifacts of the run, permanently. Raises NotFoundError."""
        self._context.engine.send(
            calls.delete_run_artifacts(self.run_id), self._context.policies.delete
        )

    def update_metadata(
        self, custom_metadata: Mapping[str, object] | None, *, checksum: str | None = None
    ) -> str | None:
        """Replace the run's custom metadata and return the checksum of the new metadata.

        `checksum` is the one of the metadata that you have read: if another writer has changed it since, the
        call raises PreconditionFailedError. None replaces the metadata in any case; a run without metadata
        has no checksum, so the first update is not protected. The SDK's section is updated; None as metadata
        removes it too.
        """
        new, seen = (
            checked_object(custom_metadata, "custom_metadata"),
            checked_optional_text(checksum, "checksum"),
        )
        if new is not None and (annotate := self._context.sdk_metadata()) is not None:
            before = (self.details(nocache=True)).custom_metadata
            new = dict(annotate.for_changed_run(new, before, self._context.policies.me))
        body = wire.CustomMetadataUpdateRequest(custom_metadata=new, custom_metadata_checksum=seen)
        call = calls.update_run_metadata(self.run_id, body=body)
        result = self._context.engine.send(call, self._context.policies.write)
        return result.value.custom_metadata_checksum

    def update_item_metadata(
        self, external_id: str, custom_metadata: Mapping[str, object] | None, *, checksum: str | None = None
    ) -> str | None:
        """Replace an item's custom metadata and return the new checksum. See `update_metadata`."""
        external_id = checked_text(external_id, "external_id")
        new, seen = (
            checked_object(custom_metadata, "custom_metadata"),
            checked_optional_text(checksum, "checksum"),
        )
        if new is not None and (annotate := self._context.sdk_metadata()) is not None:
            before = (self.item(external_id, nocache=True)).custom_metadata
            new = dict(annotate.for_changed_item(new, before))
        body = wire.CustomMetadataUpdateRequest(custom_metadata=new, custom_metadata_checksum=seen)
        call = calls.update_item_metadata(self.run_id, external_id, body=body)
        result = self._context.engine.send(call, self._context.policies.write)
        return result.value.custom_metadata_checksum

    def download(
        self,
        folder: str | Path,
        *,
        at_once: int | None = None,
        on_progress: Callback[DownloadProgress] = lambda _: None,
        show_progress: bool | None = None,
    ) -> tuple[DownloadedFile, ...]:
        """Download every available artifact to `folder`/item/artifact, and verify its checksum.

        Up to `at_once` files are fetched at a time (None: the setting `concurrency`); a failure does not stop
        the others. An intact file is not fetched again, a partial one is resumed, and a file gets its final
        name only after its checksum matches. No name from the server leads outside of `folder`. Raises the
        first StorageError, ChecksumError, TransportError or StatusError; call it again to resume. In a
        notebook the cell shows a progress bar; `show_progress` overrides the setting of that name.
        """
        checked_callback(on_progress, "on_progress")
        folder = checked_folder(folder, "folder")
        at_once = self._context.concurrency if at_once is None else at_once
        display = ProgressDisplay(
            f"Results of run {self.run_id}",
            self._context.engine.clock.monotonic,
            is_on=self._context.shows_progress(show_progress),
        )
        report = display.before(on_progress, download_state)
        downloads = Downloads(self._context.downloader(), folder, at_once, on_progress=report)
        items: list[Item] = [item for item in self.results(sort="external_id", nocache=True)]
        files = [self._file(item, made) for item in items for made in item.output_artifacts]
        with display:
            there = unwrap_all(downloads.fetch(files))
        return tuple(
            DownloadedFile.of(*one.file.data, path=one.path, was_there=one.was_there) for one in there
        )

    def plot(self) -> "Figure":
        """Draw the number of items in each state over time, as a matplotlib figure, e.g. for a notebook.

        Reads the run and all of its items. `figure.savefig("run.png")` writes a file. Raises NotFoundError,
        and MissingExtraError without the extra `plot`, before anything is sent.
        """
        load_plot()
        run = self.details(nocache=True)
        ends = [item_end(item) for item in self.results(nocache=True)]
        return run_figure(run, ends, self._context.clock.wall())

    def preview(
        self,
        item: Item | str,
        *,
        artifact: str | None = None,
        slide: str | Path | None = None,
        nocache: bool = False,
    ) -> "Figure":
        """Draw the heatmap of an item over its slide, as a matplotlib figure, e.g. for a notebook.

        `item` is one of `results()`, or an external id, read as `item` does. `artifact` names the picture to
        draw; None selects the heatmap, or the first picture. `slide` is the path of the slide, or of a
        smaller copy; None reads the item's own, from a file of this machine or by its URL, up to 200 MB. An
        item without a picture, such as a failed one, is drawn without it; a slide that can not be read is
        left out, and the figure says why. Raises NotFoundError, the errors of `download`, InputError, and
        MissingExtraError without the extra `plot`, before anything is sent.
        """
        load_plot()
        path = None if slide is None else checked_path(slide, "slide")
        name = checked_optional_text(artifact, "artifact")
        shown = item if isinstance(item, Item) else self.item(item, nocache=nocache)
        policy = self._context.policies.download.without_retries
        locate = partial(self._file_url, policy=policy)
        return Preview(self._context, locate).draw(shown, name, path)

    def _file(self, item: Item, made: OutputArtifact) -> RemoteFile[tuple[Item, OutputArtifact]]:
        return RemoteFile(
            data=(item, made),
            id=made.output_artifact_id,
            name=made.name,
            folder=item.external_id,
            media_type=made.media_type,
            # Without retries: the download retries, with a new URL for each attempt.
            locate=partial(
                self._file_url, made.output_artifact_id, self._context.policies.download.without_retries
            ),
            checksum=if_given(made.checksum, Checksum.crc32c),
            is_available=made.is_available,
        )

    def artifact_url(self, artifact_id: str | UUID) -> str:
        """Return a new URL of an output artifact's file, from which anyone can download it until it expires.

        It is never cached. Raises NotFoundError, ForbiddenError, GoneError after the file was deleted.
        """
        return self._file_url(checked_uuid(artifact_id, "artifact_id"), self._context.policies.download)

    def share(
        self,
        subject_id: str | UUID | None = None,
        *,
        subject_email: str | None = None,
        subject_type: SubjectType | str = SubjectType.USER,
    ) -> Grant:
        """Let another user, or a subject of another kind, read this run; see `client.grants.create`."""
        return Grants(self._context).create(
            self.run_id, subject_id=subject_id, subject_email=subject_email, subject_type=subject_type
        )

    def create_share_token(self, *, expires_at: datetime | None = None) -> NewShareToken:
        """Make a share token with which any user of the platform can read this run, and return its secret.

        Pass the secret as `share_token` to `client.run` or `client.runs.get`. Revoke it with
        `client.share_tokens.revoke`. If the token can not be given access, it is revoked, and the error of
        that is raised. Raises ForbiddenError for a run of another user, NotFoundError.
        """
        tokens = ShareTokens(self._context)
        token = tokens.create(expires_at=expires_at)
        try:
            self.share(token.share_token_id, subject_type=SubjectType.SHARE_TOKEN)
        except SeawallError:
            with suppress(SeawallError):
                tokens.revoke(token.share_token_id)
            raise
        return token

    def grants(self, *, revoked: bool | None = None) -> Pages[Grant]:
        """List the grants on this run, also those that are revoked unless `revoked` is False."""
        return Grants(self._context).list(
            resource_id=self.run_id, resource_type=ResourceType.RUN, revoked=revoked
        )

    def share_tokens(self, *, revoked: bool | None = None) -> Pages[ShareToken]:
        """List the share tokens with access to this run, without their secrets."""
        return ShareTokens(self._context).list(run_id=self.run_id, revoked=revoked)

    def _file_url(self, artifact_id: UUID, policy: Policy) -> str:
        """A new URL of an artifact's file; such URLs expire."""
        call = calls.get_artifact_file(self.run_id, artifact_id, share_token=self._share_token)
        result = self._context.engine.send(call, policy)
        return download_url(self._context.api_url, result.response.headers.get("location"))


def _uuids(item_ids: Collection[str | UUID] | None) -> list[UUID] | None:
    if item_ids is None:
        return None
    if isinstance(item_ids, str | UUID) or not item_ids:
        raise InputError("item_ids is empty or a single id. Give a list of ids, or None for all items.")
    return [checked_uuid(each, "item_ids") for each in item_ids]
