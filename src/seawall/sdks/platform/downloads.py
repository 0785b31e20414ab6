"""What came of a run's artifacts on disk. Pure."""

from pathlib import Path
from uuid import UUID

from attrs import frozen

from seawall.sdks.platform.models import Item, OutputArtifact

__all__ = ["DownloadedFile"]


@frozen(kw_only=True)
class DownloadedFile:
    """An artifact that is on disk. `was_there` says that it was not fetched again."""

    external_id: str
    artifact_id: UUID
    name: str
    path: Path
    checksum: str | None
    was_there: bool

    @classmethod
    def of(cls, item: Item, made: OutputArtifact, *, path: Path, was_there: bool) -> "DownloadedFile":
        """The file at `path` that `made`, an artifact of `item`, has become."""
        return cls(
            external_id=item.external_id,
            artifact_id=made.output_artifact_id,
            name=made.name,
            path=path,
            checksum=made.checksum,
            was_there=was_there,
        )
