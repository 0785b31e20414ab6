"""Artifact files on disk, each named by its artifact's id; and the links that open them without a token."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from attrs import field, frozen

__all__ = ["ArtifactLinks", "ArtifactStore"]


class ArtifactStore:
    """The folder of artifact files.

    A file is written before its row and removed after it, so each row that says AVAILABLE has its file.
    What a crash leaves behind has no such row, and goes at the next start.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, artifact_id: UUID) -> Path:
        """Where the artifact's file is."""
        return self._folder / str(artifact_id)

    def write(self, artifact_id: UUID, content: bytes) -> None:
        """Write a new file."""
        with self.path(artifact_id).open("xb") as file:
            file.write(content)

    def remove(self, artifact_ids: Iterable[UUID]) -> None:
        """Remove files; those already gone are no error."""
        for artifact_id in artifact_ids:
            self.path(artifact_id).unlink(missing_ok=True)

    def remove_all_but(self, artifact_ids: Iterable[UUID]) -> None:
        """Remove what no artifact owns."""
        kept = {str(artifact_id) for artifact_id in artifact_ids}
        for path in self._folder.iterdir():
            if path.name not in kept:
                path.unlink(missing_ok=True)


@frozen
class ArtifactLinks:
    """Signs and checks links: HMAC-SHA256 over run, artifact and time of expiry."""

    _secret: bytes = field(repr=False)
    _lifetime_s: int

    def link(self, base_url: str, run_id: UUID, artifact_id: UUID, now: datetime) -> str:
        """A URL that opens the artifact's file until the lifetime is over."""
        expires = int((now + timedelta(seconds=self._lifetime_s)).timestamp())
        signature = self._signature(run_id, artifact_id, expires)
        return f"{base_url}/files/{run_id}/{artifact_id}?expires={expires}&signature={signature}"

    def is_valid(self, run_id: UUID, artifact_id: UUID, expires: int, signature: str, now: datetime) -> bool:
        """Whether the link is ours and still works."""
        ours = hmac.compare_digest(self._signature(run_id, artifact_id, expires).encode(), signature.encode())
        return ours and now.timestamp() < expires

    def _signature(self, run_id: UUID, artifact_id: UUID, expires: int) -> str:
        return hmac.new(
            self._secret, f"{run_id}/{artifact_id}/{expires}".encode(), hashlib.sha256
        ).hexdigest()
