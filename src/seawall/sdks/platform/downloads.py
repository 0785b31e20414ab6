"""Which files a run's artifacts become, and how far their download is. Pure."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

from attrs import frozen

from seawall.core.file_names import file_names, suffix_for
from seawall.sdks.platform.models import Item, OutputArtifact

__all__ = ["DownloadProgress", "DownloadedFile", "PlannedFile", "planned_files"]


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
    """How far a download is: `file` of `files` (from 1) and `size` bytes of that file so far."""

    file: int
    files: int
    path: Path
    size: int


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
