"""Pictures of runs: the data that they show, and the requests that they cost."""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from seawall.core.errors import ForbiddenError, InputError, MissingExtraError
from seawall.core.http.message import Response
from seawall.core.transfer.checksum import crc32c_base64
from seawall.sdks.platform import AsyncClient
from seawall.testing import AsyncFakeClock
from seawall.transports import AsyncMemoryTransport
from tests.sdks.platform.wire import FILES, RUN_ID, Platform, Route, artifact, item, reply, run

RUN = f"GET /api/v1/runs/{RUN_ID}"
ITEMS = f"{RUN}/items"


def client_of(platform: Platform) -> AsyncClient:
    return AsyncClient(
        base_url="http://platform.test",
        token="t0ken",
        transport=AsyncMemoryTransport(platform),
        clock=AsyncFakeClock(wall_s=datetime(2026, 7, 8, 13, tzinfo=UTC).timestamp()),
    )


def ended(name: str, minute: int, reason: str) -> dict[str, object]:
    return {
        **item(name),
        "item_id": f"00000000-0000-4000-8000-{minute:012d}",
        "termination_reason": reason,
        "terminated_at": f"2026-07-08T12:{minute:02d}:00Z",
    }


def legend_of(figure: Any) -> list[str]:
    return [text.get_text() for text in figure.legends[0].get_texts()]


async def test_a_run_is_drawn_with_its_items_in_each_state() -> None:
    waiting = {**item("d", state="PENDING"), "item_id": "00000000-0000-4000-8000-000000000099"}
    items = [
        ended("a", 10, "SUCCEEDED"),
        ended("b", 20, "USER_ERROR"),
        ended("c", 30, "SKIPPED"),
        {**waiting, "termination_reason": None},
    ]
    platform = Platform({RUN: reply(run("PROCESSING")), ITEMS: reply(items)})
    figure = await client_of(platform).run(RUN_ID).plot()
    assert legend_of(figure) == ["not ended: 1", "succeeded: 1", "skipped: 1", "user error: 1"]
    axes: Any = figure.axes[0]
    assert axes.get_title(loc="left") == f"Run {RUN_ID}"
    assert "image-qc 1.0.0: PROCESSING" in [text.get_text() for text in axes.texts]
    # From the submission at noon to the time of the call: a run that has not ended has no last time.
    first, last = axes.get_xlim()
    assert (last - first) * 24 == pytest.approx(1.0)


async def test_without_the_extra_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    platform = Platform({})
    with pytest.raises(MissingExtraError, match="plot"):
        await client_of(platform).run(RUN_ID).plot()
    assert platform.requests == []


def png(width: int = 40, height: int = 20, mode: str = "RGB") -> bytes:
    file = io.BytesIO()
    Image.new(mode, (width, height)).save(file, "png")
    return file.getvalue()


def picture(number: int, name: str, body: bytes) -> dict[str, object]:
    metadata = {"media_type": "image/png", "checksum_base64_crc32c": crc32c_base64(body)}
    return artifact(number, name=name, metadata=metadata)


def slide(url: str) -> dict[str, object]:
    return {
        "input_artifact_id": "00000000-0000-4000-8000-000000000077",
        "name": "image",
        "metadata": {"media_type": "image/png", "mpp": 0.5},
        "download_url": url,
    }


HEATMAP = picture(1, "focus_heatmap", png())
FILE = f"{RUN}/artifacts/{HEATMAP['output_artifact_id']}/file"
HEATMAP_ROUTES: dict[str, Route] = {
    FILE: Response(307, {"location": f"{FILES}/h"}),
    f"GET {FILES}/h": Response(200, {}, png()),
}


def preview_client(
    shown: dict[str, object], routes: dict[str, Route] | None = None
) -> tuple[AsyncClient, Platform]:
    platform = Platform({f"{ITEMS}/one": reply(shown), **HEATMAP_ROUTES, **(routes or {})})
    return client_of(platform), platform


def layers_of(figure: Any) -> int:
    return sum(len(axes.get_images()) for axes in figure.axes)


def texts_of(figure: Any) -> str:
    return " | ".join([*(text.get_text() for text in figure.axes[0].texts), figure.get_supxlabel()])


