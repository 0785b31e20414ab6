"""Answers of the agents API, for clients over a memory transport."""

import json
from typing import Any

from seawall.core.http.message import Request, Response
from seawall.testing import json_response

TOKEN = "sk-test-0123456789"
USER: dict[str, Any] = {
    "id": 7,
    "github_user_id": "70",
    "github_username": "ada",
    "email": None,
    "avatar_url": None,
    "full_name": "Ada",
}


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
        return step or json_response(200, run_json(len(self.prompts)))
