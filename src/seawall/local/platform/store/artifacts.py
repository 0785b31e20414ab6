"""Artifact files on disk, named by artifact id, and signed links to them."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from attrs import field, frozen

__all__ = ["ArtifactLinks", "ArtifactStore"]


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


@frozen
class ArtifactLinks:
    """Signs and verifies links: HMAC-SHA256 over run id, artifact id and expiry time."""

    _secret: bytes = field(repr=False)
    _lifetime_s: int

    def link(self, base_url: str, run_id: UUID, artifact_id: UUID, now: datetime) -> str:
        """Create a URL of the artifact's file; it is valid for the lifetime."""
        expires = int((now + timedelta(seconds=self._lifetime_s)).timestamp())
        signature = self._signature(run_id, artifact_id, expires)
        return f"{base_url}/files/{run_id}/{artifact_id}?expires={expires}&signature={signature}"

    def is_valid(self, run_id: UUID, artifact_id: UUID, expires: int, signature: str, now: datetime) -> bool:
        """Return True if the signature is correct and the link has not expired."""
        expected = self._signature(run_id, artifact_id, expires)
        is_signed = hmac.compare_digest(expected.encode(), signature.encode())
        return is_signed and now.timestamp() < expires

    def _signature(self, run_id: UUID, artifact_id: UUID, expires: int) -> str:
        return hmac.new(
            self._secret, f"{run_id}/{artifact_id}/{expires}".encode(), hashlib.sha256
        ).hexdigest()
