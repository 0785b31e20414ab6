"""Builders of items to submit."""

from collections.abc import Mapping, Sequence

from seawall.sdks.platform.submission import NewArtifact, NewItem
from seawall.testing.builder_values import next_number
from seawall.testing.platform.applications import INPUT_NAME

__all__ = ["new_artifact", "new_item"]


def new_artifact(
    *,
    name: str = INPUT_NAME,
    download_url: str = "https://files.example.com/input",
    metadata: Mapping[str, object] | None = None,
) -> NewArtifact:
    """Return an input to submit, without metadata."""
    return NewArtifact(name=name, download_url=download_url, metadata=metadata or {})


def new_item(
    *,
    external_id: str | None = None,
    input_artifacts: Sequence[NewArtifact] | None = None,
    custom_metadata: Mapping[str, object] | None = None,
) -> NewItem:
    """Return an item to submit, by default with one input; each has an external id of its own."""
    return NewItem(
        external_id=f"item-{next_number()}" if external_id is None else external_id,
        input_artifacts=(new_artifact(),) if input_artifacts is None else tuple(input_artifacts),
        custom_metadata=custom_metadata,
    )
