"""Responses of the agents API as JSON, and a memory server that returns them by route."""

import json
from collections.abc import Mapping
from typing import Any

from seawall.core.http.message import Request, Response
from tests.sdks.routed_server import RoutedServer, Routes, reply

TOKEN = "sk-test-0123456789"
USER: dict[str, Any] = {
    "id": 7,
    "github_user_id": "70",
    "github_username": "ada",
    "email": None,
    "avatar_url": None,
    "full_name": "Ada",
}
ORG = "/v1/organizations/1"
LOGS = "/v1/alpha/organizations/1/agent/run/7/logs"
RUN = f"{ORG}/agent/run/7"
CREATE = f"{ORG}/agent/run"
HTML = "<html><body>Please log in.</body></html>"


def run(status: str | None = "ACTIVE", **changes: object) -> dict[str, object]:
    return {
        "id": 7,
        "organization_id": 1,
        "status": status,
        "created_at": "2025-06-21 11:20:04.338398",
        "web_url": "https://agents.test/agent/trace/7",
        "result": "Done." if status in {"COMPLETE", "completed"} else None,
        "summary": None,
        "source_type": "API",
        "github_pull_requests": [],
        "metadata": None,
        **changes,
    }


def log(number: int = 1, **changes: object) -> dict[str, object]:
    return {
        "agent_run_id": 7,
        "created_at": "2025-06-21 11:20:05",
        "tool_name": None,
        "message_type": "PLAN_EVALUATION",
        "thought": f"thought {number}",
        "observation": None,
        "tool_input": None,
        "tool_output": None,
        **changes,
    }


def logs(*entries: Mapping[str, object], status: str = "ACTIVE", total: int = 0) -> dict[str, object]:
    plain = {name: value for name, value in run(status).items() if name not in _NOT_IN_LOGS}
    return {**plain, "logs": list(entries), "total_logs": total, "page": 1, "size": 100, "pages": 1}


_NOT_IN_LOGS = {"summary", "source_type", "github_pull_requests"}


def page(*items: Mapping[str, object], total: int | None = None) -> dict[str, object]:
    count = len(items) if total is None else total
    return {"items": list(items), "total": count, "page": 1, "size": 100, "pages": 1}


def organization(number: int = 1) -> dict[str, object]:
    return {"id": number, "name": f"org {number}", "settings": {"enable_pr_creation": True}}


def user(number: int = 1, **changes: object) -> dict[str, object]:
    return {
        "id": number,
        "github_user_id": str(number),
        "github_username": f"user{number}",
        "email": None,
        **changes,
    }


class Agents(RoutedServer):
    """An agents API whose user has the organizations 1 and 3."""

    host = "agents.test"

    def __init__(self, routes: Routes) -> None:
        organizations = {"GET /v1/organizations": reply(page(organization(1), organization(3)))}
        super().__init__({**organizations, **routes})

    def count(self, key: str) -> int:
        """The number of requests of this method and path."""
        return self.seen.count(key)


def run_json(run_id: int, **fields: object) -> dict[str, Any]:
    """A run as the API writes it."""
    return {"id": run_id, "organization_id": 1, "status": "ACTIVE", "created_at": None, **fields}


class Creates:
    """Answers creates with runs 1, 2, ...; `steps` replaces the answer, or raises, at a number from 1."""

    def __init__(self, **steps: Response | BaseException) -> None:
        self.prompts: list[str] = []
        self.steps = {int(name.removeprefix("at_")): step for name, step in steps.items()}

    def __call__(self, request: Request) -> Response:
        assert request.method == "POST"
        assert isinstance(request.body, bytes)
        self.prompts.append(json.loads(request.body)["prompt"])
        step = self.steps.get(len(self.prompts))
        if isinstance(step, BaseException):
            raise step
        return step or reply(run_json(len(self.prompts)))
