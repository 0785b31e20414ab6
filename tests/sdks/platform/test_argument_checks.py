"""Each public method of the SDK checks its arguments before anything is sent."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from seawall.core.errors import InputError
from seawall.sdks.platform import AsyncClient, NewArtifact, NewItem, artifact_from_file
from seawall.testing import AsyncFakeClock
from seawall.transports import AsyncMemoryTransport
from tests.sdks.platform.wire import RUN_ID, Platform, query, reply

ITEM = NewItem(external_id="one")
ANY: Any = 5
BYTES: Any = b"$"
NAIVE = datetime(2026, 1, 2)  # noqa: DTZ001
# By the clock of the client alone: it is not the time of this machine that decides.
NO_UTC = datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-2)))
PASSED = datetime.fromtimestamp(AsyncFakeClock().wall(), UTC)
Ask = Callable[[AsyncClient], Awaitable[object]]

# One wrong value for each argument; the checks themselves are tested in tests/core/validation.
CALLS: dict[str, Ask] = {
    "runs.submit(application_id)": lambda client: client.runs.submit(BYTES, items=[ITEM]),
    "runs.submit(application_id='')": lambda client: client.runs.submit("", items=[ITEM]),
    "runs.submit(items)": lambda client: client.runs.submit("image-qc", items=["one"]),  # type: ignore[list-item]
    "runs.submit(version)": lambda client: client.runs.submit("image-qc", items=[ITEM], version=ANY),
    "runs.submit(custom_metadata)": lambda client: client.runs.submit(
        "image-qc", items=[ITEM], custom_metadata=ANY
    ),
    "runs.submit(due_date)": lambda client: client.runs.submit("image-qc", items=[ITEM], due_date=NAIVE),
    "runs.submit(deadline)": lambda client: client.runs.submit("image-qc", items=[ITEM], deadline=NAIVE),
    "runs.submit(due_date), passed": lambda client: client.runs.submit(
        "image-qc", items=[ITEM], due_date=PASSED
    ),
    "runs.submit(deadline), passed": lambda client: client.runs.submit(
        "image-qc", items=[ITEM], deadline=PASSED
    ),
    "share_tokens.create(expires_at)": lambda client: client.share_tokens.create(expires_at=NAIVE),
    "share_tokens.create(expires_at), passed": lambda client: client.share_tokens.create(expires_at=PASSED),
    "run.create_share_token(expires_at), passed": lambda client: client.run(RUN_ID).create_share_token(
        expires_at=PASSED
    ),
    "runs.submit(due_date), outside of the calendar": lambda client: client.runs.submit(
        "image-qc", items=[ITEM], due_date=NO_UTC
    ),
    "runs.get(share_token)": lambda client: client.runs.get(RUN_ID, share_token="two words"),
    "run(share_token)": lambda client: client.run(RUN_ID, share_token="'quoted'").details(),
    "runs.get(run_id)": lambda client: client.runs.get("run-1"),
    "runs.list(page_size)": lambda client: client.runs.list(page_size=4).to_list(),
    "runs.list(sort)": lambda client: client.runs.list(sort=ANY).to_list(),
    "runs.list(application_id)": lambda client: client.runs.list(application_id=BYTES).to_list(),
    "runs.list(custom_metadata)": lambda client: client.runs.list(custom_metadata=BYTES).to_list(),
    "runs.list(application_version)": lambda client: client.runs.list(application_version=ANY).to_list(),
    "runs.list(external_id)": lambda client: client.runs.list(external_id=ANY).to_list(),
    "runs.list(submitted_by)": lambda client: client.runs.list(submitted_by=ANY).to_list(),
    "runs.list(for_organization)": lambda client: client.runs.list(for_organization=ANY).to_list(),
    "application(id), a number": lambda client: client.application(ANY),
    "application_version(id)": lambda client: client.application_version(ANY),
    "run.item(external_id), an item": lambda client: client.run(RUN_ID).item(ITEM),  # type: ignore[arg-type]
    "run.results(custom_metadata)": lambda client: client.run(RUN_ID).results(custom_metadata=ANY).to_list(),
    "run.update_item_metadata(external_id), a number": lambda client: client.run(RUN_ID).update_item_metadata(
        ANY, {}
    ),
    "application(id)": lambda client: client.application(".."),
    "application_version(version)": lambda client: client.application_version("image-qc", "1.0"),
    "run(id)": lambda client: client.run("run-1").details(),
    "run.item(external_id)": lambda client: client.run(RUN_ID).item(""),
    "run.results(external_ids)": lambda client: client.run(RUN_ID).results(external_ids=[]).to_list(),
    "run.results(state)": lambda client: client.run(RUN_ID).results(state=ANY).to_list(),
    "run.results(termination_reason)": lambda client: (
        client.run(RUN_ID).results(termination_reason=ANY).to_list()
    ),
    "run.results(page_size)": lambda client: client.run(RUN_ID).results(page_size=4).to_list(),
    "run.results(sort)": lambda client: client.run(RUN_ID).results(sort=ANY).to_list(),
    "run.wait(timeout_s)": lambda client: client.run(RUN_ID).wait(timeout_s=0),
    "run.wait(on_progress)": lambda client: client.run(RUN_ID).wait(on_progress=ANY),
    "run.download(folder)": lambda client: client.run(RUN_ID).download(""),
    "run.download(at_once)": lambda client: client.run(RUN_ID).download("here", at_once=0),
    "run.download(on_progress)": lambda client: client.run(RUN_ID).download("here", on_progress=ANY),
    "run.update_metadata(custom_metadata)": lambda client: client.run(RUN_ID).update_metadata(ANY),
    "run.update_metadata(checksum)": lambda client: client.run(RUN_ID).update_metadata({}, checksum=ANY),
    "run.update_item_metadata(external_id)": lambda client: client.run(RUN_ID).update_item_metadata("", {}),
    "run.update_item_metadata(custom_metadata)": lambda client: client.run(RUN_ID).update_item_metadata(
        "one", ANY
    ),
    "run.update_item_metadata(checksum)": lambda client: client.run(RUN_ID).update_item_metadata(
        "one", {}, checksum=ANY
    ),
}


def client_of(platform: Platform) -> AsyncClient:
    return AsyncClient(
        base_url="http://platform.test",
        token="t",
        transport=AsyncMemoryTransport(platform),
        clock=AsyncFakeClock(),
    )


async def test_a_wrong_argument_raises_a_sentence_before_anything_is_sent(subtests: pytest.Subtests) -> None:
    for name, ask in CALLS.items():
        with subtests.test(row=repr(name)[:60]):
            platform = Platform({})
            with pytest.raises(InputError) as caught:
                await ask(client_of(platform))
            assert str(caught.value).endswith("."), name
            assert ". " in str(caught.value), name
            assert platform.seen == [], name


def test_items_and_artifacts_check_their_fields(subtests: pytest.Subtests) -> None:
    for make, message in (
        (lambda: NewItem(external_id=ANY), "external_id is of type int. Give text."),
        (
            lambda: NewItem(external_id="a", input_artifacts=ANY),
            "input_artifacts is of type int. ",
        ),
        (
            lambda: NewItem(external_id="a", custom_metadata=ANY),
            "custom_metadata is of type int.",
        ),
        (lambda: NewArtifact(name=ANY, download_url="x"), "name is of type int. Give text."),
        (lambda: NewArtifact(name="a", download_url=ANY), "download_url is of type int. Give text."),
        (lambda: NewArtifact(name="a", download_url="x", metadata=ANY), "metadata is of type int."),
    ):
        with subtests.test(row=repr(message)[:60]):
            with pytest.raises(InputError) as caught:
                make()
            assert str(caught.value).startswith(message)


def test_the_error_does_not_show_a_url_that_may_be_signed() -> None:
    with pytest.raises(InputError) as caught:
        NewArtifact(name="a", download_url=b"http://x.test/?sig=s3cret")  # type: ignore[arg-type]
    assert "s3cret" not in str(caught.value)


def test_an_artifact_from_a_file_checks_its_arguments(subtests: pytest.Subtests, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"pixels")
    cases: list[tuple[Callable[[], object], str]] = [
        (lambda: artifact_from_file("image", ANY), "The path of the file is of type int."),
        (lambda: artifact_from_file("image", ""), "The path of the file is empty."),
        (lambda: artifact_from_file(ANY, path), "name is of type int. Give text."),
        (lambda: artifact_from_file("image", path, metadata=ANY), "metadata is of type int."),
    ]
    for make, message in cases:
        with subtests.test(row=repr(message)[:60]):
            with pytest.raises(InputError) as caught:
                make()
            assert str(caught.value).startswith(message)


async def test_a_state_may_be_given_by_its_text() -> None:
    platform = Platform({f"GET /api/v1/runs/{RUN_ID}/items": reply([])})
    state: Any = "PENDING"
    assert await client_of(platform).run(RUN_ID).results(state=state).to_list() == []
    assert query(platform.requests[0])["state"] == ["PENDING"]
