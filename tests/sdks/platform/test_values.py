"""Metadata is sent as it was given, checked as it will be sent, and frozen in models."""

import copy
import json
import pickle
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from seawall.core.errors import InputError
from seawall.sdks.platform import AsyncClient, AsyncRun, Item, NewArtifact, NewItem, RunData
from tests.sdks.platform.test_runs import GOOD, VERSION, client_of, said, submission, submitting
from tests.sdks.platform.wire import RUN_ID, Platform, Route, item, reply, run, version

METADATA = f"PUT /api/v1/runs/{RUN_ID}/custom-metadata"


class Stain(StrEnum):
    HE = "H&E"


GIVEN: dict[str, object] = {
    "stain": Stain.HE,
    "mpp": np.float64(0.5),
    "count": np.int64(3),
    "price": Decimal("1.10"),
    "at": datetime(2026, 1, 2, tzinfo=UTC),
    "id": UUID(RUN_ID),
    "sizes": (1, (2,)),
    "big": 2**70,
}
SENT = {
    "stain": "H&E",
    "mpp": 0.5,
    "count": 3,
    "price": 1.1,
    "at": "2026-01-02T00:00:00Z",
    "id": RUN_ID,
    "sizes": [1, [2]],
    "big": 2**70,
}


def artifact(**metadata: object) -> NewArtifact:
    return NewArtifact(name="image", download_url="http://x.test/a", metadata={**GOOD, **metadata})


async def test_metadata_of_a_submission_is_sent_as_it_was_given() -> None:
    platform = submitting(reply({"run_id": RUN_ID}, 201))
    new = NewItem(external_id="one", input_artifacts=[artifact()], custom_metadata=GIVEN)
    await client_of(platform).runs.submit("image-qc", [new], version="1.0.0", custom_metadata=GIVEN)
    sent = submission(platform)
    assert sent["custom_metadata"] == SENT
    assert sent["items"][0]["custom_metadata"] == SENT


async def test_the_schema_check_sees_the_values_that_are_sent() -> None:
    schema: dict[str, object] = {
        "properties": {
            "mpp": {"type": "number", "maximum": 10},
            "sizes": {"type": "array", "items": {"type": "integer"}},
            "stain": {"type": "string", "enum": ["H&E"]},
            "at": {"type": "string", "pattern": "Z$"},
        },
    }
    good = artifact(
        mpp=Decimal("9.5"), sizes=(np.int8(1), 2), stain=Stain.HE, at=datetime(2026, 1, 2, tzinfo=UTC)
    )
    platform = Platform(
        {VERSION: reply(version(schema=schema)), "POST /api/v1/runs": reply({"run_id": RUN_ID}, 201)}
    )
    client = client_of(platform)
    await client.runs.submit("image-qc", [NewItem(external_id="a", input_artifacts=[good])], version="1.0.0")
    checked = submission(platform)["items"][0]["input_artifacts"][0]["metadata"]
    assert checked == {**GOOD, "mpp": 9.5, "sizes": [1, 2], "stain": "H&E", "at": "2026-01-02T00:00:00Z"}
    assert good.metadata == checked
    bad = NewItem(external_id="a", input_artifacts=[artifact(mpp=Decimal("10.5"))])
    with pytest.raises(InputError, match=r"metadata\.mpp must be at most 10"):
        await client.runs.submit("image-qc", [bad], version="1.0.0")


async def test_a_value_that_json_does_not_have_is_refused_before_anything_is_sent(
    subtests: pytest.Subtests,
) -> None:
    bad = {"a": [0, 1, {"b": {1, 2}}]}
    asks: dict[str, Callable[[AsyncClient], Awaitable[object]]] = {
        "submit": lambda client: client.runs.submit("image-qc", [], version="1.0.0", custom_metadata=bad),
        "update": lambda client: client.run(RUN_ID).update_metadata(bad),
        "update of an item": lambda client: client.run(RUN_ID).update_item_metadata("one", bad),
    }
    for name, ask in asks.items():
        with subtests.test(row=name):
            platform = Platform({})
            with pytest.raises(InputError) as caught:
                await ask(client_of(platform))
            assert str(caught.value).startswith("custom_metadata.a[2].b is of type set, ")
            assert platform.seen == []


