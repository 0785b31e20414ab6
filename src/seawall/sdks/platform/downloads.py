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
    folders = file_names(item.external_id for item in items)
    for item in items:
        for artifact, name in _named(item.output_artifacts):
            if artifact.is_available:
                path = folder / folders[item.external_id] / name
                yield PlannedFile(external_id=item.external_id, artifact=artifact, path=path)


def _named(artifacts: Sequence[OutputArtifact]) -> Iterator[tuple[OutputArtifact, str]]:
    # Two artifacts may share a name: its id then tells them apart.
    names = [artifact.name for artifact in artifacts]
    unique = [
        artifact.name if names.count(artifact.name) == 1 else f"{artifact.name}-{artifact.output_artifact_id}"
        for artifact in artifacts
    ]
    safe = file_names(unique)
    for artifact, name in zip(artifacts, unique, strict=True):
        suffix = suffix_for(artifact.media_type)
        yield artifact, safe[name] if safe[name].lower().endswith(suffix) else safe[name] + suffix
