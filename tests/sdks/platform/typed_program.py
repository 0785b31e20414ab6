"""A program of a user that uses most of the SDK. Type checkers read it with strict rules; it is never run."""

from collections.abc import Generator
from pathlib import Path
from typing import assert_type
from uuid import UUID

from seawall.core.paging.strategies import Page
from seawall.runtime import AsyncBulk, AsyncPages, Bulk, BulkResult, Pages
from seawall.sdks.platform import (
    Application,
    ApplicationSummary,
    ApplicationVersion,
    AsyncClient,
    AsyncRun,
    Client,
    DownloadedFile,
    DownloadProgress,
    Item,
    ItemState,
    Me,
    NewItem,
    Outage,
    OutputArtifact,
    Run,
    RunData,
    RunState,
    SeawallError,
    StatusError,
    WaitTimeoutError,
    artifact_from_file,
)
from seawall.sdks.platform.models import JsonObject
from seawall.testing import FakeClock, MemoryTransport, Script, json_response


def read(client: Client) -> None:
    me = client.me()
    assert_type(me, Me)
    assert_type(me.organization.name, str | None)
    assert_type(client.application("image-qc"), Application)
    assert_type(client.application_version("image-qc"), ApplicationVersion)
    for application in client.applications.list():
        assert_type(application, ApplicationSummary)
    pages = client.runs.list(submitted_by="me", sort="-submitted_at")
    assert_type(pages, Pages[Run])
    for run in pages:
        assert_type(run, Run)
        assert_type(run.state, RunState)
        assert_type(run.custom_metadata, JsonObject | None)
    assert_type(pages[0], Run)
    assert_type(pages[:10], list[Run])
    assert_type(pages.first(), Run | None)
    assert_type(pages.to_list(limit=3), list[Run])
    assert_type(pages.total(), int | None)
    assert_type(pages.pages(), Generator[Page[Run], None])
    assert_type(len(pages), int)
    assert_type(pages.after("token"), Pages[Run])


def run_and_wait(client: Client, folder: Path) -> None:
    new = NewItem(external_id="one", input_artifacts=[artifact_from_file("image", folder / "one.png")])
    handle = client.runs.submit("image-qc", [new], custom_metadata={"study": "A", "tags": ["x"]})
    assert_type(handle, Run)
    assert_type(handle.run_id, UUID)
    try:
        ended = handle.wait(timeout_s=600, on_progress=show, on_outage=show_outage, show_progress=False)
    except WaitTimeoutError as error:
        last: RunData | None = error.last
        assert_type(timed_out("too long").last, RunData | None)
        seen = last or handle.details(nocache=True)
        assert_type(seen, RunData)
        ended = handle.refresh()
    except StatusError as error:
        assert_type(error.status, int)
        assert_type(error.request_id, str | None)
        return
    except SeawallError as error:
        assert_type(error.to_dict(), dict[str, object])
        return
    assert_type(ended, Run)
    for item in handle.results(state=ItemState.TERMINATED):
        assert_type(item, Item)
        assert_type(item.output_artifacts, tuple[OutputArtifact, ...])
    assert_type(handle.download(folder, on_progress=show_file), tuple[DownloadedFile, ...])
    assert_type(handle.update_metadata({"study": "B"}), str | None)
    assert_type(RunData.from_json(ended.to_json()), RunData)
    assert_type(ended.data, RunData)
    assert_type(ended.succeeded, bool)


async def read_and_wait(client: AsyncClient) -> None:
    pages = client.runs.list()
    assert_type(pages, AsyncPages[AsyncRun])
    async for run in pages:
        assert_type(run, AsyncRun)
    assert_type(await pages.to_list(), list[AsyncRun])
    assert_type(await pages.total(), int | None)
    assert_type(pages[0], AsyncRun)
    handle = client.run("6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b")
    assert_type(handle, AsyncRun)
    assert_type(await handle.wait(on_progress=ashow), AsyncRun)
    assert_type([item async for item in handle.results()], list[Item])
    assert_type(await client.runs.submit("image-qc", []), AsyncRun)
    bulk = AsyncBulk(aread_one, key=str)
    assert_type(await bulk.run(["a"]), tuple[BulkResult[str, int], ...])


def several() -> None:
    bulk = Bulk(read_one, key=str)
    assert_type(bulk.run(["a"]), tuple[BulkResult[str, int], ...])
    transport = MemoryTransport(Script(json_response(200, {})))
    with Client(
        base_url="https://platform.test", token="t", transport=transport, clock=FakeClock()
    ) as client:
        assert_type(client, Client)


def timed_out(message: str) -> WaitTimeoutError[RunData]:
    return WaitTimeoutError(message)


def show(run: RunData) -> None:
    assert_type(run.statistics.total, int)


async def ashow(run: RunData) -> None:
    show(run)


def show_outage(outage: Outage) -> None:
    assert_type(outage.error, SeawallError)


def show_file(now: DownloadProgress) -> None:
    assert_type(now.path, Path)


def read_one(name: str, key: str) -> int:
    return len(name) + len(key)


async def aread_one(name: str, key: str) -> int:
    return read_one(name, key)
