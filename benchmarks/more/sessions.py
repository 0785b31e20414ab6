"""Many sessions created, waited for and deleted through 32 connections: time, and memory at its peak."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import httpx2

from benchmarks.more.measure import Figure
from seawall.sdks.sessions import AsyncClient, NewSession

SESSIONS = 1000
FEW = 100
CONNECTIONS = 32
IMAGE = "images.canfar.net/skaha/terminal:1.1.2"
PEER = "bare httpx2"
ENDS = ("Completed", "Failed")
Use: TypeAlias = Callable[[str, str, int], Awaitable[Sequence[str]]]


@contextmanager
def sessions_server() -> Iterator[tuple[str, str]]:
    """The URL of a local server in a process of its own, and the token of a user."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "seawall.cli", "local", "sessions", "--data", folder]
        command += ["--pending", "0", "--headless-duration", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            try:
                ready = json.loads(process.stdout.readline())
                yield ready["url"], json.loads(Path(ready["tokens"]).read_text())["ada"]
            finally:
                process.terminate()


def figures() -> Iterator[Figure]:
    what = f"{SESSIONS} sessions, {CONNECTIONS} connections"
    with sessions_server() as (url, token):
        seconds, peer_seconds = (_seconds(use, url, token) for use in (ours, peer))
        yield Figure(f"{what}, time", seconds, peer_seconds, "s", PEER)
        memory, of_few = (_memory(ours, url, token, count) for count in (SESSIONS, FEW))
        yield Figure(f"{what}, peak memory", memory, of_few, "MB", f"ours, {FEW} sessions")
        yield Figure(f"{what}, peak memory", memory, _memory(peer, url, token, SESSIONS), "MB", PEER)


def _seconds(use: Use, url: str, token: str) -> float:
    begin = time.perf_counter()
    names = asyncio.run(_run(use, url, token, SESSIONS))
    seconds = time.perf_counter() - begin
    if names != [f"job-{number}" for number in range(1, SESSIONS + 1)]:
        raise RuntimeError("The sessions are not those that were asked for, in their order.")
    return seconds


def _memory(use: Use, url: str, token: str, count: int) -> float:
    """MB at the peak of a round of its own: tracing makes it slower."""
    tracemalloc.start()
    try:
        asyncio.run(_run(use, url, token, count))
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


async def _run(use: Use, url: str, token: str, count: int) -> list[str]:
    return list(await use(url, token, count))


async def ours(url: str, token: str, count: int) -> Sequence[str]:
    """The names of the sessions, which the SDK creates, waits for and deletes."""
    async with AsyncClient(base_url=url, token=token) as client:
        new = NewSession(name="job", image=IMAGE, command="env")
        made = await client.sessions.create_replicas(new, count, concurrency=CONNECTIONS)
        ids = [each.unwrap().session_id for each in made]
        ended = await client.sessions.wait_many(ids, concurrency=CONNECTIONS)
        deleted = await client.sessions.destroy(ids, concurrency=CONNECTIONS)
        for each in deleted:
            each.unwrap()
        return [each.unwrap().name for each in ended]


async def peer(url: str, token: str, count: int) -> Sequence[str]:
    """The same requests without any SDK."""
    limits = httpx2.Limits(max_connections=CONNECTIONS)
    headers = {"authorization": f"Bearer {token}"}
    async with httpx2.AsyncClient(base_url=f"{url}/v1", headers=headers, limits=limits, timeout=60) as http:

        async def create(number: int) -> str:
            env = [f"REPLICA_ID={number}", f"REPLICA_COUNT={count}"]
            sent = {"name": f"job-{number}", "image": IMAGE, "type": "headless", "cmd": "env", "env": env}
            return (await http.post("/session", params=sent)).raise_for_status().text.strip()

        async def delete(one: str) -> None:
            (await http.get(f"/session/{one}")).raise_for_status()
            (await http.delete(f"/session/{one}")).raise_for_status()

        ids = await asyncio.gather(*(create(number) for number in range(1, count + 1)))
        while True:
            found = {each["id"]: each for each in (await http.get("/session")).raise_for_status().json()}
            if all(found[one]["status"] in ENDS for one in ids):
                break
            await asyncio.sleep(0.5)
        await asyncio.gather(*map(delete, ids))
        return [found[one]["name"] for one in ids]
