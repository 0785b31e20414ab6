"""`image-qc` on image files, through the API."""

import csv
import io
import json
import shutil
import struct
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seawall.core.transfer.checksum import crc32c_base64
from seawall.local.platform import PlatformSettings
from tests.local.platform.client import PlatformClient, started
from tests.local.platform.images import MEDIA_TYPES, encoded, image_item, put, slide

# A whole platform runs in this process: server, database and workers.
pytestmark = pytest.mark.slow

MAX_PIXELS = 200_000


@pytest.fixture(scope="module")
def inputs_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("images")


@pytest.fixture(scope="module")
def platform(
    tmp_path_factory: pytest.TempPathFactory, key_file: Path, inputs_dir: Path
) -> Iterator[PlatformClient]:
    """Platform for all tests of this module; each test writes its own file."""
    folder = tmp_path_factory.mktemp("image-qc")
    shutil.copy(key_file, folder / "tokens.pem")
    settings = PlatformSettings(
        data_dir=folder, inputs_dir=inputs_dir, auto_approve=True, max_input_pixels=MAX_PIXELS
    )
    with started(settings) as client:
        yield client.log_in()


def process(platform: PlatformClient, item: dict[str, Any]) -> dict[str, Any]:
    run_id = platform.submit(item, application_id="image-qc")
    platform.wait_for_end(run_id, timeout_s=30)
    return platform.items(run_id)[0]


def results(platform: PlatformClient, item: dict[str, Any]) -> dict[str, bytes]:
    done = process(platform, item)
    assert done["termination_reason"] == "SUCCEEDED", done["error_message"]
    files = {}
    for artifact in done["output_artifacts"]:
        content = platform.http.request("GET", artifact["download_url"]).content
        assert artifact["metadata"]["checksum_base64_crc32c"] == crc32c_base64(content)
        assert artifact["metadata"]["size_bytes"] == len(content)
        files[artifact["name"]] = content
    return files


def table(content: bytes) -> dict[str, dict[str, str]]:
    return {row["metric"]: row for row in csv.DictReader(io.StringIO(content.decode(), newline=""))}


