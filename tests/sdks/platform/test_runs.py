"""Runs: list, submit, read, cancel, update metadata."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from seawall.core.errors import (
    BadRequestError,
    ConflictError,
    InputError,
    MaybeProcessedError,
    NotFoundError,
    NotSentError,
    PreconditionFailedError,
)
from seawall.core.http.message import Request, Response
from seawall.sdks.platform import (
    AsyncClient,
    ItemState,
    ItemTerminationReason,
    NewArtifact,
    NewItem,
    RunState,
)
from seawall.testing import AsyncFakeClock
from seawall.transports import AsyncMemoryTransport
from tests.sdks.platform.wire import ITEM_ID, RUN_ID, Platform, Route, item, query, reply, run, version

GOOD = {"checksum_base64_crc32c": "AAAAAA==", "media_type": "image/png"}
VERSION = "GET /api/v1/applications/image-qc/versions/1.0.0"


def client_of(platform: Platform) -> AsyncClient:
    return AsyncClient(
        base_url="http://platform.test",
        token="t",
        transport=AsyncMemoryTransport(platform),
        clock=AsyncFakeClock(),
        # What it adds is the matter of test_sdk_metadata.py.
        sdk_metadata=False,
    )


def submitting(*created: Route) -> Platform:
    return Platform({VERSION: reply(version()), "POST /api/v1/runs": created})


def new_item(external_id: str = "one", **metadata: object) -> NewItem:
    artifact = NewArtifact(
        name="image", download_url="http://x.test/?sig=s3cret", metadata={**GOOD, **metadata}
    )
    return NewItem(external_id=external_id, input_artifacts=[artifact])


def said(request: Request) -> Any:
    assert isinstance(request.body, bytes)
    return json.loads(request.body)


def submission(platform: Platform) -> Any:
    """The body of the last submission."""
    return said([request for request in platform.requests if request.url.endswith("/v1/runs")][-1])


async def test_submit_sends_the_given_fields_only() -> None:
    platform = submitting(reply({"run_id": RUN_ID}, 201))
    handle = await client_of(platform).runs.submit(
        "image-qc",
        [new_item()],
        version="1.0.0",
        custom_metadata={"study": "A"},
        deadline=datetime(2026, 1, 2, tzinfo=UTC),
    )
    assert str(handle.run_id) == RUN_ID
    assert submission(platform) == {
        "application_id": "image-qc",
        "version_number": "1.0.0",
        "custom_metadata": {"study": "A"},
        "scheduling": {"due_date": None, "deadline": "2026-01-02T00:00:00Z"},
        "items": [
            {
                "external_id": "one",
                "input_artifacts": [
                    {"name": "image", "download_url": "http://x.test/?sig=s3cret", "metadata": GOOD}
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("items", "fault"),
    [
        ([], "at least one"),
        ([new_item("same"), new_item("same")], "'same' is used 2 times"),
        ([new_item(mpp=99)], "item 'one': artifact 'image': metadata.mpp must be at most 10"),
        ([new_item(media_type="text/plain")], "metadata.media_type must be one of"),
        ([new_item(colour="red")], "'colour' was unexpected"),
        ([NewItem(external_id="one")], "artifact 'image' is given 0 times"),
        ([new_item("")], "1 to 255 characters"),
        ([new_item("x" * 256)], f"item '{'x' * 79}: the external id must have 1 to 255 characters"),
        (
            [NewItem(external_id="one", input_artifacts=[NewArtifact(name="other", download_url="x")])],
            "no such input",
        ),
    ],
)
async def test_an_invalid_item_is_an_error_before_anything_is_sent(items: list[NewItem], fault: str) -> None:
    platform = submitting(reply({"run_id": RUN_ID}, 201))
    with pytest.raises(InputError, match="Nothing was submitted") as caught:
        await client_of(platform).runs.submit("image-qc", items, version="1.0.0")
    assert fault in "; ".join(caught.value.problems)
    assert platform.seen == [VERSION]


async def test_the_message_has_the_first_faults_and_problems_has_all() -> None:
    items = [new_item(f"item-{number}", mpp=99) for number in range(9)]
    with pytest.raises(InputError, match="and 4 more") as caught:
        await client_of(submitting(reply({}))).runs.submit("image-qc", items, version="1.0.0")
    assert len(caught.value.problems) == 9


async def test_too_many_items_are_refused_with_the_number_of_runs_that_take_them() -> None:
    platform = submitting(reply({"run_id": RUN_ID}, 201))
    # Only their number matters.
    items = [new_item()] * 100_000
    with pytest.raises(InputError, match=r"100,000 items .* at most 50,000\. Submit them as 2 runs"):
        await client_of(platform).runs.submit("image-qc", items, version="1.0.0")
    assert "POST /api/v1/runs" not in platform.seen


async def test_a_callback_context_is_sent_as_it_was_given_up_to_1_kb() -> None:
    platform = submitting(reply({"run_id": RUN_ID}, 201))
    runs = client_of(platform).runs
    context = {"order": 7, "x": "y" * 1004}
    await runs.submit("image-qc", [new_item()], version="1.0.0", callback_context=context)
    assert submission(platform)["callback_context"] == context
    with pytest.raises(InputError, match="Nothing was submitted") as caught:
        await runs.submit("image-qc", [new_item()], version="1.0.0", callback_context={"x": "y" * 1017})
    assert caught.value.problems == ("callback_context has 1,025 bytes as JSON; at most 1,024 are allowed",)


async def test_an_unknown_application_is_not_found_before_anything_is_submitted() -> None:
    platform = Platform({})
    with pytest.raises(NotFoundError):
        await client_of(platform).runs.submit("nowhere", [new_item()])
    assert "POST /api/v1/runs" not in platform.seen


async def test_a_submission_is_not_retried_after_a_lost_response() -> None:
    platform = submitting(MaybeProcessedError("the connection broke."))
    with pytest.raises(MaybeProcessedError):
        await client_of(platform).runs.submit("image-qc", [new_item()], version="1.0.0")
    assert platform.seen.count("POST /api/v1/runs") == 1


async def test_a_submission_that_was_not_sent_is_retried() -> None:
    platform = submitting(NotSentError("refused."), reply({"run_id": RUN_ID}, 201))
    await client_of(platform).runs.submit("image-qc", [new_item()], version="1.0.0")
    assert platform.seen.count("POST /api/v1/runs") == 2


async def test_an_invalid_run_id_is_an_error_before_anything_is_sent() -> None:
    platform = Platform({})
    client = client_of(platform)
    with pytest.raises(InputError, match=r"run id is .* Give a UUID"):
        await client.runs.get("../me")
    with pytest.raises(InputError, match=r"run id is .* Give a UUID"):
        client.run("run-123")
    assert platform.seen == []


async def test_an_unknown_run_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        await client_of(Platform({})).run(RUN_ID).details()


async def test_a_state_that_the_spec_does_not_know_keeps_its_text() -> None:
    unheard = reply(run("HIBERNATING", termination_reason="BORED"))
    seen = await client_of(Platform({f"GET /api/v1/runs/{RUN_ID}": unheard})).runs.get(RUN_ID)
    assert (seen.state, seen.state.is_known) == ("HIBERNATING", False)
    assert isinstance(seen.state, RunState)
    assert str(seen.termination_reason) == "BORED"
    assert not seen.is_terminated


async def test_a_list_of_runs_after_first_misses_no_run_although_runs_are_cached() -> None:
    ids = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(20)]

    def page(request: Request) -> Response:
        number = int(query(request)["page"][0])
        return reply([{**run(), "run_id": run_id} for run_id in ids[(number - 1) * 5 : number * 5]])

    listed = client_of(Platform({"GET /api/v1/runs": page})).runs.list(page_size=5)
    first = await listed.first()
    assert first is not None
    del ids[:5]
    assert [str(found.run_id) for found in await listed.to_list()] == ids


async def test_runs_are_listed_with_filters_and_lazily() -> None:
    full = reply([run() for _ in range(5)])
    platform = Platform({"GET /api/v1/runs": full})
    listed = client_of(platform).runs.list(submitted_by="me", sort="-submitted_at", page_size=5)
    assert platform.seen == []
    async for _ in listed:
        break
    assert len(platform.seen) == 1
    assert query(platform.requests[0]) == {
        "submitted_by": ["me"],
        "sort": ["-submitted_at"],
        "page": ["1"],
        "page_size": ["5"],
    }


async def test_results_are_filtered() -> None:
    platform = Platform({f"GET /api/v1/runs/{RUN_ID}/items": reply([item()])})
    results = (
        client_of(platform)
        .run(RUN_ID)
        .results(
            external_ids=["one", "two"],
            state=ItemState.TERMINATED,
            termination_reason=ItemTerminationReason.SUCCEEDED,
        )
    )
    assert [seen.external_id async for seen in results] == ["one"]
    assert query(platform.requests[0]) == {
        "external_id__in": ["one", "two"],
        "state": ["TERMINATED"],
        "termination_reason": ["SUCCEEDED"],
        "page": ["1"],
        "page_size": ["100"],
    }


async def test_an_external_id_is_one_path_segment() -> None:
    platform = Platform({f"GET /api/v1/runs/{RUN_ID}/items/a%2Fb": reply(item("a/b"))})
    assert (await client_of(platform).run(RUN_ID).item("a/b")).external_id == "a/b"


async def test_cancelling_a_finished_run_is_a_conflict_without_retry() -> None:
    path = f"POST /api/v1/runs/{RUN_ID}/cancel"
    platform = Platform({path: reply({"detail": "run has ended"}, 409)})
    with pytest.raises(ConflictError, match="run has ended"):
        await client_of(platform).run(RUN_ID).cancel()
    assert platform.seen == [path]


async def test_cancel_and_delete_accept_the_servers_response() -> None:
    platform = Platform(
        {
            f"POST /api/v1/runs/{RUN_ID}/cancel": reply({}, 202),
            f"DELETE /api/v1/runs/{RUN_ID}/artifacts": reply(None),
        }
    )
    handle = client_of(platform).run(RUN_ID)
    await handle.cancel()
    await handle.delete()
    assert len(platform.seen) == 2


async def test_a_metadata_update_sends_the_checksum_that_was_read_and_gives_the_new_one() -> None:
    path = f"PUT /api/v1/runs/{RUN_ID}/custom-metadata"
    platform = Platform({path: reply({"custom_metadata_checksum": "new"})})
    assert await client_of(platform).run(RUN_ID).update_metadata({"a": 1}, checksum="old") == "new"
    sent = {"custom_metadata": {"a": 1}, "custom_metadata_checksum": "old"}
    assert said(platform.requests[0]) == sent


async def test_a_stale_checksum_is_a_failed_precondition() -> None:
    path = f"PUT /api/v1/runs/{RUN_ID}/items/one/custom-metadata"
    platform = Platform({path: reply({"detail": "stale"}, 412)})
    with pytest.raises(PreconditionFailedError, match="stale"):
        await client_of(platform).run(RUN_ID).update_item_metadata("one", None, checksum="old")


async def test_every_filter_of_lists_is_sent() -> None:
    platform = Platform({"GET /api/v1/runs": reply([]), f"GET /api/v1/runs/{RUN_ID}/items": reply([item()])})
    client = client_of(platform)
    await client.runs.list(organization_id="my_org", for_organization="o1", external_id="a").to_list()
    await client.run(RUN_ID).results(item_ids=[ITEM_ID], custom_metadata="$.a", sort=["-item_id"]).to_list()
    runs, items = (query(request) for request in platform.requests)
    assert {name: runs[name] for name in ("organization_id", "for_organization", "external_id")} == {
        "organization_id": ["my_org"],
        "for_organization": ["o1"],
        "external_id": ["a"],
    }
    assert (items["item_id__in"], items["custom_metadata"], items["sort"]) == (
        [ITEM_ID],
        ["$.a"],
        ["-item_id"],
    )
    for wrong in ([], ITEM_ID, ["7"]):
        with pytest.raises(InputError, match="item_ids is"):
            client.run(RUN_ID).results(item_ids=wrong)


@pytest.mark.parametrize("external_ids", [[], "one"])
async def test_an_empty_list_of_ids_is_an_error(external_ids: list[str]) -> None:
    platform = Platform({})
    with pytest.raises(InputError, match="external_ids is"):
        client_of(platform).run(RUN_ID).results(external_ids=external_ids)
    assert platform.seen == []


async def test_an_unknown_state_filter_is_an_error() -> None:
    with pytest.raises(InputError, match="Give one of PENDING, PROCESSING, TERMINATED"):
        client_of(Platform({})).run(RUN_ID).results(state=ItemState("PENDNIG"))


async def test_errors_do_not_show_the_external_id() -> None:
    said = reply({"detail": "no such external id PATIENT-0042"}, 400)
    handle = client_of(Platform({f"GET /api/v1/runs/{RUN_ID}/items": said})).run(RUN_ID)
    with pytest.raises(BadRequestError) as caught:
        [seen async for seen in handle.results(external_ids=["PATIENT-0042"])]
    assert "PATIENT" not in str(caught.value)


async def test_a_time_without_a_zone_is_an_error() -> None:
    with pytest.raises(InputError, match="deadline has no time zone"):
        await client_of(submitting(reply({}))).runs.submit(
            "image-qc",
            [new_item()],
            version="1.0.0",
            deadline=datetime(2026, 1, 2),  # noqa: DTZ001
        )


@pytest.mark.parametrize("text", ["2026-07-08T12:00:00", "2026-07-08T14:00:00+02:00", "2026-07-08T12:00:00Z"])
async def test_times_are_in_utc(text: str) -> None:
    path = f"GET /api/v1/runs/{RUN_ID}"
    seen = await client_of(Platform({path: reply(run(submitted_at=text))})).runs.get(RUN_ID)
    assert seen.submitted_at == datetime(2026, 7, 8, 12, tzinfo=UTC)
    assert seen.submitted_at.tzinfo is UTC
