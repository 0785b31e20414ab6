"""One object for a run: what lists, reads, submissions and ids give has the same fields and methods."""

import attrs
import pytest

from seawall.core.errors import NotFoundError, NotSentError, UsageError
from seawall.core.http.message import Response
from seawall.core.redaction.secret import Secret
from seawall.sdks.platform import AsyncClient, AsyncRun, Client, Run, RunData, to_pandas
from seawall.sdks.platform.settings import Settings
from seawall.terminal.json_output import to_json_data
from seawall.testing import AsyncFakeClock
from seawall.testing import platform as build
from seawall.transports import AsyncMemoryTransport
from tests.runtime.notebook.kernel import html_of
from tests.sdks.platform.test_runs import VERSION, new_item
from tests.sdks.platform.wire import RUN_ID, Platform, Route, item, reply, run, version

PATH = f"GET /api/v1/runs/{RUN_ID}"
CREATE, LIST = "POST /api/v1/runs", "GET /api/v1/runs"
MISSING = reply({"detail": "Run not found"}, 404)


def client_of(platform: Platform, clock: AsyncFakeClock | None = None, lag_s: float = 5.0) -> AsyncClient:
    url = "http://platform.test"
    settings = Settings(base_url=url, token=Secret("t"), attempts=3, sdk_metadata=False, replica_lag_s=lag_s)
    return AsyncClient(
        settings=settings, transport=AsyncMemoryTransport(platform), clock=clock or AsyncFakeClock()
    )


def platform_of(*reads: Route) -> Platform:
    return Platform(
        {
            PATH: reads,
            LIST: reply([run("PENDING")]),
            CREATE: reply({"run_id": RUN_ID}, 201),
            VERSION: reply(version()),
        }
    )


async def submitted(client: AsyncClient) -> AsyncRun:
    return await client.runs.submit("image-qc", [new_item()], version="1.0.0")


async def test_what_is_listed_got_and_submitted_is_the_same_kind_of_thing() -> None:
    client = client_of(platform_of(reply(run("PENDING"))))
    listed, got, made = (
        await client.runs.list().first(),
        await client.runs.get(RUN_ID),
        await submitted(client),
    )
    assert {type(one) for one in (listed, got, made)} == {AsyncRun}
    assert listed == got == made == client.run(RUN_ID)
    assert len({listed, got, made, client.run(RUN_ID)}) == 1
    assert listed != client.run("00000000-0000-4000-8000-000000000001")
    assert listed is not None
    assert listed != listed.data
    for one in (listed, got, made):
        assert (one.state, one.application_id, one.is_terminal) == ("PENDING", "image-qc", False)


async def test_each_field_of_the_data_is_a_field_of_the_run() -> None:
    one = await client_of(platform_of(reply(run(custom_metadata={"a": 1})))).runs.get(RUN_ID)
    for name in [field.name for field in attrs.fields(RunData)]:
        assert getattr(one, name) == getattr(one.data, name), name
    assert (one.is_terminal, one.is_terminated, one.succeeded) == (True, True, True)
    assert one.to_dict() == one.data.to_dict() == one.__json__() == to_json_data(one)
    assert RunData.from_json(one.to_json()) == one.data


async def test_a_run_by_its_id_sends_nothing_and_says_how_to_read_it() -> None:
    platform = platform_of(reply(run()))
    one = client_of(platform).run(RUN_ID)
    assert (one.has_data, repr(one), platform.seen) == (False, f"AsyncRun({RUN_ID})", [])
    for ask in (lambda: one.data, lambda: one.state, one.to_dict, one.to_json):
        with pytest.raises(UsageError, match=r"AsyncRun\(6f1e3d0e.* has no data yet: .* Call `refresh\(\)`"):
            ask()
    assert "wait()" in html_of(one)
    assert await one.refresh() is one
    assert (one.has_data, one.succeeded, repr(one)) == (True, True, f"AsyncRun({RUN_ID}, TERMINATED)")
    assert ">AsyncRun<" in html_of(one)
    with pytest.raises(AttributeError, match=r"no attribute 'status'$"):
        _ = one.status  # type: ignore[attr-defined]


async def test_refresh_details_and_wait_replace_the_data() -> None:
    states: list[str] = []
    client = client_of(platform_of(*(reply(run(state)) for state in ("PENDING", "PROCESSING", "TERMINATED"))))
    one = client.run(RUN_ID)
    await one.details()
    assert one.state == "PENDING"
    assert await one.wait(on_progress=lambda seen: states.append(f"{seen.state} {one.state}")) is one
    assert states == ["PROCESSING PROCESSING", "TERMINATED TERMINATED"]
    assert one.is_terminal


