"""Several users and organizations: what each may see, grants and share tokens."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from attrs import evolve, frozen

from seawall.local.platform.settings import LocalUser, PlatformSettings
from tests.local.platform.client import JsonDict, PlatformClient, item_of_test_app
from tests.local.platform.conftest import StartPlatform
from tests.local.wall_clock import FakeWallClock

# A whole platform runs in this process: server, database and workers.
pytestmark = pytest.mark.slow

USERS = tuple(map(LocalUser.parse, ("ada:local", "bob:local", "guest:other")))


@frozen
class People:
    """The users of a platform: an admin, two members of the same organization, one of another."""

    admin: PlatformClient
    ada: PlatformClient
    bob: PlatformClient
    guest: PlatformClient


@pytest.fixture
def people(start: StartPlatform, settings: PlatformSettings) -> People:
    server = start(evolve(settings, auto_approve=False, users=USERS))
    return People(*(server.as_user(name) for name in ("user", "ada", "bob", "guest")))


def status(response: Any) -> int:
    return int(response.status_code)


def paths_of(owner: PlatformClient, run_id: str) -> dict[str, str]:
    """The paths that read the run, its item and its artifact."""
    [item] = owner.items(run_id)
    [artifact] = item["output_artifacts"]
    return {
        "run": f"/runs/{run_id}",
        "items": f"/runs/{run_id}/items",
        "item": f"/runs/{run_id}/items/{item['external_id']}",
        "artifact": f"/runs/{run_id}/artifacts/{artifact['output_artifact_id']}/file",
    }


def readable(reader: PlatformClient, paths: dict[str, str], **params: str) -> set[str]:
    found = {name: status(reader.get(path, **params)) for name, path in paths.items()}
    assert set(found.values()) <= {200, 307, 403}, found
    return {name for name, value in found.items() if value != 403}


def finished_run(owner: PlatformClient) -> str:
    run_id = owner.submit()
    owner.wait_for_end(run_id)
    return run_id


def grant(owner: PlatformClient, run_id: str, subject_type: str, **subject: str) -> JsonDict:
    body = {
        "resource_type": "run",
        "resource_id": run_id,
        "subject_type": subject_type,
        "relation": "viewer",
        **subject,
    }
    response = owner.post("/access/grants", body)
    assert response.status_code == 201, response.text
    return dict(response.json())


def test_texts_that_are_no_users() -> None:
    assert LocalUser.parse("a.b:c:admin") == LocalUser("a.b", "c", is_admin=True)
    for text in ("", "ada", "ada:", ":local", "Ada:local", "ada:local:owner", "ada:local:admin:"):
        with pytest.raises(ValueError, match="Give NAME:ORGANIZATION"):
            LocalUser.parse(text)


def test_two_users_of_one_name_are_refused(settings: PlatformSettings) -> None:
    for texts in (("user:other",), ("ada:local", "ada:other")):
        with pytest.raises(ValueError, match=r"two users '(user|ada)'\. Give each a name of its own"):
            evolve(settings, users=tuple(map(LocalUser.parse, texts)))


def test_each_user_has_an_account_and_an_organization(people: People) -> None:
    for client, user_id, organization in (
        (people.admin, "local|user", "org_local"),
        (people.ada, "local|ada", "org_local"),
        (people.guest, "local|guest", "org_other"),
    ):
        me = client.get("/me").json()
        assert (me["user"]["id"], me["organization"]["id"]) == (user_id, organization), user_id


def test_a_member_reads_each_run_that_the_list_of_the_organization_has(people: People) -> None:
    run_id = finished_run(people.ada)
    assert people.bob.get("/runs").json() == []
    assert [run["run_id"] for run in people.bob.get("/runs", for_organization="org_local").json()] == [run_id]
    paths = paths_of(people.ada, run_id)
    assert readable(people.bob, paths) == paths.keys()
    assert people.guest.get("/runs", for_organization="org_local").status_code == 403
    assert readable(people.guest, paths) == set()


def test_only_the_owner_and_admins_change_a_run(people: People) -> None:
    run_id = finished_run(people.ada)
    item = people.ada.items(run_id)[0]["external_id"]
    metadata = {"custom_metadata": {"a": 1}}
    for client, expected in ((people.bob, 403), (people.guest, 403), (people.ada, 200), (people.admin, 200)):
        for path in (f"/runs/{run_id}/custom-metadata", f"/runs/{run_id}/items/{item}/custom-metadata"):
            assert status(client.put(path, metadata)) == expected, path
    for client, expected in ((people.bob, 403), (people.admin, 409)):
        assert status(client.post(f"/runs/{run_id}/cancel")) == expected
    for client, expected in ((people.guest, 403), (people.admin, 200)):
        assert status(client.delete(f"/runs/{run_id}/artifacts")) == expected


def test_a_grant_gives_access_until_it_is_revoked(people: People) -> None:
    run_id = finished_run(people.ada)
    paths = paths_of(people.ada, run_id)
    for subject in (
        {"subject_type": "user", "subject_id": "local|guest"},
        {"subject_type": "user", "subject_email": "Guest@example.com"},
        {"subject_type": "organization_user", "subject_id": "org_other"},
    ):
        given = grant(people.ada, run_id, **subject)
        assert readable(people.guest, paths) == paths.keys(), subject
        path = f"/access/grants/{given['grant_id']}"
        revoked = people.ada.delete(path)
        assert (status(revoked), revoked.json()) == (200, {**given, "revoked": True}), subject
        assert readable(people.guest, paths) == set(), subject
        assert status(people.ada.delete(path)) == 409, subject
        assert people.ada.get(path).json()["revoked"], subject


def test_a_grant_to_the_admins_of_an_organization_is_not_for_its_users(people: People) -> None:
    run_id = finished_run(people.ada)
    grant(people.ada, run_id, "organization_admin", subject_id="org_other")
    assert readable(people.guest, paths_of(people.ada, run_id)) == set()


def test_a_grant_on_a_part_covers_no_more_than_the_part(people: People) -> None:
    run_id = finished_run(people.ada)
    [item] = people.ada.items(run_id)
    paths = paths_of(people.ada, run_id)
    artifact_id = item["output_artifacts"][0]["output_artifact_id"]
    for kind, resource_id, covered in (
        ("output_artifact", artifact_id, {"artifact"}),
        ("item", item["item_id"], {"item", "artifact"}),
    ):
        body = {
            "resource_type": kind,
            "resource_id": resource_id,
            "subject_type": "user",
            "subject_id": "local|guest",
            "relation": "viewer",
        }
        given = people.ada.post("/access/grants", body).json()
        assert readable(people.guest, paths) == covered, kind
        people.ada.delete(f"/access/grants/{given['grant_id']}")


def test_the_same_grant_is_given_once(people: People) -> None:
    run_id = people.ada.submit()
    first = grant(people.ada, run_id, "user", subject_id="local|guest")
    assert grant(people.ada, run_id, "user", subject_email="guest@example.com") == first
    people.ada.delete(f"/access/grants/{first['grant_id']}")
    assert grant(people.ada, run_id, "user", subject_id="local|guest")["grant_id"] != first["grant_id"]


def test_grants_that_can_not_be_given(people: People) -> None:
    run_id = people.ada.submit()
    valid = {
        "resource_type": "run",
        "resource_id": run_id,
        "subject_type": "user",
        "subject_id": "local|guest",
        "relation": "viewer",
    }
    without = {key: value for key, value in valid.items() if key != "subject_id"}
    for body, expected in (
        ({**valid, "relation": "editor"}, 422),
        ({**valid, "relation": "owner"}, 422),
        (without, 422),
        ({**valid, "subject_email": "guest@example.com"}, 422),
        ({**without, "subject_type": "organization_user", "subject_email": "guest@example.com"}, 422),
        ({**valid, "resource_id": str(uuid4())}, 404),
        ({**valid, "resource_type": "item"}, 404),
        ({**valid, "subject_id": "local|none"}, 404),
        ({**valid, "subject_type": "organization_admin"}, 404),
        ({**valid, "subject_type": "share_token"}, 404),
        ({**valid, "subject_type": "share_token", "subject_id": str(uuid4())}, 404),
    ):
        response = people.ada.post("/access/grants", body)
        assert status(response) == expected, (body, response.text)
    for client, expected in ((people.guest, 403), (people.bob, 403), (people.admin, 201)):
        assert status(client.post("/access/grants", valid)) == expected


def test_lists_of_grants(people: People) -> None:
    first, second = people.ada.submit(), people.bob.submit()
    of_ada = grant(people.ada, first, "user", subject_id="local|guest")
    of_bob = grant(people.bob, second, "organization_user", subject_id="org_other")

    def listed(client: PlatformClient, **params: Any) -> list[str]:
        response = client.get("/access/grants", **params)
        assert response.status_code == 200, response.text
        return [each["grant_id"] for each in response.json()]

    assert listed(people.ada) == [of_ada["grant_id"]]
    assert listed(people.guest) == []
    assert set(listed(people.admin)) == {of_ada["grant_id"], of_bob["grant_id"]}
    for params, expected in (
        ({"resource_id": second}, [of_bob]),
        ({"resource_type": "item"}, []),
        ({"subject_type": "user"}, [of_ada]),
        ({"subject_id": "org_other"}, [of_bob]),
        ({"relation": ["viewer", "owner"], "sort": "subject_type"}, [of_bob, of_ada]),
        ({"relation": ["editor"]}, []),
        ({"revoked": "true"}, []),
        ({"sort": "-subject_type", "page_size": 5}, [of_ada, of_bob]),
        ({"page": 2}, []),
    ):
        assert listed(people.admin, **params) == [each["grant_id"] for each in expected], params
    path = f"/access/grants/{of_ada['grant_id']}"
    for client, expected_status in ((people.guest, 403), (people.bob, 403), (people.admin, 200)):
        assert status(client.get(path)) == expected_status
    assert status(people.bob.delete(path)) == 403
    assert status(people.ada.get(f"/access/grants/{uuid4()}")) == 404


def test_a_share_token_lifts_the_access_of_a_user_until_it_is_revoked(people: People) -> None:
    run_id = finished_run(people.ada)
    paths = paths_of(people.ada, run_id)
    token = people.ada.post("/access/share-tokens", {}).json()
    secret = token.pop("share_token")
    assert readable(people.guest, paths, share_token=secret) == set()  # nothing is granted to it yet
    given = grant(people.ada, run_id, "share_token", subject_id=token["share_token_id"])
    assert readable(people.guest, paths, share_token=secret) == paths.keys()
    assert readable(people.guest, paths) == set()
    assert readable(people.guest, paths, share_token=f"{secret}x") == set()
    anonymous = {"Authorization": ""}
    response = people.guest.http.request(
        "GET", f"/api/v1/runs/{run_id}", params={"share_token": secret}, headers=anonymous
    )
    assert response.status_code == 401
    assert status(people.guest.put(f"/runs/{run_id}/custom-metadata?share_token={secret}", {})) == 403

    path = f"/access/share-tokens/{token['share_token_id']}"
    assert people.ada.get(path).json() == token
    revoked = people.ada.delete(path)
    assert (status(revoked), revoked.json()) == (200, {**token, "revoked": True})
    assert readable(people.guest, paths, share_token=secret) == set()
    assert status(people.ada.delete(path)) == 409
    assert not people.ada.get(f"/access/grants/{given['grant_id']}").json()["revoked"]


def test_a_share_token_ends_with_its_grant_and_with_its_lifetime(
    people: People, clock: FakeWallClock
) -> None:
    run_id = finished_run(people.ada)
    paths = {"run": f"/runs/{run_id}"}
    expires_at = clock().replace(microsecond=0) + timedelta(seconds=1)
    token = people.ada.post("/access/share-tokens", {"expires_at": expires_at.isoformat()}).json()
    grant(people.ada, run_id, "share_token", subject_id=token["share_token_id"])
    assert readable(people.guest, paths, share_token=token["share_token"]) == {"run"}
    clock.advance(1)
    assert readable(people.guest, paths, share_token=token["share_token"]) == set()
    refused = people.ada.post("/access/share-tokens", {"expires_at": expires_at.isoformat()})
    assert (status(refused), refused.json()["detail"][0]["loc"]) == (422, ["body", "expires_at"])

    token = people.ada.post("/access/share-tokens", {"expires_at": "2999-01-01T00:00:00Z"}).json()
    given = grant(people.ada, run_id, "share_token", subject_id=token["share_token_id"])
    assert readable(people.guest, paths, share_token=token["share_token"]) == {"run"}
    people.ada.delete(f"/access/grants/{given['grant_id']}")
    assert readable(people.guest, paths, share_token=token["share_token"]) == set()


def test_lists_of_share_tokens(people: People, clock: FakeWallClock) -> None:
    run_id = people.ada.submit()
    tokens = []
    for _ in range(3):
        tokens.append(people.ada.post("/access/share-tokens", {}).json()["share_token_id"])
        clock.advance(1)
    grant(people.ada, run_id, "share_token", subject_id=tokens[1])
    people.ada.delete(f"/access/share-tokens/{tokens[2]}")
    for params, expected in (
        ({}, tokens[::-1]),
        ({"sort": "created_at"}, tokens),
        ({"run_id": run_id}, [tokens[1]]),
        ({"revoked": "false", "sort": "+created_at"}, tokens[:2]),
        ({"revoked": "true"}, [tokens[2]]),
        ({"created_by": "local|ada"}, tokens[::-1]),
        ({"created_by": "local|bob"}, []),
        ({"page": 2, "page_size": 5}, []),
    ):
        response = people.ada.get("/access/share-tokens", **params)
        assert [each["share_token_id"] for each in response.json()] == expected, params
        assert "share_token" not in response.text.replace("share_token_id", ""), params
    assert people.admin.get("/access/share-tokens").json() == []
    path = f"/access/share-tokens/{tokens[0]}"
    for client, expected_status in ((people.admin, 403), (people.guest, 403)):
        assert status(client.get(path)) == expected_status
        assert status(client.delete(path)) == expected_status
    assert status(people.ada.get(f"/access/share-tokens/{uuid4()}")) == 404


def test_no_secret_of_a_share_token_is_stored(people: People) -> None:
    secret = people.ada.post("/access/share-tokens", {}).json()["share_token"]
    folder = people.ada.server.settings.data_dir
    stored = b"".join(path.read_bytes() for path in folder.glob("platform.sqlite3*"))
    assert secret.encode() not in stored


def test_positions_in_the_queue(
    start: StartPlatform, settings: PlatformSettings, clock: FakeWallClock
) -> None:
    server = start(evolve(settings, auto_approve=False, users=USERS, workers=0))
    ada, guest = server.as_user("ada"), server.as_user("guest")
    first = ada.submit(item_of_test_app("a"), item_of_test_app("b"))
    other = guest.submit(item_of_test_app("c"), scheduling={"due_date": "2026-08-01T00:00:00Z"})
    clock.advance(1)  # runs of one time have any order
    last = guest.submit(item_of_test_app("d"), item_of_test_app("e"), item_of_test_app("f"))

    def preceding(client: PlatformClient, run_id: str) -> tuple[Any, Any]:
        run = client.run(run_id)
        return run["num_preceding_items_org"], run["num_preceding_items_platform"]

    def queued(client: PlatformClient, run_id: str) -> list[tuple[Any, Any]]:
        items = client.items(run_id)
        assert client.get(f"/runs/{run_id}/items/{items[0]['external_id']}").json() == items[0]
        return [(each["queue_position_org"], each["queue_position_platform"]) for each in items]

    # A due date comes before none.
    assert [preceding(guest, other), preceding(ada, first), preceding(guest, last)] == [
        (0, 0),
        (0, 1),
        (1, 3),
    ]
    assert queued(guest, other) == [(1, 1)]
    assert queued(ada, first) == [(1, 2), (2, 3)]
    assert queued(guest, last) == [(2, 4), (3, 5), (4, 6)]
    assert ada.post(f"/runs/{first}/cancel").status_code == 202
    assert preceding(ada, first) == (None, None)
    assert queued(ada, first) == [(None, None), (None, None)]
    listed = guest.get("/runs", sort="submitted_at").json()
    assert [run["num_preceding_items_platform"] for run in listed] == [0, 1]
