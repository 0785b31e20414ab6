"""Artifact files on disk, named by artifact id."""

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

__all__ = ["ArtifactStore"]


class ArtifactStore:
    """Folder of artifact files.

    A file is written before its database row and removed after it, so each AVAILABLE row has a file. Files
    without a row, left by a crash, are removed at the next start.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, artifact_id: UUID) -> Path:
        """Return the path of the artifact's file."""
        return self._folder / str(artifact_id)

    def write(self, artifact_id: UUID, content: bytes) -> None:
        """Write a new file."""
        with self.path(artifact_id).open("xb") as file:
            file.write(content)

    def remove(self, artifact_ids: Iterable[UUID]) -> None:
        """Remove files; missing files are ignored."""
        for artifact_id in artifact_ids:
            self.path(artifact_id).unlink(missing_ok=True)

    def remove_all_but(self, artifact_ids: Iterable[UUID]) -> None:
        """Remove all other files."""
        owned = {str(artifact_id) for artifact_id in artifact_ids}
        for path in self._folder.iterdir():
            if path.name not in owned:
                path.unlink(missing_ok=True)
