"""Rows of output artifacts for the outputs of an application."""

from uuid import uuid4

from seawall.local.platform.applications.work import FileOutput
from seawall.local.platform.store.tables import OutputArtifact

__all__ = ["new_artifact"]


def new_artifact(output: FileOutput, position: int) -> OutputArtifact:
    """Return the row of a new artifact, without its item; its id names the file."""
    return OutputArtifact(
        output_artifact_id=uuid4(),
        position=position,
        name=output.name,
        media_type=output.media_type,
        artifact_metadata=output.full_metadata(),
    )
