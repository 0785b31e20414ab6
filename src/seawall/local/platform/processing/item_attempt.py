"""One attempt to process an item."""

import threading
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from seawall.local.platform.applications.catalogue import APPLICATIONS
from seawall.local.platform.applications.work import ProcessItem, WorkCancelledError, WorkInput
from seawall.local.platform.processing.inputs import InputFetcher
from seawall.local.platform.store.tables import Item
from seawall.local.serving.json_object import JsonObject

__all__ = ["ItemAttempt"]


class ItemAttempt:
    """One attempt to process an item; implements `Work` for the application."""

    def __init__(self, item: Item, inputs: InputFetcher) -> None:
        assert item.claim is not None
        self.claim: UUID = item.claim
        self.run_id = item.run_id
        self._item = item
        self._inputs = inputs
        self._files: list[Path] = []
        self._cancelled = threading.Event()

    @property
    def process(self) -> ProcessItem:
        """The application's function for this item."""
        version = APPLICATIONS[self._item.run.application_id].version(self._item.run.version_number)
        assert version is not None  # submissions are checked; a newer catalogue may lack an old version
        return version.process

    @property
    def custom_metadata(self) -> JsonObject:
        """The caller's own data; empty if there is none."""
        return self._item.custom_metadata or {}

    @property
    def inputs(self) -> Sequence[WorkInput]:
        """The item's input artifacts."""
        return [
            WorkInput(artifact.name, artifact.download_url, artifact.artifact_metadata)
            for artifact in self._item.input_artifacts
        ]

    @property
    def max_input_pixels(self) -> int:
        """Limit for images; the application rejects larger ones."""
        return self._inputs.max_pixels

    def fetch(self, source: WorkInput) -> Path:
        """Download the input's file; `clean_up` removes it."""
        path = self._inputs.fetch(source, self.raise_if_cancelled)
        self._files.append(path)
        return path

    def cancel(self) -> None:
        """Make the application's next `sleep` or `raise_if_cancelled` raise. Called from other threads."""
        self._cancelled.set()

    def sleep(self, duration_s: float) -> None:
        """Sleep; raises WorkCancelledError as soon as the attempt is cancelled."""
        if self._cancelled.wait(duration_s):
            raise WorkCancelledError

    def raise_if_cancelled(self) -> None:
        """Raise WorkCancelledError if the attempt is cancelled."""
        self.sleep(0)

    def clean_up(self) -> None:
        """Remove the downloaded files."""
        for path in self._files:
            path.unlink(missing_ok=True)
