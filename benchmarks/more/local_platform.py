"""The local platform under load: CPU time of calls, of lists, of idling, and of calls over HTTP.

`GET /me` and a submission are compared with a route of FastAPI that only answers; a list of RUNS runs with
the same list of FEW runs; an idle server with one whole CPU. Over HTTP, the clients have a process of their
own and the server has this one; all other figures are without sockets.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
from attrs import frozen
from fastapi import FastAPI, Request
from sqlalchemy import insert

from benchmarks.more.ended_rows import ENDED_ITEM, ended_run
from benchmarks.more.http_load import Load, send_from_own_process
from benchmarks.more.measure import Figure, paired
from seawall.local.platform import PlatformSettings
from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.server.app import app_for
from seawall.local.platform.store.tables import Item, Run
from seawall.local.serving.http_server import running
from seawall.local.serving.wall_clock import utc_now

RUNS, FEW = 100_000, 100
CALLS, CLIENTS = 256, 64
HTTP_CALLS = 1024
IDLE_S = 2.0
URL = "http://127.0.0.1:8000"
PEER = "bare FastAPI route"
INPUT = {"name": "input", "download_url": "http://example.com/input", "metadata": {}}
SUBMISSION = {"application_id": "test-app", "items": [{"external_id": "a", "input_artifacts": [INPUT]}]}
DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@frozen
class Caller:
    """Sends requests to an application, with a token."""

    app: Any
    token: str = ""

    def send(self, method: str, path: str, body: object = None, *, times: int = 1, clients: int = 1) -> None:
        """Send a request a number of times, from some clients at once. Raises RuntimeError if one fails."""
        asyncio.run(self._send(method, path, body, times, clients))

    async def _send(self, method: str, path: str, body: object, times: int, clients: int) -> None:
        transport = httpx2.ASGITransport(app=self.app)
        headers = {"Authorization": f"Bearer {self.token}"}
        async with httpx2.AsyncClient(transport=transport, base_url=URL, headers=headers) as http:

            async def client() -> None:
                for _ in range(times // clients):
                    answer = await http.request(method, path, json=body)
                    if answer.status_code not in (200, 201):
                        raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")

            await asyncio.gather(*(client() for _ in range(clients)))


@contextmanager
def platform_with(run_count: int) -> Iterator[Caller]:
    """A platform with this number of runs that have ended, and a caller that is logged in."""
    with tempfile.TemporaryDirectory() as folder:
        settings = PlatformSettings(data_dir=Path(folder), auto_approve=True, workers=1, public_url=URL)
        platform = Platform.open(settings, utc_now)
        try:
            _add_runs(platform, run_count)
            app = app_for(platform)
            yield Caller(app, asyncio.run(_log_in(app)))
        finally:
            platform.close()


async def _log_in(app: Any) -> str:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url=URL) as http:
        login = await http.post("/oauth/device/code", data={"client_id": "benchmark"})
        code = login.json()["device_code"]
        sent = {"grant_type": DEVICE_CODE_GRANT, "client_id": "benchmark", "device_code": code}
        return str((await http.post("/oauth/token", data=sent)).json()["access_token"])


def _add_runs(platform: Platform, count: int) -> None:
    run = ended_run(platform)
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    ids = [UUID(int=number) for number in range(count)]
    times = [begin + timedelta(seconds=number) for number in range(count)]
    runs = [
        run
        | {"run_id": one, "submitted_at": at, "terminated_at": at + timedelta(hours=1)}
        | {"custom_metadata": {"study": {"site": one.int % 7, "case": f"case-{one.int}"}, "tags": ["draft"]}}
        for one, at in zip(ids, times, strict=True)
    ]
    items = [
        ENDED_ITEM | {"item_id": one, "run_id": one, "external_id": f"slide-{one.int}", "terminated_at": at}
        for one, at in zip(ids, times, strict=True)
    ]
    with platform.database.write() as session:
        session.execute(insert(Run), runs)
        session.execute(insert(Item), items)


def _bare_app() -> FastAPI:
    app = FastAPI()

    @app.get("/api/v1/me")
    async def me() -> dict[str, str]:
        return {"id": "user"}

    @app.post("/api/v1/runs", status_code=201)
    async def submit(request: Request) -> dict[str, str]:
        return {"application_id": json.loads(await request.body())["application_id"]}

    return app


def figures() -> Iterator[Figure]:
    bare = Caller(_bare_app())
    with platform_with(FEW) as few, platform_with(RUNS) as many:
        yield _ms("GET /me", _both(few, bare, "GET", "/api/v1/me", times=CALLS), CALLS, PEER)
        pages = RUNS // 50
        lists = {
            "first page": "",
            "last page": f"?page={pages}",
            "sorted by state": "?sort=-state",
            "sorted by end": "?sort=-terminated_at",
            "external_id": f"?external_id=slide-{FEW // 2}",
            "JSONPath, no match": "?custom_metadata=other",
            "JSONPath, one match": f'?custom_metadata=study.case ? (@ == "case-{FEW // 2}")',
            "JSONPath, many matches": "?custom_metadata=study.site ? (@ == 3)",
            "JSONPath, range without match": "?custom_metadata=study.site ? (@ > 7)",
            "JSONPath, start of a text": '?custom_metadata=study.case ? (@ starts with "case-7")',
            "sorted by metadata": "?sort=-custom_metadata",
            "sorted by application": "?sort=-application_id",
            "sorted by version": "?sort=version_number",
            "sorted by id": "?sort=-run_id",
            "another application": "?application_id=image-qc",
        }
        for what, query in lists.items():
            found = _both(many, few, "GET", f"/api/v1/runs{query}", times=4)
            yield _ms(f"{RUNS} runs, {what}", found, 4, f"{FEW} runs")
    for count in (FEW, RUNS):
        with platform_with(count) as only:
            idle_s = _cpu_s(lambda: time.sleep(IDLE_S))
            of_bare = _cpu_s(
                lambda: bare.send("POST", "/api/v1/runs", SUBMISSION, times=CALLS, clients=CLIENTS)
            )
            taken = _cpu_s(
                lambda: only.send("POST", "/api/v1/runs", SUBMISSION, times=CALLS, clients=CLIENTS)
            )
            yield Figure(f"idle with {count} runs, CPU of 1 s", idle_s / IDLE_S * 1e3, 1e3, "ms", "one CPU")
            what = f"submission, {CLIENTS} clients, {count} runs"
            yield _ms(what, (taken, of_bare), CALLS, PEER)
    yield from _over_http()


def _over_http() -> Iterator[Figure]:
    """CPU time of a call with all clients at work: 1 ms is 1,000 calls a second on one core."""
    bodies = {"me": "", "runs": json.dumps(SUBMISSION)}
    with (
        platform_with(FEW) as ours,
        running(lambda _: nullcontext(ours.app), "platform") as url,
        running(lambda _: nullcontext(_bare_app()), "bare") as bare_url,
    ):
        for path, body in bodies.items():
            loads = [
                Load(f"{each}/api/v1/{path}", ours.token, CLIENTS, HTTP_CALLS // CLIENTS, body)
                for each in (url, bare_url)
            ]
            seconds = [min(_cpu_s_of(load) for _ in range(3)) for load in loads]
            what = f"{'POST' if body else 'GET'} /{path} over HTTP, {CLIENTS} clients"
            yield _ms(what, (seconds[0], seconds[1]), HTTP_CALLS, PEER)


def _cpu_s_of(load: Load) -> float:
    """CPU time of the server, which is in this process. Raises RuntimeError if a call fails."""
    start = time.process_time()
    sent = send_from_own_process(load)
    taken = time.process_time() - start
    if set(sent.statuses) - {"200", "201"}:
        raise RuntimeError(f"{load.url}: {sent.statuses}")
    return taken


def _both(ours: Caller, peer: Caller, method: str, path: str, *, times: int) -> tuple[float, float]:
    return paired(*(lambda one=one: one.send(method, path, times=times) for one in (ours, peer)), rounds=4)


def _cpu_s(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _ms(what: str, seconds: tuple[float, float], calls: int, peer: str) -> Figure:
    ours, theirs = (each / calls * 1e3 for each in seconds)
    return Figure(what, ours, theirs, "ms", peer)
