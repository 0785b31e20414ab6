"""SDK metadata on runs and items: added, merged, kept, and never a reason for a failure."""

import json
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pytest

from seawall.core.errors import InputError, NotSentError
from seawall.core.metadata.metadata import is_valid_metadata
from seawall.core.redaction.secret import Secret
from seawall.sdks.platform import (
    AsyncClient,
    NewArtifact,
    NewItem,
    build_item_sdk_metadata,
    build_run_sdk_metadata,
    get_item_sdk_metadata_json_schema,
    get_run_sdk_metadata_json_schema,
    validate_item_sdk_metadata,
    validate_item_sdk_metadata_silent,
    validate_run_sdk_metadata,
    validate_run_sdk_metadata_silent,
)
from seawall.sdks.platform.metadata import PlatformItemMetadata, PlatformRunMetadata
from seawall.sdks.platform.settings import Settings
from seawall.testing import AsyncFakeClock
from seawall.testing import platform as build
from seawall.transports import AsyncMemoryTransport
from tests.contract.source import ROOT
from tests.sdks.platform.wire import RUN_ID, Platform, Route, item, me, reply, run, version

GOOD = {"checksum_base64_crc32c": "AAAAAA==", "media_type": "image/png"}
VERSION = "GET /api/v1/applications/image-qc/versions/1.0.0"
RUN = f"/api/v1/runs/{RUN_ID}"
SCHEMAS = ROOT / "docs" / "schemas"
Json = dict[str, object]


def client_of(platform: Platform, clock: AsyncFakeClock | None = None) -> AsyncClient:
    return AsyncClient(
        settings=Settings(base_url="http://platform.test", token=Secret("t"), attempts=1),
        transport=AsyncMemoryTransport(platform),
        clock=(clock or AsyncFakeClock()),
        interface="launchpad",
    )


def taking(*who: Route) -> Platform:
    created, path = reply({"run_id": RUN_ID}, 201), f"GET /api/v1/runs/{RUN_ID}"
    routes: dict[str, Route | Sequence[Route]] = {path: reply(run("PENDING")), "POST /api/v1/runs": created}
    return Platform({VERSION: reply(version()), "GET /api/v1/me": [*who], **routes})


def new_item(custom_metadata: Json | None = None) -> NewItem:
    artifact = NewArtifact(name="image", download_url="http://x.test/1", metadata=GOOD)
    return NewItem(external_id="one", input_artifacts=[artifact], custom_metadata=custom_metadata)


def sent(platform: Platform, method: str = "POST") -> Json:
    body = next(request.body for request in reversed(platform.requests) if request.method == method)
    assert isinstance(body, bytes)
    decoded = json.loads(body)
    assert isinstance(decoded, dict)
    return decoded


async def submitted(platform: Platform, custom_metadata: Json | None = None) -> Json:
    await client_of(platform).runs.submit(
        "image-qc", [new_item()], version="1.0.0", custom_metadata=custom_metadata
    )
    found = sent(platform)["custom_metadata"]
    assert isinstance(found, dict)
    return found


