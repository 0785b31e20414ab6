"""A program of codegen-api-client 1.0.0: its calls as a user writes them; prints what they return, as JSON.

`generated_client_program.py URL TOKEN OTHER_TOKEN`. It runs in a process of its own, with the client's own
packages.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from codegen_api_client import (  # type: ignore[import-not-found]
    AgentsApi,
    ApiClient,
    Configuration,
    CreateAgentRunInput,
    OrganizationsApi,
    UsersApi,
)
from codegen_api_client.exceptions import ApiException  # type: ignore[import-not-found]


def main(url: str, token: str, other: str) -> dict[str, Any]:
    client = ApiClient(Configuration(host=url))
    agents, users = AgentsApi(client), UsersApi(client)
    create = agents.create_agent_run_v1_organizations_org_id_agent_run_post
    get = agents.get_agent_run_v1_organizations_org_id_agent_run_agent_run_id_get
    list_users = users.get_users_v1_organizations_org_id_users_get
    get_user = users.get_user_v1_organizations_org_id_users_user_id_get
    bearer = f"Bearer {token}"

    def raised(call: Callable[..., object], *arguments: object, **options: object) -> list[object]:
        try:
            call(*arguments, **options)
        except ApiException as error:
            return [type(error).__name__, error.status]
        return ["nothing", 200]

    run = create(1, CreateAgentRunInput(prompt="Fix it."), authorization=bearer)
    read = get(agent_run_id=run.id, org_id=1, authorization=bearer)
    found = {
        "run": [type(run).__name__, type(run.id).__name__, run.status, run.organization_id],
        "read": read.id == run.id,
        "url": read.web_url,
        "organizations": [
            each.name
            for each in OrganizationsApi(client)
            .get_organizations_v1_organizations_get(authorization=bearer)
            .items
        ],
        "users": [each.github_username for each in list_users("1", authorization=bearer).items],
        "user": get_user("1", "2", authorization=bearer).github_username,
        "404": raised(get, 99, 1, authorization=bearer),
        "user 404": raised(get_user, "1", "99", authorization=bearer),
        "401": raised(get, 1, 1),
        "403": raised(get, 1, 1, authorization=f"Bearer {other}"),
        "422": raised(create, 1, CreateAgentRunInput(prompt=""), authorization=bearer),
    }
    limited = [
        raised(create, 1, CreateAgentRunInput(prompt="Again."), authorization=bearer) for _ in range(10)
    ]
    return {**found, "429": limited[-1]}


if __name__ == "__main__":
    json.dump(main(*sys.argv[1:]), sys.stdout)
