# DO NOT EDIT. Derived from ../_async/previews.py by "python -m seawall.codegen.derive".
"""Previews of items: reads the slide and the heatmap of one item, and draws them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from attrs import field, frozen

from seawall.core.errors import InputError, SeawallError
from seawall.core.transfer.checksum import Checksum
from seawall.core.transfer.download import TransferProgress
from seawall.core.transfer.urls import download_url
from seawall.core.wire.unset import if_given
from seawall.runtime.files.picture_file import Picture, read_picture
from seawall.runtime.files.temporary_folder import temporary_folder
from seawall.sdks.platform._sync.context import Context
from seawall.sdks.platform.models import Item, OutputArtifact
from seawall.sdks.platform.pictures import heatmap_of, item_figure, local_path, slide_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Preview"]

_MAX_BYTES = 200_000_000


@frozen
class Preview:
    """Draws one item of a run; `locate` returns a new URL of an output artifact."""

    context: Context
    locate: Callable[[UUID], str] = field(repr=False)

    def draw(self, item: Item, artifact: str | None, slide: Path | None) -> "Figure":
        """Draw the heatmap of `item` over its slide; the files that it downloads are deleted again."""
        made = heatmap_of(item, artifact)
        # A file that can not be read is an error before anything is downloaded.
        below = read_picture(slide) if slide else None
        note = ""
        with temporary_folder("seawall-preview-") as folder:
            heatmap = self._heatmap(made, folder) if made else None
            if below is None:
                below, note = self._slide(item, folder)
        name = made.name if made else None
        return item_figure(item, below, heatmap, name=name, note=note)

    def _heatmap(self, made: OutputArtifact, folder: Path) -> Picture:
        checksum = if_given(made.checksum, Checksum.crc32c)
        return self._fetch(
            partial(self.locate, made.output_artifact_id), folder / "heatmap", checksum=checksum
        )

    def _slide(self, item: Item, folder: Path) -> tuple[Picture | None, str]:
        """Read the slide of `item`, or return the reason for which it is not shown."""
        source = slide_of(item)
        if source is None or source.download_url is None:
            return None, "The item has no slide to show."
        url = source.download_url
        try:
            path = local_path(url)
            if path is not None:
                return read_picture(path), ""

            def locate() -> str:
                return download_url(self.context.api_url, url)

            return self._fetch(locate, folder / "slide"), ""
        except SeawallError as error:
            return None, f"The slide is not shown: {error}"

    def _fetch(
        self, locate: Callable[[], str], path: Path, *, checksum: Checksum | None = None
    ) -> Picture:
        self.context.downloader().fetch(locate, path, checksum=checksum, on_progress=_check_size)
        return read_picture(path)


def _check_size(now: TransferProgress) -> None:
    if max(now.size, now.total or 0) > _MAX_BYTES:
        raise InputError(f"it has more than {_MAX_BYTES // 1_000_000} MB. Pass the path of a smaller copy.")