async def test_a_run_has_user_and_interface(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_RUN_ID", "42")
    monkeypatch.setenv("GITHUB_REPOSITORY", "owner/name")
    monkeypatch.setenv("GITHUB_TOKEN", "s3cret")
    platform = taking(reply(me()))
    section = (await submitted(platform))["sdk"]
    assert is_valid_metadata(PlatformRunMetadata, section)
    assert isinstance(section, dict)
    assert section["submission"]["interface"] == "launchpad"
    assert section["submission"]["initiator"] == "test"
    assert section["user"]["user_email"] == "a@b.test"
    assert section["ci"]["github"]["run_id"] == "42"
    assert "test_a_run_has_user" in section["ci"]["pytest"]["current_test"]
    assert section["user_agent"] == platform.requests[-1].headers["user-agent"]
    assert "hush" not in json.dumps(section)
    assert "s3cret" not in json.dumps(section)


async def test_an_item_gets_a_section_beside_its_own_metadata() -> None:
    platform = taking(reply(me()))
    items = [new_item({"study": "A", "sdk": {"tags": ["t"]}})]
    await client_of(platform).runs.submit("image-qc", items, version="1.0.0")
    described = sent(platform)["items"]
    assert isinstance(described, list)
    metadata = described[0]["custom_metadata"]
    assert (metadata["study"], metadata["sdk"]["tags"]) == ("A", ["t"])
    assert is_valid_metadata(PlatformItemMetadata, metadata["sdk"])


async def test_the_callers_own_metadata_and_fields_stay() -> None:
    given: Json = {
        "study": "A",
        "sdk": {"tags": ["b", "a"], "workflow": {"onboard_to_aignostics_portal": True}},
    }
    found = await submitted(taking(reply(me())), given)
    assert found["study"] == "A"
    section = found["sdk"]
    assert isinstance(section, dict)
    assert (section["tags"], section["workflow"]) == (["a", "b"], {"onboard_to_aignostics_portal": True})
    assert given["sdk"] == {"tags": ["b", "a"], "workflow": {"onboard_to_aignostics_portal": True}}


@pytest.mark.parametrize("section", ["mine", {"tag": ["a"]}, {"note": 7}])
async def test_an_invalid_section_is_an_error_before_anything_is_sent(section: object) -> None:
    platform = taking(reply(me()))
    with pytest.raises(InputError):
        await submitted(platform, {"sdk": section})
    with pytest.raises(InputError, match="item 'one'"):
        await client_of(platform).runs.submit("image-qc", [new_item({"sdk": section})], version="1.0.0")
    assert "POST /api/v1/runs" not in platform.seen


@pytest.mark.parametrize(
    "who",
    [reply({}, 403), reply({}, 500), reply({"no": 1}), NotSentError("refused.")],
)
async def test_without_the_user_the_submission_succeeds(who: Route) -> None:
    platform = taking(who)
    section = (await submitted(platform))["sdk"]
    assert isinstance(section, dict)
    assert "user" not in section
    assert platform.seen.count("GET /api/v1/me") == 1


async def test_the_user_is_cached_for_five_minutes_and_a_failure_is_not() -> None:
    clock = AsyncFakeClock()
    platform = taking(NotSentError("refused."), reply(me()))
    client = client_of(platform, clock)
    asked = []
    for wait_s in (0, 1, 299, 2):
        await clock.sleep(wait_s)
        await client.runs.submit("image-qc", [new_item()], version="1.0.0")
        asked.append(platform.seen.count("GET /api/v1/me"))
    assert asked == [1, 2, 2, 3]


async def test_the_user_is_awaited_for_three_seconds_at_most() -> None:
    platform = taking(reply(me()))
    transport = AsyncMemoryTransport(platform)
    client = AsyncClient(base_url="http://platform.test", token="t", transport=transport)
    await client.runs.submit("image-qc", [new_item()], version="1.0.0")
    bound = dict(zip(platform.seen, transport.timeouts_s, strict=True))
    assert bound["GET /api/v1/me"] <= 3
    assert bound["POST /api/v1/runs"] > 3


@pytest.mark.parametrize("how", ["argument", "environment"])
async def test_sdk_metadata_can_be_turned_off(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if how == "environment":
        monkeypatch.setenv("SEAWALL_PLATFORM_SDK_METADATA", "false")
    platform = taking(reply(me()))
    client = AsyncClient(
        base_url="http://platform.test",
        token="t",
        transport=AsyncMemoryTransport(platform),
        sdk_metadata=False if how == "argument" else None,
    )
    await client.runs.submit(
        "image-qc", [new_item()], version="1.0.0", custom_metadata={"sdk": "a text of the caller's"}
    )
    body = sent(platform)
    assert body["custom_metadata"] == {"sdk": "a text of the caller's"}
    assert "GET /api/v1/me" not in platform.seen


async def changed(
    before: Json | None, given: Json | None, *, of_item: bool = False
) -> tuple[Platform, object]:
    """The metadata that an update sends if the platform holds `before`."""
    path = f"{RUN}/items/one" if of_item else RUN
    held = item("one", custom_metadata=before) if of_item else run(custom_metadata=before)
    platform = Platform(
        {
            f"GET {path}": reply(held),
            f"PUT {path}/custom-metadata": reply({"custom_metadata_checksum": "new"}),
            "GET /api/v1/me": reply(me()),
        }
    )
    handle = client_of(platform).run(RUN_ID)
    if of_item:
        assert await handle.update_item_metadata("one", given, checksum="old") == "new"
    else:
        assert await handle.update_metadata(given, checksum="old") == "new"
    body = sent(platform, "PUT")
    assert body["custom_metadata_checksum"] == "old"
    return platform, body["custom_metadata"]


BEFORE: Json = {
    "schema_version": "1.0.0",
    "created_at": "2020-01-01T00:00:00+00:00",
    "updated_at": "2020-01-01T00:00:00+00:00",
    "tags": ["old"],
    "submission": {"date": "2020-01-01T00:00:00+00:00", "interface": "cli", "initiator": "user"},
    "user_agent": "ua/1",
}


async def test_an_update_keeps_the_history_and_the_fields_of_the_section() -> None:
    _, found = await changed({"study": "A", "sdk": BEFORE}, {"study": "B"})
    assert isinstance(found, dict)
    section = found["sdk"]
    assert found["study"] == "B"
    kept = ("created_at", "submission", "tags")
    assert [section[name] for name in kept] == [BEFORE[name] for name in kept]
    assert section["updated_at"] > "2020-01-01T00:00:00+00:00"
    assert section["user"]["user_id"] == "u1"


async def test_an_update_uses_the_given_fields() -> None:
    _, found = await changed({"sdk": BEFORE}, {"sdk": {**BEFORE, "tags": ["new"], "created_at": "made up"}})
    assert isinstance(found, dict)
    assert (found["sdk"]["tags"], found["sdk"]["created_at"]) == (["new"], BEFORE["created_at"])


async def test_an_update_adds_a_missing_section() -> None:
    _, found = await changed(None, {"study": "B"})
    assert isinstance(found, dict)
    assert is_valid_metadata(PlatformRunMetadata, found["sdk"])


@pytest.mark.parametrize("foreign", ["a text", {"schema_version": "9.0.0", "what": 1}])
async def test_a_section_of_another_program_stays(foreign: object) -> None:
    _, found = await changed({"sdk": foreign}, {"study": "B"})
    assert found == {"study": "B", "sdk": foreign}


async def test_none_removes_everything_without_a_read() -> None:
    platform, found = await changed({"sdk": BEFORE}, None)
    assert found is None
    assert len(platform.seen) == 1


async def test_an_item_update_keeps_created_at() -> None:
    before = {name: BEFORE[name] for name in ("schema_version", "created_at", "updated_at", "tags")}
    _, found = await changed({"sdk": before}, {"seen": True}, of_item=True)
    assert isinstance(found, dict)
    assert found["seen"] is True
    assert is_valid_metadata(PlatformItemMetadata, found["sdk"])
    assert (found["sdk"]["created_at"], found["sdk"]["tags"]) == (before["created_at"], ["old"])


async def test_a_context_selects_the_platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "seawall"
    folder.mkdir()
    (folder / "contexts.toml").write_text('[contexts.dev.platform]\nbase_url = "http://platform.test"\n')
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    transport = AsyncMemoryTransport(Platform({"GET /api/v1/me": reply(me())}))
    client = AsyncClient(context="dev", token="t", transport=transport)
    assert (await client.me()).user.id == "u1"


# The section by itself.


def test_the_metadata_of_a_run_fits_its_schema_and_has_the_user_if_known() -> None:
    alone, known = build_run_sdk_metadata(), build_run_sdk_metadata(me=build.me(), interface="launchpad")
    schema = get_run_sdk_metadata_json_schema()
    for metadata in (alone, known):
        assert validate_run_sdk_metadata(metadata)
        jsonschema.validate(json.loads(json.dumps(metadata)), schema)
    assert "user" not in alone
    assert known["user"] == {
        "organization_id": "org_test",
        "organization_name": "test",
        "user_email": "user@example.com",
        "user_id": "test|user",
    }
    submission = known["submission"]
    assert isinstance(submission, dict)
    assert (submission["interface"], submission["initiator"]) == ("launchpad", "test")


def test_a_section_that_is_built_again_keeps_its_history() -> None:
    first = {**build_run_sdk_metadata(), "tags": ["a"], "note": "n"}
    first["created_at"] = "2020-01-01T00:00:00+00:00"
    second = build_run_sdk_metadata(first)
    assert [second[name] for name in ("created_at", "submission", "tags", "note")] == [
        first[name] for name in ("created_at", "submission", "tags", "note")
    ]
    assert str(second["updated_at"]) > "2020-01-01"
    item = build_item_sdk_metadata({**build_item_sdk_metadata(), "tags": ["x"]})
    assert item["tags"] == ["x"]


def test_the_metadata_of_an_item_fits_its_schema() -> None:
    metadata = build_item_sdk_metadata()
    assert validate_item_sdk_metadata(metadata)
    jsonschema.validate(metadata, get_item_sdk_metadata_json_schema())
    assert metadata.keys() == {"schema_version", "created_at", "updated_at"}


def test_wrong_metadata_is_named_by_its_fields_or_silently_false() -> None:
    run = {**build_run_sdk_metadata(), "colour": "red", "note": 7}
    with pytest.raises(InputError) as caught:
        validate_run_sdk_metadata(run)
    assert {problem.partition(":")[0] for problem in caught.value.problems} == {"sdk.colour", "sdk.note"}
    with pytest.raises(InputError):
        validate_item_sdk_metadata({})
    for wrong in (run, {}, None, "text"):
        assert not validate_run_sdk_metadata_silent(wrong)
        assert not validate_item_sdk_metadata_silent(wrong)
    assert validate_run_sdk_metadata_silent(build_run_sdk_metadata())
    assert validate_item_sdk_metadata_silent(build_item_sdk_metadata())


def test_the_schemas_are_those_that_are_published_under_a_stable_id() -> None:
    for kind, schema in (
        ("run", get_run_sdk_metadata_json_schema()),
        ("item", get_item_sdk_metadata_json_schema()),
    ):
        versions = sorted(SCHEMAS.glob(f"platform-{kind}-metadata-[0-9]*.json"))
        latest = SCHEMAS / f"platform-{kind}-metadata-latest.json"
        assert schema == read_json(latest) == read_json(versions[-1])
        assert [read_json(path)["$id"] for path in versions] == [
            f"urn:seawall:platform-{kind}-metadata:{path.stem.rpartition('-')[2]}" for path in versions
        ]


def read_json(path: Path) -> dict[str, object]:
    found = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found
