"""Versions, documents, grants and share tokens, against a local platform in this process."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from attrs import frozen

from seawall.core.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from seawall.core.http.message import Request, Response
from seawall.sdks.platform import Client, NewArtifact, NewItem, Run, SubjectType
from seawall.transports import MemoryTransport
from tests.local.platform.client import PlatformClient, started

APP = "image-qc"


@frozen
class People:
    """Clients of the owner of runs and of another user."""

    owner: Client
    other: Client


def client_of(server: PlatformClient) -> Client:
    def answer(request: Request) -> Response:
        body = request.body if isinstance(request.body, bytes) else None
        headers = {name: value for name, value in request.headers.items() if name != "host"}
        seen = server.http.request(request.method, request.url, headers=headers, content=body)
        return Response(seen.status_code, dict(seen.headers), seen.content)

    token = server.http.headers["Authorization"].removeprefix("Bearer ")
    return Client(base_url="http://testserver", token=token, transport=MemoryTransport(answer))


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    # Late: the server takes 900 ms to import.
    from seawall.local.platform import PlatformSettings
    from seawall.local.platform.settings import LocalUser

    settings = PlatformSettings(
        data_dir=tmp_path_factory.mktemp("platform"), users=(LocalUser("bob", "other"),), workers=1
    )
    with started(settings) as server:
        clients = [client_of(server.as_user(name)) for name in ("user", "bob")]
        with clients[0] as owner, clients[1] as other:
            yield People(owner, other)


@pytest.fixture(scope="module")
def run(people: People) -> Run:
    artifact = NewArtifact(name="input", download_url="http://example.com/input", metadata={})
    made = people.owner.runs.submit("test-app", [NewItem(external_id="one", input_artifacts=[artifact])])
    return made.wait(timeout_s=60)


def test_versions_are_listed_and_sorted_by_semantic_version(people: People) -> None:
    versions = people.owner.versions
    numbers = [version.number for version in versions.list_sorted("test-app")]
    assert set(numbers) == {version.number for version in versions.list("test-app")}
    assert numbers == ["1.0.0", "0.9.0"]
    latest = versions.latest("test-app")
    assert latest is not None
    assert latest.number == "1.0.0"
    assert versions.get("test-app").version_number == "1.0.0"
    assert versions.get("test-app", "0.9.0") == people.owner.application_version("test-app", "0.9.0")
    with pytest.raises(NotFoundError):
        versions.list("nowhere")


def test_documents_are_listed_read_and_downloaded(people: People, tmp_path: Path) -> None:
    documents = people.owner.versions.documents
    listed = documents.list(APP, "1.0.0")
    assert listed
    for document in listed:
        assert documents.get(APP, "1.0.0", document.name) == document
        content = documents.content(APP, "1.0.0", document.name)
        there = documents.download(APP, "1.0.0", document.name, tmp_path)
        assert there.path.parent == tmp_path
        assert (there.path.read_bytes(), there.name) == (content, document.name)
    assert len(list(tmp_path.iterdir())) == len(listed)
    for name in ("../me", "nothing"):
        with pytest.raises(NotFoundError):
            documents.download(APP, "1.0.0", name, tmp_path)
    with pytest.raises(InputError, match="Give a semantic version"):
        documents.list(APP, "one")


def test_a_grant_lets_another_user_read_until_it_is_revoked(people: People, run: Run) -> None:
    grants = people.owner.grants
    with pytest.raises(ForbiddenError):
        people.other.runs.get(run.run_id)
    made = run.share(people.other.me().user.id)
    assert (made.resource_id, made.relation, made.revoked) == (run.run_id, "viewer", False)
    assert run.share(people.other.me().user.id) == made
    assert people.other.runs.get(run.run_id) == run
    assert [seen.external_id for seen in people.other.run(run.run_id).results()] == ["one"]
    assert grants.get(made.grant_id) == made
    assert run.grants(revoked=False).to_list() == [made]
    filtered = grants.list(subject_type="user", relation=["viewer"], resource_type="run", sort="-created_at")
    assert made in filtered.to_list()
    assert grants.revoke(made.grant_id).revoked
    assert run.grants(revoked=False).to_list() == []
    with pytest.raises(ConflictError):
        grants.revoke(made.grant_id)
    with pytest.raises(ForbiddenError):
        people.other.runs.get(run.run_id, nocache=True)
    with pytest.raises(ForbiddenError):
        people.other.run(run.run_id).share("local|user")


def test_wrong_grants_are_refused_before_anything_is_sent(people: People, run: Run) -> None:
    rows: list[tuple[str, dict[str, str]]] = [
        ("Give either subject_id or subject_email", {}),
        ("Give either subject_id or subject_email", {"subject_id": "a", "subject_email": "b"}),
        ("subject_type is", {"subject_id": "a", "subject_type": "robot"}),
        ("relation is", {"subject_id": "a", "relation": "friend"}),
    ]
    for message, arguments in rows:
        with pytest.raises(InputError, match=message):
            people.owner.grants.create(run.run_id, **arguments)


def test_a_share_token_gives_access_to_all_reads_of_a_run_until_it_is_revoked(
    people: People, run: Run, tmp_path: Path
) -> None:
    expires_at = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    token = run.create_share_token(expires_at=expires_at)
    secret = token.share_token
    assert (secret in repr(token), token.expires_at) == (False, expires_at)
    with pytest.raises(ForbiddenError):
        people.other.runs.get(run.run_id, nocache=True)
    shared = people.other.runs.get(run.run_id, share_token=secret)
    assert secret not in repr(vars(shared))
    assert shared.refresh().wait().details(nocache=True).run_id == run.run_id
    (item,) = shared.results()
    assert shared.item("one") == item
    assert shared.artifact_url(item.output_artifacts[0].output_artifact_id).startswith("http")
    assert shared.download(tmp_path)
    by_id = people.other.run(run.run_id, share_token=secret)
    assert by_id.refresh() == shared

    tokens = people.owner.share_tokens
    assert tokens.get(token.share_token_id).share_token_id == token.share_token_id
    assert [one.share_token_id for one in run.share_tokens(revoked=False)] == [token.share_token_id]
    assert secret not in str(tokens.list().to_list())
    assert tokens.revoke(token.share_token_id).revoked
    for ask in (by_id.refresh, lambda: list(by_id.results()), lambda: by_id.item("one", nocache=True)):
        with pytest.raises(ForbiddenError) as caught:
            ask()
        assert secret not in str(caught.value)
    with pytest.raises(ConflictError):
        tokens.revoke(token.share_token_id)


def test_a_token_that_gets_no_access_is_revoked(people: People, run: Run) -> None:
    before = {one.share_token_id for one in people.other.share_tokens.list(revoked=False)}
    with pytest.raises(ForbiddenError):
        people.other.run(run.run_id).create_share_token()
    assert {one.share_token_id for one in people.other.share_tokens.list(revoked=False)} == before


def test_a_new_token_gives_access_to_nothing(people: People, run: Run) -> None:
    token = people.owner.share_tokens.create()
    with pytest.raises(ForbiddenError):
        people.other.runs.get(run.run_id, share_token=token.share_token)
    given = people.owner.grants.create(
        run.run_id, subject_type=SubjectType.SHARE_TOKEN, subject_id=token.share_token_id
    )
    assert UUID(given.subject_id) == token.share_token_id
    assert people.other.runs.get(run.run_id, share_token=token.share_token) == run
