"""Models in applications: FastAPI, pydantic, the JSON of Celery, data frames of pages."""

import json
from typing import Any

import httpx2
import pandas as pd  # type: ignore[import-untyped]
import pytest
from fastapi import FastAPI
from fastapi.encoders import jsonable_encoder
from kombu.utils import json as kombu_json
from pydantic import BaseModel, ValidationError

from seawall.runtime import Pages
from seawall.sdks.platform import Client, Item, NewItem, Run, RunData, RunState, to_pandas, to_polars
from seawall.testing import platform as build
from seawall.transports import MemoryTransport
from tests.sdks.platform.wire import RUN_ID, Platform, reply, run

RUN = build.run(custom_metadata={"a": [1]}, state=RunState("NEWER"))
ITEM = build.item()


class Stored(BaseModel):
    """A document of an application."""

    note: str
    run: RunData
    items: list[Item] = []


app = FastAPI()


@app.get("/annotated")
def annotated() -> RunData:
    return RUN


@app.get("/declared", response_model=RunData)
def declared() -> object:
    return RUN


@app.get("/plain")
def plain():
    return {"run": RUN}


@app.get("/items", response_model=list[Item])
def items() -> object:
    return [ITEM]


@app.post("/stored")
def stored(document: Stored) -> Stored:
    return document


@app.post("/submit")
def submit(new: NewItem) -> str:
    return new.external_id


async def ask(method: str, path: str, body: object = None) -> httpx2.Response:
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://app.test") as client:
        return await client.request(method, path, json=body)


@pytest.mark.anyio
async def test_fastapi_returns_the_json_of_a_model() -> None:
    for path in ("/annotated", "/declared"):
        assert (await ask("GET", path)).json() == RUN.to_dict()
    assert Item.from_dict((await ask("GET", "/items")).json()[0]) == ITEM
    # Without a type, FastAPI writes the fields of a dataclass: times end in +00:00.
    assert RunData.from_dict((await ask("GET", "/plain")).json()["run"]) == RUN
    assert RunData.from_dict(jsonable_encoder(RUN)) == RUN


@pytest.mark.anyio
async def test_fastapi_reads_a_model() -> None:
    document = Stored(note="a", run=RUN, items=[ITEM])
    answer = await ask("POST", "/stored", document.model_dump(mode="json"))
    assert Stored.model_validate(answer.json()) == document
    assert (await ask("POST", "/submit", build.new_item(external_id="x").to_dict())).json() == "x"
    wrong = await ask(
        "POST", "/stored", {"note": "a", "run": {**RUN.to_dict(), "statistics": {"total": "s3cret"}}}
    )
    assert wrong.status_code == 422
    assert wrong.json()["detail"][0]["loc"] == ["body", "run", "statistics", "total"]


async def openapi() -> Any:
    return (await ask("GET", "/openapi.json")).json()


@pytest.mark.anyio
async def test_the_openapi_document_of_fastapi_describes_the_models() -> None:
    document = await openapi()
    schemas = document["components"]["schemas"]
    assert {"RunData", "RunStatistics", "Item", "NewItem"} <= schemas.keys()
    assert schemas["RunData"]["properties"]["submitted_at"]["format"] == "date-time"
    answer = document["paths"]["/annotated"]["get"]["responses"]["200"]["content"]["application/json"]
    assert answer["schema"]["$ref"] == "#/components/schemas/RunData"


def test_pydantic_stores_and_checks_models() -> None:
    document = Stored(note="a", run=RUN, items=[ITEM])
    assert Stored.model_validate_json(document.model_dump_json()) == document
    with pytest.raises(ValidationError, match=r"run\.run_id"):
        Stored.model_validate({"note": "a", "run": {}})


def encoded_and_decoded(value: object) -> Any:
    json_module: Any = kombu_json
    return json_module.loads(json_module.dumps(value))


def test_the_json_of_celery_keeps_models() -> None:
    new = build.new_item(external_id="x")
    args, result = encoded_and_decoded([[new], RUN])
    assert NewItem.from_dict(args[0]) == new
    assert RunData.from_dict(result) == RUN


def test_the_json_module_takes_the_dict_or_a_default() -> None:
    text = json.dumps({"run": RUN}, default=lambda value: value.to_dict())
    assert json.loads(text) == {"run": RUN.to_dict()} == json.loads(json.dumps({"run": RUN.to_dict()}))


def pages() -> Pages[Run]:
    assert Run.__module__  # its import is no part of the time of a test
    platform = Platform({"GET /api/v1/runs": reply([run()])})
    return Client(base_url="http://platform.test", token="t", transport=MemoryTransport(platform)).runs.list()


def test_pages_become_data_frames() -> None:
    frame = pages().to_pandas()
    assert list(frame["run_id"]) == [RUN_ID]
    assert str(frame["submitted_at"].dtype) == "datetime64[us, UTC]"
    assert pages().to_polars(limit=1)["run_id"].to_list() == [RUN_ID]
    assert len(pages().to_pandas(limit=0)) == 0


def test_lists_of_models_become_data_frames() -> None:
    made = to_pandas([RUN, RUN])
    assert made["statistics.total"].sum() == 2 * RUN.statistics.total
    assert isinstance(made["submitted_at"][0], pd.Timestamp)
    assert to_polars([ITEM]).height == 1
    assert list(pd.DataFrame([RUN]).columns) == list(RUN.to_dict())
