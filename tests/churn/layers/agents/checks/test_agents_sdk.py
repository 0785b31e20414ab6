"""The tests of the SDK. They run against a mock server of each version of the API."""

import os
from collections.abc import Iterator

import pytest
from agents_sdk import Client, RunStatus
from seawall.core.errors import InputError, NotFoundError
from seawall.testing import FakeClock, MemoryTransport, Script, json_response


@pytest.fixture
def client() -> Iterator[Client]:
    assert os.environ["AGENTS_SDK_BASE_URL"]
    with Client(7) as client:
        yield client


def test_users_are_read_page_by_page(client: Client) -> None:
    users = client.users.list(page_size=5).to_list()
    assert len({user.user_id for user in users}) == len(users) > 5
    assert client.users.get(users[6].user_id) == users[6]


def test_organizations_say_whether_agents_create_pull_requests(client: Client) -> None:
    organizations = client.organizations.list().to_list()
    assert organizations
    assert all(isinstance(one.creates_pull_requests, bool) for one in organizations)


def test_a_run_that_was_created_can_be_read(client: Client) -> None:
    run = client.runs.create("Write a test.")
    assert client.runs.get(run.run_id) == run


def test_a_blank_prompt_is_an_input_error(client: Client) -> None:
    with pytest.raises(InputError, match="blank"):
        client.runs.create(" ")


def test_a_user_that_does_not_exist_is_not_found() -> None:
    transport = MemoryTransport(Script(json_response(404, {"message": "User not found."})))
    with (
        Client(7, base_url="https://agents.test", token="any", transport=transport) as client,
        pytest.raises(NotFoundError),
    ):
        client.users.get(1)


@pytest.mark.parametrize(
    ("texts", "end"),
    [(("ACTIVE", "COMPLETE"), "COMPLETE"), (("running", "paused", "completed"), "COMPLETE")],
)
def test_a_wait_ends_with_the_run_in_either_dialect(texts: tuple[str, ...], end: str) -> None:
    bodies = [{"id": 1, "organization_id": 7, "status": text} for text in texts]
    transport = MemoryTransport(Script(*(json_response(200, body) for body in bodies)))
    with Client(
        7, base_url="https://agents.test", token="any", transport=transport, clock=FakeClock()
    ) as client:
        run = client.runs.wait(1)
    assert (run.status, run.is_ended) == (RunStatus(end), True)
