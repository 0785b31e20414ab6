"""Pictures of a run and of an item: what they show, and its words and colours. Needs the extra `plot`."""

import os
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from seawall.core.errors import InputError
from seawall.core.notebook.timeline import End, timeline
from seawall.runtime.files.picture_file import Picture
from seawall.runtime.notebook.figures import Band, overlay_figure, timeline_figure
from seawall.sdks.platform.local_files import MEDIA_TYPES
from seawall.sdks.platform.models import InputArtifact, Item, OutputArtifact, RunData
from seawall.sdks.platform.states import ItemState

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["heatmap_of", "item_end", "item_figure", "local_path", "run_figure", "slide_of"]

_PICTURES = frozenset(MEDIA_TYPES.values())

# From the bottom up: failures stand on the axis, where few among many can be seen. The colours are those of
# Okabe and Ito, which colour-blind people can tell apart; the hatches serve without any colour.
_BANDS = {
    "USER_ERROR": Band("user error", "#d55e00", "///"),
    "SYSTEM_ERROR": Band("system error", "#cc79a7", "\\\\\\"),
    "SKIPPED": Band("skipped", "#e6c700", "..."),
    "SUCCEEDED": Band("succeeded", "#009e73"),
}


def item_end(item: Item) -> End | None:
    """The end of an item for `run_figure`; None if it has not ended."""
    if item.state != ItemState.TERMINATED:
        return None
    return End(item.terminated_at, str(item.termination_reason or "no reason given"))


def run_figure(run: RunData, ends: Collection[End | None], now_s: float) -> "Figure":
    """Draw the items of a run by their states over time, up to its end or to `now_s`, seconds since 1970.

    `ends` has an entry for each item. Raises MissingExtraError without the extra `plot`.
    """
    until = run.terminated_at or datetime.fromtimestamp(now_s, UTC)
    counts = timeline(
        [end for end in ends if end is not None],
        outcomes=_BANDS,
        total=len(ends),
        start=run.submitted_at,
        until=until,
    )
    reason = f", {run.termination_reason}" if run.termination_reason else ""
    return timeline_figure(
        counts,
        _BANDS,
        title=f"Run {run.run_id}",
        subtitle=f"{run.application_id} {run.version_number}: {run.state}{reason}",
    )


def heatmap_of(item: Item, name: str | None = None) -> OutputArtifact | None:
    """The artifact of `item` that `name` selects, or its heatmap; None if it has no picture to download.

    Without a name that is the first picture with `heatmap` in its name, or else the first one. Raises
    InputError for a name that no picture of the item has.
    """
    pictures = [one for one in item.output_artifacts if one.media_type in _PICTURES and one.is_available]
    if name is None:
        return next((one for one in pictures if "heatmap" in one.name.lower()), next(iter(pictures), None))
    found = next((one for one in pictures if one.name == name), None)
    if found is None:
        names = ", ".join(one.name for one in pictures) or "none"
        raise InputError(f"Item {item.external_id} has no picture {name!r} to download. It has: {names}.")
    return found


def slide_of(item: Item) -> InputArtifact | None:
    """The first input of `item` that is a picture, by its metadata; None if there is none."""
    return next(
        (one for one in item.input_artifacts if (one.metadata or {}).get("media_type") in _PICTURES), None
    )


def local_path(url: str) -> Path | None:
    """The file of this machine that a `file://` URL names; None for another URL, also one of another host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme != "file" or parts.netloc not in {"", "localhost"}:
        return None
    path = unquote(parts.path)
    # On Windows it is `/C:/folder`.
    return Path(path.removeprefix("/") if os.name == "nt" else path)


def item_figure(
    item: Item, slide: Picture | None, heatmap: Picture | None, *, name: str | None, note: str
) -> "Figure":
    """Draw a heatmap, the artifact `name`, over the slide of `item`; `note` says why a part is missing."""
    state = item.termination_reason or item.state
    shown = name or item.error_message or "no picture to download"
    source = slide_of(item)
    mpp = ((source.metadata if source else None) or {}).get("mpp")
    return overlay_figure(
        slide,
        heatmap,
        title=f"Item {item.external_id}",
        subtitle=f"{state}: {shown}",
        note=note,
        mpp=float(mpp) if isinstance(mpp, int | float) and mpp > 0 else None,
    )
