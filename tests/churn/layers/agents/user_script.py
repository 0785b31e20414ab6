"""A program of a user. No bump of the API changes a line of it."""

import sys

from agents_sdk import Client, Run
from seawall.core.errors import NotFoundError, WaitTimeoutError

ORGANIZATION = 7


def described(run: Run) -> str:
    return f"run {run.run_id} is {run.status}, see {run.url}"


def main() -> None:
    with Client(ORGANIZATION) as client:
        for organization in client.organizations.list():
            print(organization.name, "creates pull requests:", organization.creates_pull_requests)
        users = client.users.list(page_size=5).to_list()
        assert [client.users.get(user.user_id) for user in users] == users
        print(len(users), "users, the first is", users[0].github_username, users[0].email)

        run = client.runs.create("Fix the flaky test of the parser.")
        print("created", described(run))
        assert client.runs.get(run.run_id) == run
        seen: list[Run] = []
        try:
            print(described(client.runs.wait(run.run_id, timeout_s=0.3, on_progress=seen.append)))
        except WaitTimeoutError as error:
            print(error)
        assert seen
        assert seen[-1].run_id == run.run_id
        try:
            client.runs.get(987_654)
        except NotFoundError as error:
            print(error)


if __name__ == "__main__":
    sys.exit(main())