async def test_the_heatmap_is_drawn_over_the_slide_of_this_machine(tmp_path: Path) -> None:
    (tmp_path / "a b.png").write_bytes(png(400, 200))
    other = picture(2, "other", png())
    shown = item("one", other, HEATMAP, input_artifacts=[slide((tmp_path / "a b.png").as_uri())])
    client, platform = preview_client(shown)
    figure: Any = await client.run(RUN_ID).preview("one")
    assert (layers_of(figure), figure.axes[0].get_xlabel()) == (2, "mm")
    assert texts_of(figure) == "SUCCEEDED: focus_heatmap | "
    # An item that was read is not read again.
    read = await client.run(RUN_ID).item("one")
    count = len(platform.requests)
    assert layers_of(await client.run(RUN_ID).preview(read)) == 2
    assert len(platform.requests) == count + 2


async def test_the_slide_is_downloaded_or_given(tmp_path: Path) -> None:
    shown = item("one", HEATMAP, input_artifacts=[slide(f"{FILES}/s?signature=s3cret")])
    routes: dict[str, Route] = {f"GET {FILES}/s": Response(200, {}, png(400, 200))}
    client, platform = preview_client(shown, routes)
    assert layers_of(await client.run(RUN_ID).preview("one")) == 2
    assert "authorization" not in platform.requests[-1].headers
    (tmp_path / "small.png").write_bytes(png(200, 100))
    client, _ = preview_client(shown)
    assert layers_of(await client.run(RUN_ID).preview("one", slide=tmp_path / "small.png")) == 2


SLIDES: list[tuple[str, dict[str, Route], str]] = [
    ("gs://bucket/slide.png", {}, "no usable URL"),
    ("file://other-machine/share/slide.png", {}, "no usable URL"),
    ("file://[/slide.png", {}, "no usable URL"),
    ("file:///no/such/slide.png", {}, "can not be read"),
    (f"{FILES}/s?x=s3cret", {f"GET {FILES}/s": reply({}, status=403)}, "403"),
    (
        f"{FILES}/s",
        {f"GET {FILES}/s": Response(200, {"content-length": "200000001"}, b"x")},
        "more than 200 MB",
    ),
    (f"{FILES}/s", {f"GET {FILES}/s": Response(200, {}, b"no image")}, "is not a PNG"),
]


@pytest.mark.parametrize(("url", "routes", "reason"), SLIDES, ids=[reason for _, _, reason in SLIDES])
async def test_a_slide_that_can_not_be_read_is_left_out_with_the_reason(
    url: str, routes: dict[str, Route], reason: str
) -> None:
    client, _ = preview_client(item("one", HEATMAP, input_artifacts=[slide(url)]), routes)
    figure = await client.run(RUN_ID).preview("one")
    assert layers_of(figure) == 1
    assert "The slide is not shown: " in texts_of(figure)
    assert reason in texts_of(figure).replace("\n", " ")
    assert "s3cret" not in texts_of(figure)


async def test_items_without_a_picture_are_drawn_with_their_state() -> None:
    reasons = {"USER_ERROR": "The image is cut.", "SKIPPED": None}
    for reason, message in reasons.items():
        shown = item("one", termination_reason=reason, error_message=message, output="NONE")
        client, _ = preview_client(shown)
        figure = await client.run(RUN_ID).preview("one")
        assert layers_of(figure) == 0
        assert f"{reason}: {message or 'no picture to download'}" in texts_of(figure)
        assert "no slide to show" in texts_of(figure)


async def test_a_name_selects_the_picture() -> None:
    client, platform = preview_client(item("one", HEATMAP, artifact(3)))
    assert layers_of(await client.run(RUN_ID).preview("one", artifact="focus_heatmap")) == 1
    count = len(platform.requests)
    with pytest.raises(InputError, match=r"no picture 'other' to download\. It has: focus_heatmap\."):
        await client.run(RUN_ID).preview("one", artifact="other")
    assert len(platform.requests) == count


async def test_a_heatmap_that_can_not_be_read_is_an_error(tmp_path: Path) -> None:
    client, _ = preview_client(item("one", HEATMAP), {FILE: reply({}, status=403)})
    with pytest.raises(ForbiddenError):
        await client.run(RUN_ID).preview("one")
    with pytest.raises(InputError, match=r"missing\.png can not be read"):
        await client.run(RUN_ID).preview("one", slide=tmp_path / "missing.png")