def test_a_run_has_succeeded_if_each_of_its_items_has() -> None:
    rows = [("TERMINATED", "FULL", True), ("TERMINATED", "PARTIAL", False), ("PROCESSING", "FULL", False)]
    for state, output, expected in rows:
        assert build.run(state=state, output=output).succeeded is expected, (state, output)


async def test_the_read_of_a_new_run_outlives_the_lag_of_a_replica(subtests: pytest.Subtests) -> None:
    ended = reply(run())
    rows: dict[str, tuple[list[Route], float, bool]] = {
        "after one 404": ([MISSING, ended], 5.0, True),
        "after more of them than attempts": ([*[MISSING] * 5, ended], 5.0, True),
        "longer than the lag": ([MISSING], 5.0, False),
        "turned off": ([MISSING, ended], 0.0, False),
    }
    for name, (reads, lag_s, has_data) in rows.items():
        with subtests.test(row=name):
            clock, platform = AsyncFakeClock(), platform_of(*reads)
            made = await submitted(client_of(platform, clock, lag_s=lag_s))
            assert (made.has_data, platform.seen.count(CREATE)) == (has_data, 1)
            assert sum(clock.sleeps_s) <= lag_s


async def test_every_read_of_a_new_run_outlives_the_lag_and_no_read_of_another() -> None:
    clock = AsyncFakeClock()
    items = f"{PATH}/items"
    platform = Platform(
        {
            VERSION: reply(version()),
            CREATE: reply({"run_id": RUN_ID}, 201),
            PATH: [reply(run("PENDING")), *[MISSING, reply(run())] * 3],
            items: [MISSING, reply([item()])],
            f"{items}/one": [MISSING, reply(item())],
        }
    )
    client = client_of(platform, clock)
    made = await submitted(client)
    assert (await client.runs.get(RUN_ID, nocache=True)).is_terminal
    assert (await made.refresh()).is_terminal
    assert [seen.external_id async for seen in made.results()] == ["one"]
    assert (await made.item("one")).external_id == "one"
    other = client_of(platform_of(MISSING))
    with pytest.raises(NotFoundError):
        await other.runs.get(RUN_ID)
    assert sum(clock.sleeps_s) <= 5


async def test_a_missing_item_of_a_new_run_that_the_server_has_costs_no_wait() -> None:
    clock = AsyncFakeClock()
    platform = platform_of(reply(run()))
    made = await submitted(client_of(platform, clock))
    with pytest.raises(NotFoundError):
        await made.item("one")
    assert (platform.seen.count(f"{PATH}/items/one"), clock.sleeps_s) == (2, [])


async def test_a_404_after_the_lag_is_final() -> None:
    clock, platform = AsyncFakeClock(), platform_of(reply(run()), MISSING)
    made = await submitted(client_of(platform, clock))
    await clock.sleep(5)
    with pytest.raises(NotFoundError):
        await made.refresh()
    assert platform.seen.count(PATH) == 2


async def test_a_submission_whose_run_can_not_be_read_is_not_repeated() -> None:
    for failure in (Response(500), NotSentError("gone."), reply({"run_id": 7})):
        platform = platform_of(failure)
        made = await submitted(client_of(platform))
        assert (made.has_data, str(made.run_id), platform.seen.count(CREATE)) == (False, RUN_ID, 1)


def test_lists_of_runs_become_tables_and_plain_data() -> None:
    fake = build.FakePlatform()
    fake.add(build.run(custom_metadata={"a": 1}))
    with fake.client() as client:
        listed, data = client.runs.list(), client.runs.list_data()
        runs = listed.to_list()
        assert [one.data for one in runs] == data.to_list() == list(fake.runs)
        assert listed.to_pandas().equals(to_pandas(fake.runs))
        assert str(runs[0].run_id) in html_of(listed)
        assert isinstance(listed[0], Run)
        assert isinstance(data[0], RunData)


def test_the_rest_of_a_converted_list_is_read_by_its_token() -> None:
    fake = build.FakePlatform()
    for _ in range(7):
        fake.add(build.run())
    with fake.client() as client:
        page = client.runs.list(page_size=5).first_page()
        assert page is not None
        assert page.token is not None
        rest = client.runs.list(page_size=5).after(page.token).to_list()
        assert [type(one) for one in rest] == [Run, Run]
        assert {one.run_id for one in (*page.items, *rest)} == {one.run_id for one in fake.runs}


def test_a_run_of_the_fake_platform_has_its_data() -> None:
    fake = build.FakePlatform(finish_after_polls=1)
    client: Client = fake.client()
    made = client.runs.submit("test-app", [build.new_item()])
    assert made.state == "PENDING"
    assert made.refresh().succeeded
