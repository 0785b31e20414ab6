"""The clients against a real local platform: a run end to end, and invalid inputs."""

import asyncio
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from seawall.core.errors import ConflictError, PreconditionFailedError, SeawallError, UnprocessableError
from seawall.sdks.platform import (
    AsyncClient,
    Client,
    Item,
    NewArtifact,
    NewItem,
    RunOutput,
    artifact_from_file,
)
from tests.running_platform import RunningPlatform

pytestmark = pytest.mark.slow


@pytest.fixture
def platform(shared_platform: RunningPlatform) -> RunningPlatform:
    return shared_platform


@pytest.fixture
def client(platform: RunningPlatform) -> Iterator[Client]:
    with Client(base_url=platform.url, token_file=platform.token_file) as client:
        yield client


def image(path: Path) -> NewItem:
    return NewItem(external_id=path.name, input_artifacts=[artifact_from_file("image", path)])


def unchecked(path: Path) -> NewItem:
    """An item whose file was not checked before; its checksum is arbitrary."""
    metadata = {"checksum_base64_crc32c": "AAAAAA==", "media_type": "image/png"}
    artifact = NewArtifact(name="image", download_url=path.as_uri(), metadata=metadata)
    return NewItem(external_id=path.name, input_artifacts=[artifact])


def test_a_run_end_to_end(client: Client, platform: RunningPlatform, tmp_path: Path) -> None:
    run = client.runs.submit("image-qc", [image(path) for path in sorted(platform.images.glob("*.png"))])
    assert run.wait(timeout_s=60).output == RunOutput.FULL
    files = run.download(tmp_path)
    assert sorted(file.path.name for file in files) == sorted(
        ["qc_csv_statistics.csv", "qc_geojson_regions.geojson", "qc_tiff_heatmap.tiff"] * 2
    )
    assert [file.was_there for file in run.download(tmp_path)] == [True] * 6


def test_a_run_end_to_end_without_blocking(platform: RunningPlatform, tmp_path: Path) -> None:
    async def run_it() -> int:
        async with AsyncClient(base_url=platform.url, token_file=platform.token_file) as client:
            run = await client.runs.submit("image-qc", [image(platform.images / "one.png")])
            await run.wait(timeout_s=60)
            return len(await run.download(tmp_path))

    assert asyncio.run(run_it()) == 3


def test_a_bad_input_fails_only_its_item_with_a_reason(client: Client, platform: RunningPlatform) -> None:
    # A folder of its own: other tests submit all images of the platform's.
    folder = platform.images / "bad"
    folder.mkdir()
    (folder / "empty.png").touch()
    (folder / "text.png").write_text("no image")
    with (folder / "huge.png").open("wb") as file:
        file.truncate(2 << 30)
    bad = [unchecked(folder / name) for name in ("missing.png", "empty.png", "huge.png")]
    outside = unchecked(platform.token_file)
    text = image(folder / "text.png")
    good = image(platform.images / "one.png")
    run = client.runs.submit("image-qc", [*bad, outside, text, good])
    ended = run.wait(timeout_s=60)
    shutil.rmtree(folder)
    assert (ended.statistics.user_error, ended.statistics.succeeded) == (5, 1)
    found: dict[str, Item] = {item.external_id: item for item in run.results()}
    codes = {name: item.error_code for name, item in found.items() if item.error_code}
    assert codes == {
        "missing.png": "INPUT.NOT_FOUND",
        "empty.png": "INPUT.EMPTY",
        "huge.png": "INPUT.TOO_LARGE",
        "token.json": "INPUT.OUTSIDE_FOLDER",
        "text.png": "IMAGE.NOT_AN_IMAGE",
    }
    assert all(found[name].error_message for name in codes)


def test_a_run_that_has_ended_can_not_be_cancelled_and_its_files_can_be_deleted(
    client: Client, platform: RunningPlatform, tmp_path: Path
) -> None:
    run = client.runs.submit("image-qc", [image(platform.images / "one.png")])
    run.wait(timeout_s=60)
    with pytest.raises(ConflictError):
        run.cancel()
    run.delete()
    assert run.download(tmp_path) == ()
    assert all(not made.is_available for item in run.results() for made in item.output_artifacts)


def test_a_stale_checksum_protects_the_other_writers_change(client: Client) -> None:
    run = client.runs.submit("test-app", [trial(outcome="succeeded")], custom_metadata={"by": "me"})
    read = run.details().custom_metadata_checksum
    run.update_metadata({"by": "another"}, checksum=read)
    with pytest.raises(PreconditionFailedError):
        run.update_metadata({"by": "me again"}, checksum=read)
    assert (run.details().custom_metadata or {})["by"] == "another"
    run.update_item_metadata("trial", {"seen": True})
    assert (run.item("trial").custom_metadata or {})["seen"] is True


def test_a_cancelled_run_skips_the_remaining_items(client: Client) -> None:
    run = client.runs.submit("test-app", [trial(duration_s=60)])
    run.cancel()
    assert run.wait(timeout_s=30).statistics.skipped == 1


def test_the_server_rejects_an_invalid_filter(client: Client) -> None:
    with pytest.raises(UnprocessableError) as caught:
        list(client.runs.list(custom_metadata="$.a ? ("))
    assert caught.value.request_id


def test_the_error_of_a_stopped_platform_is_typed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as stopped:
        port = stopped.getsockname()[1]
    with (
        Client(base_url=f"http://127.0.0.1:{port}", token="t") as late,
        pytest.raises(SeawallError, match=r"no connection to 127\.0\.0\.1"),
    ):
        late.with_options(attempts=1).me()


def trial(**metadata: object) -> NewItem:
    artifact = NewArtifact(name="input", download_url="none://", metadata=metadata)
    return NewItem(external_id="trial", input_artifacts=[artifact])
