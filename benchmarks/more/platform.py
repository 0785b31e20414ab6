"""The platform SDK: a submission of many items, a long list of items, and downloads of small files."""

import asyncio
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks.harness.answering import answering
from benchmarks.more.measure import Figure
from benchmarks.peer_answers import ME_BODY, ME_PATH
from seawall.core.engine.policy import Policy
from seawall.core.http.message import Headers, Request, Response
from seawall.core.transfer.checksum import Algorithm, Hashers
from seawall.runtime.transfer._async.downloader import AsyncDownloader
from seawall.runtime.transfer._async.transfers import AsyncDownloads, AsyncRemoteFile
from seawall.sdks.platform import Client, NewArtifact, NewItem
from seawall.transports import AsyncPyreqwestTransport, MemoryTransport

ITEMS = 1_000
# About four minutes; the memory of `LISTED` items is that of fewer ones if nothing grows.
LISTED = 1_000_000
FILES = 1_000
AT_ONCE = 16
PAGE = 100
ROUNDS = 5
RUN_ID = "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b"
TIME = "2026-07-08T12:00:00Z"
SCHEMA = {
    "type": "object",
    "properties": {
        "checksum_base64_crc32c": {"type": "string"},
        "media_type": {"type": "string", "enum": ["image/png", "image/jpeg", "image/tiff"]},
        "size_bytes": {"type": "integer", "minimum": 1},
        "mpp": {"type": "number", "minimum": 0.001, "maximum": 10},
    },
    "required": ["checksum_base64_crc32c", "media_type"],
    "additionalProperties": False,
}
RUN = {
    "run_id": RUN_ID,
    "application_id": "image-qc",
    "version_number": "1.0.0",
    "state": "PENDING",
    "output": "NONE",
    "termination_reason": None,
    "error_code": None,
    "error_message": None,
    "statistics": {
        f"item_{name}": 0
        for name in (
            "count",
            "pending_count",
            "processing_count",
            "succeeded_count",
            "user_error_count",
            "system_error_count",
            "skipped_count",
        )
    },
    "submitted_at": TIME,
    "submitted_by": "me",
}
VERSION = {
    "version_number": "1.0.0",
    "changelog": "",
    "released_at": TIME,
    "input_artifacts": [{"name": "image", "mime_type": "image/png", "metadata_schema": SCHEMA}],
    "output_artifacts": [],
}
APPLICATION = {
    "application_id": "image-qc",
    "name": "Image QC",
    "regulatory_classes": ["RUO"],
    "description": "",
    "versions": [{"number": "1.0.0", "released_at": TIME}],
}


def answer(body: object, status: int = 200) -> Response:
    return Response(status, Headers({"content-type": "application/json"}), json.dumps(body).encode())


def respond(request: Request) -> Response:
    """Answer as a platform: one application, one run, a list of `LISTED` items."""
    path, _, query = request.url.partition("?")
    if path.endswith("/items"):
        return page(int(dict(part.split("=") for part in query.split("&")).get("page", "1")))
    if path.endswith("/versions/1.0.0"):
        return answer(VERSION)
    if path.endswith("/runs"):
        return answer({"run_id": RUN_ID}, 201)
    return answer(RUN if path.endswith(RUN_ID) else APPLICATION)


def page(number: int) -> Response:
    first = (number - 1) * PAGE
    return answer([listed_item(first + place) for place in range(min(PAGE, LISTED - first))])


def listed_item(number: int) -> dict[str, object]:
    return {
        "item_id": str(UUID(int=number)),
        "external_id": f"slide-{number}",
        "custom_metadata": None,
        "state": "TERMINATED",
        "output": "FULL",
        "termination_reason": "SUCCEEDED",
        "terminated_at": TIME,
        "input_artifacts": [],
        "output_artifacts": [
            {
                "output_artifact_id": str(UUID(int=number)),
                "name": "qc:csv_statistics",
                "metadata": {"media_type": "text/csv", "checksum_base64_crc32c": "AAAAAA=="},
                "state": "TERMINATED",
                "termination_reason": "SUCCEEDED",
                "output": "AVAILABLE",
            }
        ],
    }


