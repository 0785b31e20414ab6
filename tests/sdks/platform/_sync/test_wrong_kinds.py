# DO NOT EDIT. Derived from ../_async/test_wrong_kinds.py by "python -m seawall.codegen.derive".
"""Arguments of a wrong kind are refused with a sentence, before anything is sent."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from seawall.core.errors import InputError
from seawall.sdks.platform import Client, NewArtifact, NewItem, artifact_from_file
from seawall.testing import FakeClock
from seawall.transports import MemoryTransport
from tests.sdks.platform.wire import RUN_ID, Platform, answer, query

ITEM: dict[str, object] = {"external_id": "one", "input_artifacts": []}
UNTEXT = (5, b"one", {"a": "b"}, ["one"])

# What a type checker would refuse.
WRONG: dict[str, tuple[object, ...]] = {
    "application_id": (None, b"image-qc", {}, ["image-qc"], ""),
    "items": (ITEM, [ITEM], "one", b"one", 5, None, iter(()), [None], [NewItem(external_id="a"), "one"]),
    "version": (1, 1.0, b"1.0.0", {}),
    "custom_metadata": (5, "study", b"{}", [("a", 1)], {5: "a"}),
    "due_date": (5, "2026-01-02", b"", {}, date(2026, 1, 2)),
    "deadline": (5, "2026-01-02", [], datetime(2026, 1, 2)),  # noqa: DTZ001
}
ASKED: list[tuple[str, Callable[[Client, Any], object], tuple[object, ...]]] = [
    ("run", lambda client, odd: client.run(odd).details(), (5, None, b"x" * 16, {}, [RUN_ID], "run-1", "")),
    ("get", lambda client, odd: client.runs.get(odd), (5, None, b"x" * 16, {}, [RUN_ID])),
    ("application", lambda client, odd: client.application(odd), (None, b"a", {}, [], "", "..")),
    (
        "version",
        lambda client, odd: client.application_version("image-qc", odd),
        (1, 1.0, b"1.0.0", {}, ["1.0.0"]),
    ),
    ("item", lambda client, odd: client.run(RUN_ID).item(odd), (None, b"one", {}, ["one"], "")),
    *(
        (name, lambda client, odd, name=name: client.runs.list(**{name: odd}).to_list(), odds)
        for name, odds in (
            ("page_size", (4, 101, 0, -5, True, 5.0, "50", None, {}, [50])),
            ("sort", (5, b"name", {"name": 1}, ["name", 5])),
            ("application_id", (b"a", {"a": 1})),
            ("custom_metadata", (b"$", {"a": 1})),
        )
    ),
    *(
        (name, lambda client, odd, name=name: client.run(RUN_ID).results(**{name: odd}).to_list(), odds)
        for name, odds in (
            ("external_ids", (5, "one", b"one", {"one": 1}, [], [5], [None])),
            ("state", (5, "PENDNIG", b"PENDING", {}, ["PENDING"])),
            ("termination_reason", (5, "", b"SUCCEEDED", {})),
            ("page_size", (4, "5")),
            ("sort", (5,)),
        )
    ),
    (
        "wait",
        lambda client, odd: client.run(RUN_ID).wait(timeout_s=odd),
        (0, -1.0, float("nan"), float("inf"), "3", None, True, b"3", {}, 10**400),
    ),
    ("told", lambda client, odd: client.run(RUN_ID).wait(on_progress=odd), (None, 5, "print")),
    ("folder", lambda client, odd: client.run(RUN_ID).download(odd), ("", 5, None, b"here", {}, ["here"])),
    (
        "at_once",
        lambda client, odd: client.run(RUN_ID).download("here", at_once=odd),
        (0, -1, "3", 2.0, True, b"3", {}),
    ),
    ("seen", lambda client, odd: client.run(RUN_ID).download("here", on_progress=odd), (None, 5, "print")),
    (
        "metadata",
        lambda client, odd: client.run(RUN_ID).update_metadata(odd),
        (5, "study", b"{}", [("a", 1)], {5: 1}),
    ),
    (
        "checksum",
        lambda client, odd: client.run(RUN_ID).update_metadata({}, checksum=odd),
        (5, b"x", {}, ["x"]),
    ),
    (
        "item metadata",
        lambda client, odd: client.run(RUN_ID).update_item_metadata("one", odd),
        (5, "study", b"{}", [("a", 1)]),
    ),
    (
        "item checksum",
        lambda client, odd: client.run(RUN_ID).update_item_metadata("one", {}, checksum=odd),
        (5, b"x"),
    ),
    (
        "whose metadata",
        lambda client, odd: client.run(RUN_ID).update_item_metadata(odd, {}),
        (None, b"one", {}, ""),
    ),
]


def client_of(platform: Platform) -> Client:
    return Client(
        base_url="http://platform.test",
        token="t",
        transport=MemoryTransport(platform),
        clock=FakeClock(),
    )


def is_sentence(error: InputError) -> bool:
    return str(error).endswith(".") and ". " in str(error) and str(error)[0].isprintable()


@pytest.mark.parametrize(
    ("name", "odd"),
    [pytest.param(name, odd, id=f"{name}-{odd!r:.12}") for name, odds in WRONG.items() for odd in odds],
)
def test_a_submission_of_a_wrong_kind_is_refused(name: str, odd: object) -> None:
    platform = Platform({})
    arguments: dict[str, Any] = {"application_id": "image-qc", "items": [NewItem(external_id="a")], name: odd}
    with pytest.raises(InputError) as caught:
        client_of(platform).runs.submit(arguments.pop("application_id"), **arguments)
    assert is_sentence(caught.value)
    assert platform.seen == []


@pytest.mark.parametrize(
    ("ask", "odd"),
    [pytest.param(ask, odd, id=f"{name}-{odd!r:.20}") for name, ask, odds in ASKED for odd in odds],
)
def test_an_argument_of_a_wrong_kind_is_refused(
    ask: Callable[[Client, object], object], odd: object
) -> None:
    platform = Platform({})
    with pytest.raises(InputError) as caught:
        ask(client_of(platform), odd)
    assert is_sentence(caught.value)
    assert platform.seen == []


@pytest.mark.parametrize("odd", UNTEXT, ids=repr)
def test_an_item_of_wrong_kinds_can_not_be_made(odd: Any) -> None:
    for make in (
        lambda: NewItem(external_id=odd),
        lambda: NewArtifact(name=odd, download_url="x"),
        lambda: NewArtifact(name="a", download_url=odd),
    ):
        with pytest.raises(InputError, match="Give text"):
            make()


@pytest.mark.parametrize("odd", [5, "one", {"name": "image"}, ["one"], [{"name": "image"}], None], ids=repr)
def test_the_artifacts_of_an_item_are_a_list_of_artifacts(odd: Any) -> None:
    with pytest.raises(InputError, match="Give a list of NewArtifact"):
        NewItem(external_id="one", input_artifacts=odd)


@pytest.mark.parametrize("odd", [5, "one", b"{}", [("a", 1)]], ids=repr)
def test_metadata_is_a_dict(odd: Any) -> None:
    with pytest.raises(InputError, match="Give a dict"):
        NewItem(external_id="one", custom_metadata=odd)
    with pytest.raises(InputError, match="Give a dict"):
        NewArtifact(name="a", download_url="x", metadata=odd)


def test_an_address_of_a_wrong_kind_is_not_repeated() -> None:
    with pytest.raises(InputError) as caught:
        NewArtifact(name="a", download_url=b"http://x.test/?sig=s3cret")  # type: ignore[arg-type]
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "given",
    [
        {"path": 5},
        {"path": None},
        {"path": b"a.png"},
        {"path": ""},
        {"name": 5},
        {"metadata": 5},
        {"metadata": "media_type"},
        {"metadata": [5]},
    ],
    ids=repr,
)
def test_a_file_of_a_wrong_kind_is_refused(given: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"pixels")
    arguments: dict[str, Any] = {"name": "image", "path": tmp_path / "a.png", **given}
    with pytest.raises(InputError):
        artifact_from_file(arguments.pop("name"), arguments.pop("path"), **arguments)


def test_a_state_may_be_given_by_its_text() -> None:
    platform = Platform({f"GET /api/v1/runs/{RUN_ID}/items": answer([])})
    state: Any = "PENDING"
    assert client_of(platform).run(RUN_ID).results(state=state).to_list() == []
    assert query(platform.requests[0])["state"] == ["PENDING"]
