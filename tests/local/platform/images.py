"""Synthetic images for tests, identical in each run."""

import io
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from seawall.core.transfer.checksum import crc32c_base64

MEDIA_TYPES = {"png": "image/png", "jpeg": "image/jpeg", "tiff": "image/tiff"}


def slide(*, blurred: bool = False) -> NDArray[np.uint8]:
    """Draw two stained, textured discs on a bright background; 384 x 256 pixels."""
    random = np.random.default_rng(7)
    rows, columns = np.mgrid[0:256, 0:384]
    tissue = np.hypot(rows - 128, columns - 100) < 70
    tissue |= np.hypot(rows - 128, columns - 290) < 50
    texture = random.normal(0, 25, rows.shape)
    if blurred:
        from scipy import ndimage  # late: 100 ms

        texture = ndimage.gaussian_filter(texture, 4)
    colour = np.where(tissue[..., None], [170, 90, 150], [242, 240, 243]) + (texture * tissue)[..., None]
    pixels: NDArray[np.uint8] = np.clip(colour, 0, 255).astype(np.uint8)
    return pixels


def encoded(pixels: NDArray[Any], kind: str = "png") -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format=kind.upper())
    return file.getvalue()


def image_item(
    location: str, content: bytes, media_type: str = "image/png", **metadata: object
) -> dict[str, Any]:
    known = {"checksum_base64_crc32c": crc32c_base64(content), "media_type": media_type}
    return {
        "external_id": location[:255],
        "input_artifacts": [{"name": "image", "download_url": location, "metadata": {**known, **metadata}}],
    }


def put(folder: Path, name: str, content: bytes) -> str:
    (folder / name).write_bytes(content)
    return name
