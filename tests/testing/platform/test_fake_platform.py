"""The fake platform, with the real clients of the SDK."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from seawall.core.engine.call import Operation
from seawall.core.errors import (
    ConflictError,
    ForbiddenError,
    GoneError,
    InputError,
    MaybeProcessedError,
    NotFoundError,
    ServerStatusError,
    WaitTimeoutError,
)
from seawall.sdks.platform import Client, ItemState, Run, RunData, RunState
from seawall.sdks.platform._generated import calls
from seawall.testing import faults, platform
from seawall.testing.platform import FakePlatform
from tests.machine_speed import allowed_s

APP = "test-app"


def submitted(fake: FakePlatform, count: int = 1) -> UUID:
    """Submit items with the ids item-1, item-2 and so on; return the id of the run."""
    items = [platform.new_item(external_id=f"item-{number + 1}") for number in range(count)]
    handle: Run = client_of(fake).runs.submit(APP, items)
    return handle.run_id


def client_of(fake: FakePlatform) -> Client:
    return fake.client(sdk_metadata=False)


def test_a_submitted_run_advances_when_the_test_says() -> None:
    fake = FakePlatform()
    run_id = submitted(fake, 3)
    runs = client_of(fake).runs
    assert runs.get(run_id).state == RunState.PENDING
    fake.start(run_id)
    assert runs.get(run_id).statistics.processing == 3
    fake.finish(run_id, item="item-2", files={"result:csv": b"mine"})
    assert runs.get(run_id).output == "PARTIAL"
    fake.fail(run_id, item="item-1", reason="SYSTEM_ERROR", error_code="GPU", error_message="no GPU")
    fake.finish(run_id)
    run = runs.get(run_id)
    assert (run.state, run.statistics) == ("TERMINATED", platform.statistics(succeeded=2, system_error=1))
    assert [item.error_code for item in fake.items(run_id)] == ["GPU", None, None]
    assert fake.runs == (run.data,)


def test_wait_takes_no_time_and_a_run_may_finish_after_some_polls() -> None:
    fake = FakePlatform(finish_after_polls=3)
    run_id, seen = submitted(fake), list[RunData]()
    run = client_of(fake).run(run_id).wait(on_progress=seen.append)
    assert [str(one.state) for one in seen] == ["PROCESSING", "PROCESSING", "TERMINATED"]
    assert (run.output, len(fake.clock.sleeps_s)) == ("FULL", 2)
    fake.finish_after(second := submitted(fake), polls=1)
    assert client_of(fake).runs.get(second).is_terminated


def test_a_run_that_never_finishes_times_out_at_once() -> None:
    fake = FakePlatform()
    with pytest.raises(WaitTimeoutError):
        client_of(fake).run(submitted(fake)).wait(timeout_s=60)


async def test_the_async_client_is_the_same() -> None:
    fake = FakePlatform(finish_after_polls=2)
    async with fake.async_client(sdk_metadata=False) as client:
        run = await client.runs.submit(APP, [platform.new_item()])
        assert (await run.wait()).is_terminated
        assert [item.state async for item in run.results()] == [ItemState.TERMINATED]
    assert fake.async_clock.sleeps_s == [0.25]


def test_downloads_have_the_content_of_the_test_and_resume(tmp_path: Path) -> None:
    fake = FakePlatform()
    fake.finish(run_id := submitted(fake, 2), files={"result:csv": b"one,two\n"})
    artifact = fake.items(run_id)[1].output_artifacts[0]
    fake.set_file(artifact.output_artifact_id, b"changed,content\n")
    fake.next_fails(faults.half_body(b"one,"), operation="download_file")
    files = client_of(fake).run(run_id).download(tmp_path, at_once=1)
    assert [file.path.read_bytes() for file in files] == [b"one,two\n", b"changed,content\n"]
    ranges = [one.headers.get("range") for one in fake.requests if one.operation == "download_file"]
    assert ranges == [None, "bytes=4-", None]


def test_a_deleted_artifact_is_gone(tmp_path: Path) -> None:
    fake = FakePlatform()
    run = platform.run(state="TERMINATED")
    available, deleted = platform.item(state="TERMINATED"), platform.output_artifact(output="DELETED_BY_USER")
    items = [available, platform.item(output_artifacts=[deleted])]
    fake.add(run, items=items)
    handle = client_of(fake).run(run.run_id)
    assert [file.external_id for file in handle.download(tmp_path)] == [available.external_id]
    fake.next_fails(status=410, operation="get_artifact_file")
    with pytest.raises(GoneError):
        handle.download(tmp_path / "again")


def test_an_added_run_is_read_as_it_was_built() -> None:
    fake = FakePlatform()
    built = [
        platform.run(state="TERMINATED", custom_metadata={"a": 1}),
        platform.run(statistics=platform.statistics(total=4, processing=1, user_error=1, skipped=1)),
        platform.run(state=RunState("PAUSED"), items_ahead_on_platform=3),
        platform.run(termination_reason="CANCELED_BY_SYSTEM", error_code="X", error_message="y"),
    ]
    client = client_of(fake)
    for run in built:
        assert fake.add(run) == run
        assert client.runs.get(run.run_id).data == run
        assert len(list(client.run(run.run_id).results())) == run.statistics.total
    assert set(client.runs.list_data()) == set(built)


def test_the_items_decide_about_an_added_run() -> None:
    fake = FakePlatform()
    items = [platform.item(state="TERMINATED"), platform.item(termination_reason="USER_ERROR")]
    run = fake.add(platform.run(), items=items)
    assert (run.state, run.output, run.termination_reason) == ("TERMINATED", "PARTIAL", "ALL_ITEMS_PROCESSED")
    assert list(client_of(fake).run(run.run_id).results()) == items
    odd = [platform.item(state=ItemState("NEW")), platform.item(state="TERMINATED", termination_reason=None)]
    assert fake.add(platform.run(), items=odd).statistics == platform.statistics(pending=1, succeeded=1)


def test_a_run_of_another_user_can_not_be_read() -> None:
    fake = FakePlatform()
    other = fake.add(platform.run(submitted_by="another"))
    client = client_of(fake)
    with pytest.raises(ForbiddenError):
        client.runs.get(other.run_id)
    assert list(client.runs.list()) == []
    assert list(client.runs.list_data(for_organization="org_test")) == [other]


def test_applications_and_the_account_are_those_of_the_test() -> None:
    released = [platform.released_version(number=number) for number in ("1.9.0", "1.10.0")]
    spec = platform.input_spec(metadata_schema={"type": "object", "required": ["mpp"]})
    newest = platform.version(application_id="mine", version_number="1.10.0", input_artifacts=[spec])
    me = platform.me(user=platform.user(name="Ada"))
    fake = FakePlatform(me=me)
    fake.add_application(platform.application(application_id="mine", versions=released), versions=[newest])
    client = client_of(fake)
    assert client.me() == me
    assert client.application_version("mine") == newest
    assert client.application_version("mine", "1.9.0").input_artifacts == (platform.input_spec(),)
    with pytest.raises(InputError, match="mpp"):
        client.runs.submit("mine", [platform.new_item()])
    latest = [one.latest_version for one in client.applications.list()]
    assert latest == [released[1], platform.released_version()]


def test_documents_of_versions_are_listed_read_and_downloaded(tmp_path: Path) -> None:
    fake = FakePlatform()
    fake.add_document(platform.version_document(name="b.md"), content=b"old")
    fake.add_document(platform.version_document(name="b.md"), content=b"# B")
    fake.add_document(platform.version_document(name="a.md"))
    fake.add_document(platform.version_document(name="secret.md", visibility="internal"))
    documents = client_of(fake).versions.documents
    assert [one.name for one in documents.list(APP, "1.0.0")] == ["a.md", "b.md"]
    assert documents.get(APP, "1.0.0", "b.md").media_type == "text/markdown"
    assert documents.content(APP, "1.0.0", "b.md") == b"# B"
    assert documents.download(APP, "1.0.0", "b.md", tmp_path).path.read_bytes() == b"# B"
    for version, name in (("1.0.0", "secret.md"), ("1.0.0", "c.md"), ("9.0.0", "b.md")):
        with pytest.raises(NotFoundError):
            documents.get(APP, version, name)
    with pytest.raises(InputError, match=r"no version 9\.0\.0"):
        fake.add_document(platform.version_document(), version_number="9.0.0")


def test_the_fake_answers_every_operation_of_the_api() -> None:
    operations = {one.id for one in vars(calls).values() if isinstance(one, Operation)}
    assert len(operations) == 26
    assert operations <= FakePlatform().operations


def test_the_next_requests_fail_and_are_retried_or_not() -> None:
    fake = FakePlatform()
    client = client_of(fake)
    fake.next_fails(status=503, times=2)
    assert client.me() == platform.me()
    assert [one.operation for one in fake.requests] == ["get_me"] * 3
    fake.next_fails(faults.reset(), operation="create_run")
    with pytest.raises(MaybeProcessedError):
        client.runs.submit(APP, [platform.new_item()])
    fake.next_fails(status=500, operation="list_runs", times=9)
    with pytest.raises(ServerStatusError):
        list(client.runs.list())
    with pytest.raises(InputError, match="'create_runs'; the nearest is create_run"):
        fake.next_fails(operation="create_runs")


def test_requests_are_kept_for_assertions() -> None:
    fake = FakePlatform()
    client = client_of(fake)
    client.runs.submit(APP, [platform.new_item(external_id="a b/c", custom_metadata={"n": 1})])
    request = next(one for one in fake.requests if one.operation == "create_run")
    assert request.path == "/api/v1/runs"
    assert request.json() == {
        "application_id": APP,
        "version_number": "1.0.0",
        "items": [
            {
                "external_id": "a b/c",
                "custom_metadata": {"n": 1},
                "input_artifacts": [
                    {"name": "input", "download_url": "https://files.example.com/input", "metadata": {}}
                ],
            }
        ],
    }
    list(client.runs.list(sort=["-submitted_at", "run_id"], page_size=5))
    assert fake.requests[-1].query["sort"] == ("-submitted_at", "run_id")
    assert "Bearer" not in repr(fake.requests)
    assert client.run(fake.runs[0].run_id).item("a b/c").custom_metadata == {"n": 1}


def test_a_cancelled_run_skips_its_unfinished_items() -> None:
    fake = FakePlatform()
    run_id = submitted(fake, 2)
    fake.finish(run_id, item="item-1")
    run = fake.cancel(run_id, error_code="DEADLINE", error_message="too late")
    parts = run.termination_reason, run.error_code, run.statistics.skipped
    assert parts == ("CANCELED_BY_SYSTEM", "DEADLINE", 1)
    assert "system" in str(fake.items(run_id)[1].error_message)
    with pytest.raises(ConflictError):
        client_of(fake).run(run_id).cancel()
    client_of(fake).run(second := submitted(fake)).cancel()
    assert client_of(fake).runs.get(second).termination_reason == "CANCELED_BY_USER"


def test_mistakes_of_a_test_are_input_errors() -> None:
    fake = FakePlatform()
    run = fake.add(platform.run(state="TERMINATED"))
    run_id, nowhere, item = run.run_id, UUID(int=7), fake.items(run.run_id)[0].external_id
    twins = [platform.item(external_id="a")] * 2
    unlisted = platform.version(version_number="9.0.0")
    calls: list[tuple[str, Callable[[], object]]] = [
        ("already there", lambda: fake.add(run)),
        ("no run 00000000-0000-0000-0000-000000000007", lambda: fake.finish(nowhere)),
        ("no unfinished item", lambda: fake.finish(run_id)),
        ("has already ended", lambda: fake.finish(run_id, item=item)),
        (f"no item 'item-x'; the nearest is '{item}'", lambda: fake.fail(run_id, item="item-x")),
        ("already ended", lambda: fake.cancel(run_id)),
        ("Give one of SUCCEEDED, USER_ERROR", lambda: fake.fail(run_id, reason="BROKEN")),
        ("SUCCEEDED is no failure", lambda: fake.fail(run_id, reason="SUCCEEDED")),
        ("polls is 0", lambda: fake.finish_after(run_id, polls=0)),
        ("polls is 0", lambda: FakePlatform(finish_after_polls=0)),
        ("no output artifact", lambda: fake.set_file(nowhere, b"")),
        ("no version 9.0.0", lambda: fake.add_application(platform.application(), versions=[unlisted])),
        ("same external id", lambda: fake.add(platform.run(), items=twins)),
        ("Test other filters", lambda: list(client_of(fake).runs.list(custom_metadata="$.a.size()"))),
    ]
    for message, call in calls:
        with pytest.raises(InputError, match=message):
            call()


def test_a_metadata_filter_looks_into_objects_and_lists() -> None:
    fake = FakePlatform()
    run = fake.add(platform.run(custom_metadata={"a": {"b c": [{"n": 1}, True]}, "t": ["x"]}))
    fake.add(platform.run())
    for path, is_match in [
        ('$.a."b c".n', True),
        ('$.a."b c".n ? (@ == 1)', True),
        ('$.a."b c".n ? (@ == true)', False),
        ('$.a."b c"[*] ? (@ == true)', True),
        ('t ? (@ == "x")', True),
        ("$.t.x", False),
        ("$", True),
        ("$.a.c", False),
    ]:
        listed = list(client_of(fake).runs.list(custom_metadata=path))
        assert (run in [one.data for one in listed]) == is_match, path


def test_results_are_cached_as_those_of_a_real_platform() -> None:
    fake = FakePlatform()
    client, run_id = client_of(fake), submitted(fake)
    # The first read is that of `submit`, whose result is not cached.
    client.runs.get(run_id)
    client.runs.get(run_id)
    assert [one.operation for one in fake.requests].count("get_run") == 2
    fake.advance(16)
    client.runs.get(run_id)
    assert [one.operation for one in fake.requests].count("get_run") == 3


def test_a_run_is_shared_until_the_token_is_revoked() -> None:
    fake = FakePlatform()
    client = client_of(fake)
    run = client.runs.get(submitted(fake))
    given = run.share("test|other")
    assert run.share("test|other") == given == client.grants.get(given.grant_id)
    assert [one.grant_id for one in run.grants(revoked=False)] == [given.grant_id]
    assert client.grants.revoke(given.grant_id).revoked
    with pytest.raises(ConflictError):
        client.grants.revoke(given.grant_id)

    token = run.create_share_token()
    assert [one.share_token_id for one in run.share_tokens()] == [token.share_token_id]
    other = fake.add(platform.run(submitted_by="another"))
    client.grants.create(other.run_id, subject_type="share_token", subject_id=token.share_token_id)
    with pytest.raises(ForbiddenError):
        client.runs.get(other.run_id)
    shared = client.runs.get(other.run_id, share_token=token.share_token)
    assert shared.data == other
    client.share_tokens.revoke(token.share_token_id)
    assert client.share_tokens.get(token.share_token_id).revoked
    with pytest.raises(ForbiddenError):
        shared.refresh()
    for missing in (client.grants.get, client.share_tokens.get):
        with pytest.raises(NotFoundError):
            missing(UUID(int=7))


def test_an_unknown_run_is_not_found() -> None:
    with pytest.raises(NotFoundError, match="Run not found"):
        client_of(FakePlatform()).runs.get(UUID(int=7))


def test_the_environment_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_BASE_URL", "http://real.example.com")
    monkeypatch.setenv("SEAWALL_PLATFORM_ATTEMPT_TIMEOUT_S", "no number")
    assert client_of(FakePlatform()).me() == platform.me()


def test_a_fake_is_made_in_less_than_5_ms() -> None:
    times = []
    for _ in range(5):
        start = time.process_time()
        FakePlatform()
        times.append(time.process_time() - start)
    assert min(times) < allowed_s(0.005)


@pytest.mark.slow
def test_a_fake_needs_no_extra() -> None:
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"  # a measurement of coverage has its own
        "from seawall.testing import platform\n"
        "fake = platform.FakePlatform(finish_after_polls=1)\n"
        "fake.client().runs.submit('test-app', [platform.new_item()]).wait()\n"
        "bad = ('seawall.local', 'seawall.codegen', 'fastapi', 'starlette', 'sqlalchemy', 'sqlite3')\n"
        "print([name for name in set(sys.modules) - before if name.startswith(bad)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "[]\n"