def client() -> Client:
    return Client(base_url="http://127.0.0.1:9", token="t", transport=MemoryTransport(respond))


def new_items() -> list[NewItem]:
    metadata = {"checksum_base64_crc32c": "AAAAAA==", "media_type": "image/png", "size_bytes": 9, "mpp": 0.5}
    return [
        NewItem(
            external_id=f"slide-{number}",
            input_artifacts=[
                NewArtifact(name="image", download_url=f"https://files.test/{number}.png", metadata=metadata)
            ],
        )
        for number in range(ITEMS)
    ]


def submit_ms() -> float:
    """The CPU time of one submission, the quickest of several; the items are made before."""
    platform, items, times = client(), new_items(), list[float]()
    for number in range(ROUNDS + 1):
        start = time.process_time()
        platform.runs.submit("image-qc", items)
        if number:
            times.append((time.process_time() - start) * 1e3)
    return min(times)


def peak_mb(count: int) -> float:
    """The most memory of a new process that iterates over `count` items, as the system counts it."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_iterate, args=(count, there))
    process.start()
    found: float = here.recv()
    process.join()
    return found


def _iterate(count: int, pipe: Connection) -> None:
    seen = 0
    for _ in client().run(RUN_ID).results(page_size=PAGE):
        seen += 1
        if seen == count:
            break
    assert seen == count
    pipe.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


async def ours(url: str, folder: Path) -> None:
    """Download small files, each checked by its CRC-32C."""
    sums = Hashers([Algorithm.CRC32C])
    sums.update(ME_BODY)
    checksum = sums.checksum(Algorithm.CRC32C)

    async def locate() -> str:
        return url

    files = [
        AsyncRemoteFile(
            data=None,
            id=str(number),
            name="a",
            folder=str(number),
            media_type=None,
            locate=locate,
            checksum=checksum,
        )
        for number in range(FILES)
    ]
    async with AsyncPyreqwestTransport() as transport:
        downloads = AsyncDownloads(AsyncDownloader(transport, Policy()), folder, AT_ONCE)
        for result in await downloads.fetch(files):
            result.unwrap()


async def peer(url: str, folder: Path) -> None:
    """The same with aiohttp: no checksum, no partial file."""
    aiohttp: Any = import_module("aiohttp")
    free = asyncio.Semaphore(AT_ONCE)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:

        async def fetch(number: int) -> None:
            async with free, session.get(url) as response:
                content = await response.read()
            target = folder / str(number)
            target.mkdir()
            await asyncio.to_thread((target / "a").write_bytes, content)

        await asyncio.gather(*(fetch(number) for number in range(FILES)))


def download_us(work: Callable[[str, Path], Awaitable[None]], url: str) -> float:
    """The CPU time of one file, the quickest of three rounds."""
    times = list[float]()
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            start = time.process_time()
            asyncio.run(_done(work, url, Path(folder)))
            times.append((time.process_time() - start) / FILES * 1e6)
    return min(times)


async def _done(work: Callable[[str, Path], Awaitable[None]], url: str, folder: Path) -> None:
    await work(url, folder)


def figures() -> Iterator[Figure]:
    yield Figure(f"submit {ITEMS:,} items, checked and encoded", submit_ms(), 150, "ms", "the goal")
    if find_spec("aiohttp"):
        with answering() as server:
            taken = [download_us(work, f"{server.url}{ME_PATH}") for work in (ours, peer)]
        name = "aiohttp to a file, unchecked"
        yield Figure(f"download a small file, {AT_ONCE} at once", taken[0], taken[1], "us", name)
    name = "the same process after 1 page"
    yield Figure(f"memory with {LISTED:,} items iterated", peak_mb(LISTED), peak_mb(PAGE), "MB", name)