def test_items_and_artifacts_refuse_such_values_when_they_are_made() -> None:
    with pytest.raises(InputError, match=r"^custom_metadata\.at has no time zone\. Give an aware time"):
        NewItem(external_id="a", custom_metadata={"at": datetime(2026, 1, 2)})  # noqa: DTZ001
    with pytest.raises(InputError, match=r"^metadata\.mpp is nan, "):
        artifact(mpp=float("nan"))
    with pytest.raises(InputError, match=r"^metadata is of type NoneType\. Give a dict\.$"):
        NewArtifact(name="a", download_url="x", metadata=None)  # type: ignore[arg-type]


def test_an_item_keeps_its_metadata_when_the_given_dict_changes() -> None:
    given: dict[str, Any] = {"a": [1]}
    new = NewItem(external_id="a", custom_metadata=given, input_artifacts=[artifact()])
    given["a"].append(2)
    assert new.custom_metadata == {"a": [1]}
    same = NewItem(external_id="a", custom_metadata={"a": [1]}, input_artifacts=(artifact(),))
    assert (new, hash(new)) == (same, hash(same))


async def test_an_update_is_sent_as_it_was_given() -> None:
    platform = Platform({METADATA: reply({"custom_metadata_checksum": "c"})})
    await client_of(platform).run(RUN_ID).update_metadata(GIVEN)
    assert said(platform.requests[-1])["custom_metadata"] == SENT


async def test_metadata_that_was_read_can_be_sent_again() -> None:
    read: Route = reply(run(custom_metadata={"a": [1, {"b": None}]}))
    platform = Platform(
        {f"GET /api/v1/runs/{RUN_ID}": read, METADATA: reply({"custom_metadata_checksum": "c"})}
    )
    handle: AsyncRun = client_of(platform).run(RUN_ID)
    found = (await handle.details()).custom_metadata
    assert found is not None
    await handle.update_metadata({**found, "c": 2})
    assert said(platform.requests[-1])["custom_metadata"] == {"a": [1, {"b": None}], "c": 2}
    changed: Any = copy.deepcopy(found)
    changed["a"][1]["b"] = 1
    await handle.update_metadata(changed)
    assert said(platform.requests[-1])["custom_metadata"] == {"a": [1, {"b": 1}]}


async def read_models(**metadata: object) -> tuple[RunData, Item]:
    platform = Platform(
        {
            f"GET /api/v1/runs/{RUN_ID}": reply(run(custom_metadata=metadata)),
            f"GET /api/v1/runs/{RUN_ID}/items/one": reply(item(custom_metadata=metadata)),
        }
    )
    handle = client_of(platform).run(RUN_ID)
    return await handle.details(), await handle.item("one")


async def test_models_have_hashes_and_are_equal_by_value(subtests: pytest.Subtests) -> None:
    both = zip(await read_models(a=[1, {"b": 2}]), await read_models(a=[1, {"b": 2}]), strict=True)
    others = await read_models(a=[1, {"b": 3}])
    rows: list[tuple[Any, Any, Any]] = [(*two, other) for two, other in zip(both, others, strict=True)]
    for one, same, other in rows:
        with subtests.test(row=type(one).__name__):
            assert one == same
            assert hash(one) == hash(same)
            assert one != other
            for copied in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
                assert (copied, hash(copied)) == (one, hash(one))
                with pytest.raises(TypeError, match="that callers share"):
                    copied.custom_metadata["a"].append(1)
            assert json.dumps(one.custom_metadata) == '{"a": [1, {"b": 2}]}'
            assert isinstance(one.custom_metadata, Mapping)
            with pytest.raises(TypeError, match="that callers share"):
                one.custom_metadata["x"] = 1  # type: ignore[index]


async def test_metadata_of_a_server_may_be_nested_deeper_than_that_of_a_user() -> None:
    deep: object = 1
    for _ in range(150):
        deep = [deep]
    one, _ = await read_models(a=deep)
    assert one.custom_metadata == {"a": deep}
