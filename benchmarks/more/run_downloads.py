"""A run of many small files, downloaded from the local platform by the platform SDK and by aiohttp.

Both list the items of the run, ask the platform for the URL of each file, and write the files to a folder, as
many at once. The SDK also verifies, flushes and resumes. The local platform has a process of its own.
"""

import asyncio
import multiprocessing
import os
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from importlib import import_module
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
from sqlalchemy import insert

from benchmarks.more.ended_rows import ENDED_ITEM, ended_run
from benchmarks.more.measure import Figure
from seawall.core.transfer.checksum import Algorithm, Hashers
from seawall.local.platform import PlatformSettings
from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.server.app import app_for
from seawall.local.platform.store.tables import Item, OutputArtifact, Run
from seawall.local.serving.http_server import running
from seawall.local.serving.wall_clock import utc_now
from seawall.sdks.platform import AsyncClient

FILES, FILE_BYTES = 10_000, 10_000
AT_ONCE = 16
ROUNDS = 3
RUN_ID = UUID(int=1)


def serve(folder: str, pipe: Connection) -> None:
    """Serve a platform with the run until `pipe` is closed; sends its URL."""
    settings = PlatformSettings(data_dir=Path(folder), auto_approve=True, workers=1)
    platform = Platform.open(settings, utc_now)
    try:
        add_run(platform)
        with running(lambda _: nullcontext(app_for(platform)), "platform") as url:
            pipe.send(url)
            with suppress(EOFError):
                pipe.recv()
    finally:
        platform.close()


def add_run(platform: Platform) -> None:
    """Store the run, its items, and a file for each."""
    now = utc_now()
    ids = [UUID(int=number + 2) for number in range(FILES)]
    items, files = [], []
    for position, one in enumerate(ids):
        content = os.urandom(FILE_BYTES)
        sums = Hashers([Algorithm.CRC32C])
        sums.update(content)
        checksum = {"checksum_base64_crc32c": sums.checksum(Algorithm.CRC32C).base64}
        platform.artifacts.write(one, content)
        items.append(
            ENDED_ITEM
            | {"item_id": one, "run_id": RUN_ID, "position": position, "terminated_at": now}
            | {"external_id": f"slide-{position}"}
        )
        files.append(
            {
                "output_artifact_id": one,
                "item_id": one,
                "position": 0,
                "name": "table",
                "artifact_metadata": checksum,
                "media_type": "text/csv",
            }
        )
    run = ended_run(platform) | {"run_id": RUN_ID, "submitted_at": now, "terminated_at": now}
    with platform.database.write() as session:
        session.execute(insert(Run), [run])
        session.execute(insert(Item), items)
        session.execute(insert(OutputArtifact), files)


@contextmanager
def served_run() -> Iterator[tuple[str, str]]:
    """The URL of a local platform with the run, in another process, and a token for it."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    with tempfile.TemporaryDirectory() as folder:
        process = context.Process(target=serve, args=(folder, there))
        process.start()
        there.close()
        try:
            url = here.recv()
            yield url, token_for(url)
        finally:
            here.close()
            process.join()


def token_for(url: str) -> str:
    """Log in with the device flow, which the platform approves by itself."""
    with httpx2.Client(base_url=url) as http:
        code = http.post("/oauth/device/code", data={"client_id": "benchmark"}).json()["device_code"]
        grant = "urn:ietf:params:oauth:grant-type:device_code"
        sent = {"grant_type": grant, "client_id": "benchmark", "device_code": code}
        return str(http.post("/oauth/token", data=sent).json()["access_token"])


async def ours(url: str, token: str, folder: Path) -> int:
    async with AsyncClient(base_url=url, token=token) as client:
        run = await client.runs.get(RUN_ID)
        return len(await run.download(folder, at_once=AT_ONCE))


async def peer(url: str, token: str, folder: Path) -> int:
    aiohttp: Any = import_module("aiohttp")
    free = asyncio.Semaphore(AT_ONCE)
    headers = {"Authorization": f"Bearer {token}"}
    connector = aiohttp.TCPConnector(limit=AT_ONCE)
    async with aiohttp.ClientSession(url, connector=connector, headers=headers) as session:
        found, number = [], 1
        while True:
            path = f"/v1/runs/{RUN_ID}/items?page={number}&page_size=100"
            async with session.get(path) as response:
                page = await response.json()
            found += page
            if len(page) < 100:
                break
            number += 1

        async def fetch(item: Any) -> None:
            [artifact] = item["output_artifacts"]
            path = f"/v1/runs/{RUN_ID}/artifacts/{artifact['output_artifact_id']}/file"
            async with free, session.get(path) as response:
                response.raise_for_status()
                content = await response.read()
            target = folder / item["external_id"]
            target.mkdir()
            await asyncio.to_thread((target / artifact["name"]).write_bytes, content)

        await asyncio.gather(*(fetch(item) for item in found))
        return len(found)


def taken_s(work: Callable[[str, str, Path], Awaitable[int]], url: str, token: str) -> tuple[float, float]:
    """Wall and CPU time of a download of all files, in seconds. Raises RuntimeError if one is missing."""

    async def done(folder: Path) -> int:
        return await work(url, token, folder)

    with tempfile.TemporaryDirectory() as folder:
        wall, cpu = time.perf_counter(), time.process_time()
        count = asyncio.run(done(Path(folder)))
        taken = time.perf_counter() - wall, time.process_time() - cpu
    if count != FILES:
        raise RuntimeError(f"{count} files were downloaded, not {FILES}.")
    return taken


def figures() -> Iterator[Figure]:
    if not find_spec("aiohttp"):
        return
    with served_run() as (url, token):
        rounds = [[taken_s(work, url, token) for work in (ours, peer)] for _ in range(ROUNDS)]
    what = f"a file of {FILE_BYTES // 1000} kB of {FILES:,}, {AT_ONCE} at once"
    for place, name in enumerate(("wall", "CPU")):
        us = [min(taken[side][place] for taken in rounds) / FILES * 1e6 for side in (0, 1)]
        yield Figure(f"{what}: {name}", us[0], us[1], "us", "aiohttp to a file, unchecked")
