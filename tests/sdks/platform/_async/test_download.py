"""Downloads: verified, resumable, and never outside of their folder."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from seawall.core.errors import (
    ChecksumError,
    DecodeError,
    GoneError,
    InputError,
    MaybeProcessedError,
    ResponseLostError,
    ServerStatusError,
    StorageError,
)
from seawall.core.http.message import Request, Response
from seawall.sdks.platform import AsyncClient, DownloadProgress
from seawall.testing import AsyncFakeClock
from seawall.transports import AsyncMemoryTransport, TruncatedResponse
from tests.sdks.platform.wire import FILES, RUN_ID, Platform, Route, artifact, item, reply

BODY = bytes(range(256)) * 1024
FILE = f"GET {FILES}/f1"
ARTIFACT_FILE = f"GET /api/v1/runs/{RUN_ID}/artifacts/00000000-0000-4000-8000-000000000001/file"


def redirect(location: str | None) -> Response:
    return Response(307, {"location": location} if location else {})


def platform_with(
    *artifacts: dict[str, object], file: Route | Sequence[Route], external_id: str = "one"
) -> Platform:
    routes: dict[str, Route | Sequence[Route]] = {
        f"GET /api/v1/runs/{RUN_ID}/items": reply([item(external_id, *artifacts)]),
        FILE: file,
    }
    for made in artifacts:
        path = f"GET /api/v1/runs/{RUN_ID}/artifacts/{made['output_artifact_id']}/file"
        routes[path] = redirect(f"{FILES}/f1?signature=s3cret")
    return Platform(routes)


def client_of(platform: Platform) -> AsyncClient:
    return AsyncClient(
        base_url="http://platform.test",
        token="t0ken",
        transport=AsyncMemoryTransport(platform),
        clock=AsyncFakeClock(),
    )


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


async def test_a_file_arrives_under_a_safe_name_with_its_ending(tmp_path: Path) -> None:
    platform = platform_with(artifact(body=BODY), file=Response(200, {}, BODY))
    (file,) = await client_of(platform).run(RUN_ID).download(tmp_path)
    assert file.path == tmp_path / "one" / "qc_csv_statistics.csv"
    assert file.path.read_bytes() == BODY
    assert files_below(tmp_path) == ["one/qc_csv_statistics.csv"]


async def test_the_file_is_fetched_without_the_token(tmp_path: Path) -> None:
    platform = platform_with(artifact(body=BODY), file=Response(200, {}, BODY))
    await client_of(platform).run(RUN_ID).download(tmp_path)
    assert "authorization" in platform.requests[1].headers
    assert "authorization" not in platform.requests[-1].headers


async def test_an_intact_file_is_not_fetched_again(tmp_path: Path) -> None:
    platform = platform_with(artifact(body=BODY), file=Response(200, {}, BODY))
    run = client_of(platform).run(RUN_ID)
    await run.download(tmp_path)
    (file,) = await run.download(tmp_path)
    assert file.was_there
    assert platform.seen.count(FILE) == 1


async def test_a_damaged_file_is_fetched_again(tmp_path: Path) -> None:
    platform = platform_with(artifact(body=BODY), file=Response(200, {}, BODY))
    run = client_of(platform).run(RUN_ID)
    (file,) = await run.download(tmp_path)
    file.path.write_bytes(b"damaged")
    (file,) = await run.download(tmp_path)
    assert file.path.read_bytes() == BODY


async def test_a_lost_connection_is_resumed(tmp_path: Path) -> None:
    def rest(request: Request) -> Response:
        start = int(request.headers["range"].removeprefix("bytes=").removesuffix("-"))
        return Response(206, {"content-range": f"bytes {start}-{len(BODY) - 1}/{len(BODY)}"}, BODY[start:])

    platform = platform_with(artifact(body=BODY), file=[TruncatedResponse(200, {}, BODY[:70000]), rest])
    (file,) = await client_of(platform).run(RUN_ID).download(tmp_path)
    assert file.path.read_bytes() == BODY
    assert platform.requests[-1].headers["range"] == "bytes=70000-"


async def test_a_server_that_stays_gone_leaves_a_part_and_no_file(tmp_path: Path) -> None:
    cut = TruncatedResponse(200, {}, BODY[:1000])
    platform = platform_with(artifact(body=BODY), file=[cut, MaybeProcessedError("gone.")])
    with pytest.raises(ResponseLostError):
        await client_of(platform).run(RUN_ID).download(tmp_path)
    assert files_below(tmp_path) == ["one/.qc_csv_statistics.csv.part"]


@pytest.mark.parametrize("at_once", [0, -1])
async def test_at_once_must_be_positive(tmp_path: Path, at_once: int) -> None:
    platform = platform_with(artifact(body=BODY), file=Response(200, {}, BODY))
    with pytest.raises(InputError, match=rf"^at_once is {at_once}\. Give 1 or more"):
        await client_of(platform).run(RUN_ID).download(tmp_path, at_once=at_once)


async def test_after_an_interruption_the_next_download_resumes(tmp_path: Path) -> None:
    def interrupt(progress: DownloadProgress) -> None:
        if progress.size >= 65536:
            raise KeyboardInterrupt

    whole = Response(200, {}, BODY)
    run = client_of(platform_with(artifact(body=BODY), file=whole)).run(RUN_ID)
    with pytest.raises(KeyboardInterrupt):
        await run.download(tmp_path, on_progress=interrupt)
    assert files_below(tmp_path) == ["one/.qc_csv_statistics.csv.part"]

    platform = platform_with(
        artifact(body=BODY),
        file=Response(206, {"content-range": f"bytes 65536-{len(BODY) - 1}/{len(BODY)}"}, BODY[65536:]),
    )
    (file,) = await client_of(platform).run(RUN_ID).download(tmp_path)
    assert file.path.read_bytes() == BODY
    assert platform.requests[-1].headers["range"] == "bytes=65536-"


async def test_a_file_with_a_wrong_checksum_never_gets_its_name(tmp_path: Path) -> None:
    platform = platform_with(artifact(body=BODY), file=Response(200, {}, b"something else"))
    run = client_of(platform).run(RUN_ID)
    with pytest.raises(ChecksumError, match=r"It was set aside as \.qc_csv_statistics\.csv\.corrupt;"):
        await run.download(tmp_path)
    assert files_below(tmp_path) == ["one/.qc_csv_statistics.csv.corrupt"]
    again = platform_with(artifact(body=BODY), file=Response(200, {}, BODY))
    await client_of(again).run(RUN_ID).download(tmp_path)
    assert files_below(tmp_path) == ["one/qc_csv_statistics.csv"]


async def test_a_file_with_a_wrong_checksum_does_not_stop_the_others(tmp_path: Path) -> None:
    wrong = artifact(2, BODY, name="wrong", metadata={"checksum_base64_crc32c": "AAAAAQ=="})
    # An artifact without metadata has no checksum, and is downloaded without one.
    bare = artifact(3, BODY, name="bare", metadata=None)
    platform = platform_with(artifact(1, BODY), wrong, bare, file=Response(200, {}, BODY))
    with pytest.raises(ChecksumError):
        await client_of(platform).run(RUN_ID).download(tmp_path)
    assert files_below(tmp_path) == ["one/.wrong.corrupt", "one/bare", "one/qc_csv_statistics.csv"]


async def test_a_url_that_expires_during_the_download_is_asked_for_again(tmp_path: Path) -> None:
    urls = [f"{FILES}/f1?signature={number}" for number in (1, 2)]
    rest = {"content-range": f"bytes 1000-{len(BODY) - 1}/{len(BODY)}"}
    file = [TruncatedResponse(200, {}, BODY[:1000]), Response(206, rest, BODY[1000:])]
    platform = platform_with(artifact(body=BODY), file=file)
    platform.routes[ARTIFACT_FILE] = [Response(307, {"location": url}) for url in urls]
    (file_there,) = await client_of(platform).run(RUN_ID).download(tmp_path)
    assert file_there.path.read_bytes() == BODY
    sent = [request for request in platform.requests if request.url.startswith(FILES)]
    assert [request.url for request in sent] == urls
    assert sent[1].headers["range"] == "bytes=1000-"


async def test_the_url_of_an_artifact_is_new_each_time() -> None:
    platform = platform_with(artifact(body=BODY), file=Response(200, {}, BODY))
    platform.routes[ARTIFACT_FILE] = [
        Response(307, {"location": f"{FILES}/f1?signature={number}"}) for number in (1, 2)
    ]
    run = client_of(platform).run(RUN_ID)
    artifact_id = "00000000-0000-4000-8000-000000000001"
    assert [(await run.artifact_url(artifact_id))[-1] for _ in range(2)] == ["1", "2"]
    with pytest.raises(InputError, match="artifact_id is 'x'"):
        await run.artifact_url("x")


@pytest.mark.parametrize("name", ["../../evil", "/etc/passwd", ".."])
async def test_a_name_from_the_server_never_leaves_the_folder(name: str, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    platform = platform_with(artifact(body=BODY, name=name), file=Response(200, {}, BODY), external_id=name)
    (file,) = await client_of(platform).run(RUN_ID).download(inside)
    assert file.path.resolve().is_relative_to(inside.resolve())
    assert file.path.parent.parent == inside
    assert files_below(tmp_path) == [str(file.path.relative_to(tmp_path))]


async def test_colliding_names_are_made_unique(tmp_path: Path) -> None:
    made = [artifact(1, BODY, name="a:b"), artifact(2, BODY, name="a/b"), artifact(3, BODY, name="A_b")]
    platform = platform_with(*made, file=Response(200, {}, BODY))
    files = await client_of(platform).run(RUN_ID).download(tmp_path)
    assert len({str(file.path).casefold() for file in files}) == 3


async def test_unavailable_artifacts_are_skipped(tmp_path: Path) -> None:
    deleted = artifact(output="DELETED_BY_USER", metadata=None)
    assert await client_of(platform_with(deleted, file=Response(404))).run(RUN_ID).download(tmp_path) == ()


async def test_an_artifact_deleted_in_between_is_an_error(tmp_path: Path) -> None:
    platform = platform_with(artifact(), file=Response(200))
    path = f"GET /api/v1/runs/{RUN_ID}/artifacts/{artifact()['output_artifact_id']}/file"
    platform.routes[path] = [reply({"detail": "deleted"}, 410)]
    with pytest.raises(GoneError):
        await client_of(platform).run(RUN_ID).download(tmp_path)
    assert files_below(tmp_path) in ([], ["one/.qc_csv_statistics.csv.part"])


@pytest.mark.parametrize("location", [None, "file:///etc/passwd", "ftp://files.test/f1"])
async def test_an_unusable_url_is_an_error(location: str | None, tmp_path: Path) -> None:
    platform = platform_with(artifact(), file=Response(200))
    path = f"GET /api/v1/runs/{RUN_ID}/artifacts/{artifact()['output_artifact_id']}/file"
    platform.routes[path] = [redirect(location)]
    with pytest.raises(DecodeError, match="no usable URL"):
        await client_of(platform).run(RUN_ID).download(tmp_path)


async def test_a_folder_that_can_not_be_made_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    platform = platform_with(artifact(body=BODY), file=Response(200, {}, BODY))
    with pytest.raises(StorageError, match="can not be written"):
        await client_of(platform).run(RUN_ID).download(tmp_path / "taken")
    assert platform.seen == []


async def test_progress_counts_files_and_bytes(tmp_path: Path) -> None:
    seen: list[DownloadProgress] = []
    platform = platform_with(artifact(body=BODY), file=Response(200, {}, BODY))
    await client_of(platform).run(RUN_ID).download(tmp_path, on_progress=seen.append)
    assert [(step.file, step.files) for step in seen] == [(1, 1)] * len(seen)
    assert [step.size for step in seen] == sorted(step.size for step in seen)
    assert seen[-1].size == len(BODY)


async def test_a_download_that_makes_progress_is_retried_further(tmp_path: Path) -> None:
    def next_piece(request: Request) -> Response:
        start = int(request.headers.get("range", "bytes=0-")[6:-1])
        piece = BODY[start : start + 20_000]
        headers = {"content-range": f"bytes {start}-{len(BODY) - 1}/{len(BODY)}"}
        whole = start + len(piece) == len(BODY)
        status = 206 if start else 200
        return Response(status, headers, piece) if whole else TruncatedResponse(status, headers, piece)

    platform = platform_with(artifact(body=BODY), file=next_piece)
    (file,) = await client_of(platform).run(RUN_ID).download(tmp_path)
    assert file.path.read_bytes() == BODY
    assert platform.seen.count(FILE) == 14


@pytest.mark.parametrize("attempts", [1, 4])
async def test_the_url_is_read_once_per_attempt(attempts: int, tmp_path: Path) -> None:
    platform = platform_with(artifact(), file=Response(200))
    path = f"GET /api/v1/runs/{RUN_ID}/artifacts/{artifact()['output_artifact_id']}/file"
    platform.routes[path] = [reply({"detail": "later"}, 503)]
    with pytest.raises(ServerStatusError):
        await client_of(platform).with_options(attempts=attempts).run(RUN_ID).download(tmp_path)
    assert platform.seen.count(path) == attempts


async def test_an_empty_folder_name_is_an_error() -> None:
    with pytest.raises(InputError, match="folder is empty"):
        await client_of(Platform({})).run(RUN_ID).download("")
