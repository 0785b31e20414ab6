"""The platform SDK in a notebook: a bar for `wait`, and what handles and lists show."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seawall.core.errors import NotFoundError, NotSentError, UsageError
from seawall.core.http.message import Response
from seawall.sdks.platform import AsyncClient, Client, DownloadProgress, RunData
from seawall.testing import AsyncFakeClock, FakeClock
from seawall.transports import AsyncMemoryTransport, MemoryTransport
from tests.runtime.notebook.kernel import KernelShell, Shell, html_of, running
from tests.sdks.platform.wire import FILES, RUN_ID, Platform, Route, artifact, item, reply, run, statistics

PATH = f"GET /api/v1/runs/{RUN_ID}"


@pytest.fixture
def kernel() -> Iterator[Shell]:
    with running(KernelShell) as shell:
        yield shell


def texts(shell: Shell) -> list[str]:
    return [output["data"]["text/plain"] for output in shell.shown]


def client_of(routes: list[Route]) -> Client:
    transport = MemoryTransport(Platform({PATH: routes}))
    return Client(base_url="http://platform.test", token="t", transport=transport, clock=FakeClock())


def async_client_of(routes: list[Route]) -> AsyncClient:
    transport = AsyncMemoryTransport(Platform({PATH: routes}))
    clock = AsyncFakeClock()
    return AsyncClient(base_url="http://platform.test", token="t", transport=transport, clock=clock)


def routes() -> list[Route]:
    begun = reply(run("PROCESSING", statistics=statistics(total=3, succeeded=1)))
    return [begun, NotSentError("gone."), reply(run(statistics=statistics(total=3, succeeded=3)))]


OUTAGE = f"No response for 0 s; the wait goes on for 60 s more. GET /v1/runs/{RUN_ID}: gone."
SHOWN = [
    f"run {RUN_ID}: PROCESSING, 1 of 3 done, 0 s",
    f"run {RUN_ID}: PROCESSING, 1 of 3 done, 0 s. {OUTAGE}",
    f"run {RUN_ID}: TERMINATED, 3 of 3 done, 0 s",
    f"run {RUN_ID}: TERMINATED, 3 of 3 done, 0 s",
]


def test_wait_shows_its_progress_and_outages(kernel: Shell) -> None:
    seen: list[RunData] = []
    client_of(routes()).run(RUN_ID).wait(on_progress=seen.append)
    assert texts(kernel) == SHOWN
    assert len(seen) == 2
    assert "2 pending, 1 succeeded" in kernel.shown[0]["data"]["text/html"]


async def test_an_async_wait_does_so_too(kernel: Shell) -> None:
    await async_client_of(routes()).run(RUN_ID).wait()
    assert texts(kernel) == SHOWN


def test_an_argument_or_the_setting_switches_it_off(kernel: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    client_of(routes()).run(RUN_ID).wait(show_progress=False)
    monkeypatch.setenv("SEAWALL_PLATFORM_SHOW_PROGRESS", "false")
    client_of(routes()).run(RUN_ID).wait()
    assert kernel.shown == []
    client_of(routes()).run(RUN_ID).wait(show_progress=True)
    assert texts(kernel) == SHOWN


def test_a_download_shows_its_progress(kernel: Shell, tmp_path: Path) -> None:
    body, made = b"a,b\n", artifact()
    made_id = made["output_artifact_id"]
    platform = Platform(
        {
            f"GET /api/v1/runs/{RUN_ID}/items": reply([item("one", made)]),
            f"GET /api/v1/runs/{RUN_ID}/artifacts/{made_id}/file": Response(307, {"location": f"{FILES}/f1"}),
            f"GET {FILES}/f1": Response(200, {}, body),
        }
    )
    client = Client(base_url="http://platform.test", token="t", transport=MemoryTransport(platform))
    seen: list[DownloadProgress] = []
    client.run(RUN_ID).download(tmp_path, on_progress=seen.append, show_progress=False)
    assert kernel.shown == []
    client.run(RUN_ID).download(tmp_path, on_progress=seen.append)
    assert texts(kernel)[0].startswith(f"Results of run {RUN_ID}: qc_csv_statistics.csv, 0 of 1 done, ")
    assert texts(kernel)[-1].startswith(f"Results of run {RUN_ID}: qc_csv_statistics.csv, 1 of 1 done, ")
    assert seen


@pytest.mark.slow
def test_a_failed_cell_shows_no_secret(kernel: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    token = "hush-hush-hush-hush"
    transport = MemoryTransport(Platform({PATH: reply({"detail": "no such run"}, status=404)}))
    client = Client(base_url="http://platform.test", token=token, transport=transport, clock=FakeClock())
    kernel.user_ns.update(client=client, run_id=RUN_ID)
    # The mode of IPython that shows the local variables of all frames.
    kernel.run_line_magic("xmode", "Verbose")
    cells: Any = kernel
    result = cells.run_cell("client.runs.get(run_id)")
    assert isinstance(result.error_in_exec, NotFoundError)
    shown = capsys.readouterr().out
    assert "NotFoundError" in shown
    assert token not in shown
    html = html_of(result.error_in_exec)
    for word in ("NotFoundError", ">404<", "req-1"):
        assert word in html
    assert token not in html


def test_a_model_shows_its_fields() -> None:
    html = html_of(client_of([reply(run(custom_metadata={"<b>": "<script>"}))]).runs.get(RUN_ID))
    for word in (">Run<", RUN_ID, "image-qc", "&lt;script&gt;"):
        assert word in html
    assert "<script>" not in html


def test_a_handle_shows_its_id_and_sends_nothing() -> None:
    client = client_of([])
    html = html_of(client.run(RUN_ID))
    assert RUN_ID in html
    assert "wait()" in html
    assert repr(client.run(RUN_ID)) == f"Run({RUN_ID})"


async def test_a_handle_that_is_awaited_says_what_to_await() -> None:
    for handle in (client_of([]).run(RUN_ID), async_client_of([]).run(RUN_ID)):
        with pytest.raises(UsageError, match=r"is a handle: .* methods, such as `details\(\)`"):
            await handle  # type: ignore[misc]
