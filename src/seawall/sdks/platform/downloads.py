"""Which files a run's artifacts become, and how far their download is. Pure."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from uuid import UUID

from attrs import define, field, frozen

from seawall.core.file_names import file_names, suffix_for
from seawall.core.transfer import TransferProgress
from seawall.sdks.platform.models import Item, OutputArtifact

__all__ = ["DownloadProgress", "DownloadedFile", "FileProgress", "PlannedFile", "planned_files"]


@frozen(kw_only=True)
class PlannedFile:
    """An artifact and the file it becomes."""

    external_id: str
    artifact: OutputArtifact
    path: Path


@frozen(kw_only=True)
class DownloadedFile:
    """An artifact that is on disk. `was_there` says that it was not fetched again."""

    external_id: str
    artifact_id: UUID
    name: str
    path: Path
    checksum: str | None
    was_there: bool


@frozen(kw_only=True)
class DownloadProgress:
    """How far a download is: `size` bytes so far of file number `file` of `files` (from 1).

    `total` is the size of that file, where the server tells it, and `done` counts the files that are there.
    """

    file: int
    files: int
    path: Path
    size: int
    total: int | None = None
    done: int = 0


@define
class FileProgress:
    """Turns the progress of file `number` of `files` into that of the whole; `done` is shared by all."""

    number: int
    files: int
    path: Path
    done: list[Path]
    on_progress: Callable[[DownloadProgress], None]
    _last: TransferProgress = field(factory=lambda: TransferProgress(0), init=False)

    def __call__(self, so_far: TransferProgress) -> None:
        """Tell how far this file is."""
        self._last = so_far
        self.on_progress(
            DownloadProgress(
                file=self.number,
                files=self.files,
                path=self.path,
                size=so_far.size,
                total=so_far.total,
                done=len(self.done),
            )
        )

    def end(self) -> None:
        """Tell that this file is there."""
        self.done.append(self.path)
        self(self._last)


def planned_files(folder: Path, items: Sequence[Item]) -> Iterator[PlannedFile]:
    """The file of every artifact that is available: `folder`/item/artifact, each name made safe."""
    folders = file_names(dict.fromkeys((item.external_id for item in items), ""))
    for item in items:
        names = file_names({_key(item, made): suffix_for(made.media_type) for made in item.output_artifacts})
        for made in item.output_artifacts:
            if made.is_available:
                path = folder / folders[item.external_id] / names[_key(item, made)]
                yield PlannedFile(external_id=item.external_id, artifact=made, path=path)


def _key(item: Item, made: OutputArtifact) -> str:
    """An artifact's name, and its id behind it where another of the item's has that name too."""
    alone = sum(1 for other in item.output_artifacts if other.name == made.name) == 1
    return made.name if alone else f"{made.name} {made.output_artifact_id}"