def signed_area(ring: list[list[float]]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def test_the_outputs_for_a_slide(platform: PlatformClient, inputs_dir: Path) -> None:
    import tifffile  # late: 100 ms

    content = encoded(slide())
    files = results(platform, image_item(put(inputs_dir, "slide.png", content), content, mpp=0.5))
    assert list(files) == ["qc:tiff_heatmap", "qc:geojson_regions", "qc:csv_statistics"]

    heatmap = tifffile.imread(io.BytesIO(files["qc:tiff_heatmap"]))
    assert heatmap.shape == (256, 384, 3)
    background, tissue = heatmap[5, 5], heatmap[128, 100]
    assert np.ptp(background) == 0
    assert np.ptp(tissue.astype(int)) > 20

    regions = json.loads(files["qc:geojson_regions"])
    assert regions["type"] == "FeatureCollection"
    assert len(regions["features"]) == 2
    for feature, radius in zip(regions["features"], (70, 50), strict=True):
        assert feature["type"] == "Feature"
        assert feature["geometry"]["type"] == "Polygon"
        [ring] = feature["geometry"]["coordinates"]
        assert ring[0] == ring[-1]
        assert len(ring) > 8
        assert signed_area(ring) == pytest.approx(np.pi * radius**2, rel=0.05)
        assert feature["properties"]["area_px"] == pytest.approx(np.pi * radius**2, rel=0.05)
        assert feature["properties"]["area_um2"] == pytest.approx(
            feature["properties"]["area_px"] / 4, rel=0.01
        )
        assert 0 < feature["properties"]["focus_score"] <= 1

    measured = table(files["qc:csv_statistics"])
    assert measured["width"]["value"] == "384"
    assert float(measured["tissue_fraction"]["value"]) == pytest.approx(0.236, abs=0.02)
    assert float(measured["haematoxylin_mean"]["value"]) > 0
    assert measured["focus_mean"]["unit"] == "score"


def test_blur_lowers_the_focus_score(platform: PlatformClient, inputs_dir: Path) -> None:
    scores = []
    for blurred in (False, True):
        content = encoded(slide(blurred=blurred))
        files = results(platform, image_item(put(inputs_dir, f"{blurred}.png", content), content))
        scores.append(float(table(files["qc:csv_statistics"])["focus_mean"]["value"]))
    assert scores[0] > scores[1] + 0.2


@pytest.mark.parametrize("kind", ["jpeg", "tiff"])
def test_jpeg_and_tiff(platform: PlatformClient, inputs_dir: Path, kind: str) -> None:
    content = encoded(slide(), kind)
    name = put(inputs_dir, f"slide.{kind}", content)
    files = results(platform, image_item(name, content, MEDIA_TYPES[kind], size_bytes=len(content)))
    assert len(json.loads(files["qc:geojson_regions"])["features"]) == 2


def pages(*arrays: Any, levels: int = 0, **options: Any) -> bytes:
    """A TIFF with a page for each array; `levels` reduced ones are SubIFDs of the first."""
    import tifffile  # late: 50 ms

    file = io.BytesIO()
    with tifffile.TiffWriter(file, **options) as writer:
        for index, array in enumerate(arrays):
            writer.write(array, subifds=0 if index else levels, photometric="rgb", metadata=None)
            for level in range(0 if index else levels):
                step = 2 ** (level + 1)
                writer.write(array[::step, ::step], subfiletype=1, photometric="rgb", metadata=None)
    return file.getvalue()


def test_the_largest_level_of_a_pyramid_is_measured(platform: PlatformClient, inputs_dir: Path) -> None:
    full, half = slide(), slide()[::2, ::2]
    contents = {
        "levels.tiff": pages(full, half, slide()[::4, ::4]),
        "thumbnail-first.tiff": pages(half, full),
        "subifds.tiff": pages(full, levels=2, bigtiff=True),
    }
    for name, content in contents.items():
        files = results(platform, image_item(put(inputs_dir, name, content), content, "image/tiff"))
        rows = table(files["qc:csv_statistics"])
        assert (rows["width"]["value"], rows["height"]["value"]) == ("384", "256"), name


@pytest.mark.parametrize("depth", [np.uint8, np.uint16, np.float32])
def test_grey_images_have_no_stain(platform: PlatformClient, inputs_dir: Path, depth: Any) -> None:
    grey = slide().mean(axis=2)
    pixels = (grey / 255 if depth is np.float32 else grey * (257 if depth is np.uint16 else 1)).astype(depth)
    content = encoded(pixels, "tiff")
    name = put(inputs_dir, "grey.tiff", content)
    files = results(platform, image_item(name, content, "image/tiff"))
    measured = table(files["qc:csv_statistics"])
    assert measured["channels"]["value"] == "1"
    assert measured["eosin_mean"]["value"] == ""
    assert "grey" in measured["eosin_mean"]["note"]
    assert measured["tissue_regions"]["value"] == "2"


def test_a_blank_slide_has_no_tissue(platform: PlatformClient, inputs_dir: Path) -> None:
    content = encoded(np.full((40, 50, 3), 240, dtype=np.uint8))
    files = results(platform, image_item(put(inputs_dir, "blank.png", content), content))
    assert json.loads(files["qc:geojson_regions"])["features"] == []
    measured = table(files["qc:csv_statistics"])
    assert measured["tissue_fraction"]["value"] == "0"
    assert measured["focus_mean"]["note"] == "no tissue found"


def test_tissue_on_a_dark_background(platform: PlatformClient, inputs_dir: Path) -> None:
    content = encoded(255 - slide())
    files = results(platform, image_item(put(inputs_dir, "dark.png", content), content))
    assert table(files["qc:csv_statistics"])["tissue_regions"]["value"] == "2"


def test_transparent_pixels_count_as_white(platform: PlatformClient, inputs_dir: Path) -> None:
    pixels = np.dstack([slide(), np.full((256, 384), 255, dtype=np.uint8)])
    pixels[:10, :, 3] = 0
    content = encoded(pixels)
    files = results(platform, image_item(put(inputs_dir, "clear.png", content), content))
    assert table(files["qc:csv_statistics"])["channels"]["value"] == "3"


def bomb() -> bytes:
    """Create a small PNG file whose header claims 25,000 x 25,000 pixels."""
    small = encoded(np.zeros((4, 4), np.uint8))
    header = b"IHDR" + struct.pack(">II", 25_000, 25_000) + small[24:29]
    return small[:12] + header + struct.pack(">I", zlib.crc32(header)) + small[33:]


def test_invalid_images_are_user_errors(platform: PlatformClient, inputs_dir: Path) -> None:
    cases = [
        ("text.png", b"text, not an image", "image/png", "IMAGE.NOT_AN_IMAGE"),
        ("half.png", encoded(slide())[:5000], "image/png", "IMAGE.BROKEN"),
        ("half.tiff", encoded(slide(), "tiff")[:5000], "image/tiff", "IMAGE.BROKEN"),
        ("other.png", encoded(slide(), "jpeg"), "image/png", "IMAGE.OTHER_TYPE"),
        ("pixel.gif", encoded(np.zeros((4, 4), np.uint8), "gif"), "image/png", "IMAGE.NOT_AN_IMAGE"),
        ("large.png", encoded(np.zeros((500, 401), np.uint8)), "image/png", "IMAGE.TOO_MANY_PIXELS"),
        ("bomb.png", bomb(), "image/png", "IMAGE.TOO_MANY_PIXELS"),
        ("stack.tiff", pages(slide(), slide()), "image/tiff", "IMAGE.SEVERAL_PAGES"),
        ("album.tiff", pages(slide(), slide()[:99, :99]), "image/tiff", "IMAGE.SEVERAL_PAGES"),
    ]
    for name, content, media_type, code in cases:
        item = process(platform, image_item(put(inputs_dir, name, content), content, media_type))
        assert (item["termination_reason"], item["error_code"]) == ("USER_ERROR", code), name
        assert item["error_message"].endswith("."), name
        assert item["output_artifacts"] == [], name


def test_rescale_accepts_any_range_nan_and_infinity() -> None:
    from seawall.local.platform.applications.image_qc.picture import rescale

    values = np.array([[-3.3e38, 3.3e38], [np.nan, np.inf]], dtype=np.float32)
    assert rescale(values).tolist() == [[0.0, 1.0], [0.5, 0.5]]
