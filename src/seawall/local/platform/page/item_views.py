"""An item as the page shows it: its slide, the pictures over it, and its files."""

from collections.abc import Sequence

from attrs import frozen

from seawall.local.platform.store.states import ArtifactOutput
from seawall.local.platform.wire.runs import (
    InputArtifactResultReadResponse,
    ItemResultReadResponse,
    OutputArtifactResultReadResponse,
)

__all__ = ["ItemView", "item_view"]

PICTURE_TYPES = {"image/png", "image/jpeg", "image/tiff"}


@frozen
class ItemView:
    """Item with its pictures. A picture that shows the whole slide, as a heatmap, lies over the slide."""

    item: ItemResultReadResponse
    slide: InputArtifactResultReadResponse | None
    pictures: Sequence[OutputArtifactResultReadResponse]


def item_view(item: ItemResultReadResponse) -> ItemView:
    """Choose the pictures of an item; the slide is its first picture that is a file of this machine."""
    slides = (
        each
        for each in item.input_artifacts
        if (each.metadata or {}).get("media_type") in PICTURE_TYPES and _is_local(each.download_url or "")
    )
    pictures = [
        each
        for each in item.output_artifacts
        if each.output is ArtifactOutput.AVAILABLE
        and (each.metadata or {}).get("media_type") in PICTURE_TYPES
    ]
    return ItemView(item, next(slides, None), pictures)


def _is_local(location: str) -> bool:
    return location.startswith("file:") or ("://" not in location and location != "")
