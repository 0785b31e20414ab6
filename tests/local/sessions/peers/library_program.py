"""A program of a released client: its calls as a user writes them; prints what they return, as JSON.

`library_program.py GENERATION FIELDS`: the generation is canfar_1_5, canfar_1_0 or skaha, the fields are
those of the clients' constructors, as JSON. It runs in a process of its own, with the client's own packages.
Ids in the output are replaced by the names of their sessions.
"""

import asyncio
import importlib
import inspect
import json
import sys
from collections.abc import Callable
from typing import Any

IMAGE = "images.canfar.net/skaha/terminal:1.1.2"
ELSEWHERE = "elsewhere.org/skaha/terminal:1.1.2"
# Not in the list of images, so it needs a user of its registry.
PRIVATE = "images.canfar.net/private/tool:1.0"
NOTEBOOK = "images.canfar.net/skaha/base-notebook:latest"


class Calls:
    """Calls of one class of sessions, sync or async, and what they returned."""

    def __init__(self, generation: str, session: Any, runner: asyncio.Runner) -> None:
        self.generation = generation
        self.session = session
        self.runner = runner
        self.found: dict[str, Any] = {}
        self.names: dict[str, str] = {}

    def call(self, method: str, *arguments: object, **options: object) -> Any:
        result = getattr(self.session, method)(*arguments, **options)
        return self.runner.run(result) if inspect.iscoroutine(result) else result

    def create(self, name: Any, *arguments: object, **options: object) -> list[str]:
        ids: list[str] = self.call("create", name, *arguments, **options)
        for number, each in enumerate(ids, start=1):
            self.names[each] = f"{getattr(name, 'name', name)}/{number}"
        return ids

    def readings(self, jobs: list[str], notebook: str) -> None:
        found, call = self.found, self.call
        found["fetch"] = sorted([each["name"], each["type"], each["status"]] for each in call("fetch"))
        found["fetch by kind"] = [each["name"] for each in call("fetch", kind="notebook")]
        found["fetch by status"] = [each["name"] for each in call("fetch", status="Pending")]
        found["info"] = [[each["id"], each["name"]] for each in call("info", [*jobs, "unknown1"])]
        found["info of one"] = [sorted(each) for each in call("info", notebook)]
        found["logs"] = {each: sorted(shown(text)) for each, text in call("logs", jobs).items()}
        found["logs, verbose"] = call("logs", jobs, verbose=True)
        events = call("events", [*jobs, "unknown1"])
        found["events"] = [{key: reasons(text) for key, text in each.items()} for each in events]
        found["events, verbose"] = call("events", jobs, verbose=True)
        found["stats"] = sorted(call("stats"))
        if self.generation != "canfar_1_5":
            found["fetch of all"] = sorted({key for each in call("fetch", view="all") for key in each})

    def changes(self, held: str, notebook: str) -> None:
        found, call = self.found, self.call
        if self.generation == "canfar_1_5":
            found["renew"] = call("renew", [notebook, "unknown1"])
        if self.generation != "skaha":
            call("connect", [notebook, held])
            found["connect"] = OPENED[:]
            OPENED.clear()
        found["destroy"] = call("destroy", [held, "unknown1"])
        ended = "Succeeded" if self.generation == "skaha" else "Completed"
        found["destroy_with"] = call("destroy_with", "job", kind="headless", status=ended)
        found["destroy_with, nothing"] = call("destroy_with", "none")
        call("destroy", notebook)
        found["fetch at the end"] = call("fetch")

    def refusals(self) -> None:
        """Refused calls, in each way that a generation tells of them."""
        self.found["create, refused"] = self.create("bad", ELSEWHERE)
        if self.generation != "canfar_1_5":
            return
        requests = importlib.import_module("canfar.models.session")
        ids = self.create(requests.CreateRequest(name="asked", image="skaha/terminal:1.1.2", kind="headless"))
        self.found["create by a request"] = ids
        self.found["destroy of it"] = self.call("destroy", ids[0])
        self.found["create, raised"] = self.raised("create", "bad", ELSEWHERE, replicas=2)
        for method in ("info", "events", "renew"):
            self.found[f"{method}, raised"] = self.raised(method, "unknown1")

    def raised(self, method: str, *arguments: object, **options: object) -> list[object]:
        error_type = importlib.import_module("canfar.exceptions.session").SessionRequestError
        try:
            self.call(method, *arguments, errors="raise", **options)
        except error_type as error:
            return [error.operation, error.results, sorted(error.errors, key=str)]
        return ["nothing"]


OPENED: list[str] = []


def shown(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(("COLOUR=", "REPLICA_"))]


def reasons(text: str) -> list[str]:
    """The second column, each row having five, which two or more blanks divide."""
    rows = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in text.splitlines()]
    return [row[1] if len(row) == 5 else " | ".join(row) for row in rows]


def calls_of(generation: str, session: Any, runner: asyncio.Runner) -> dict[str, Any]:
    calls = Calls(generation, session, runner)
    (held,) = calls.create("held", IMAGE, env={"SEAWALL_LOCAL": "pending_s:600"})
    job: dict[str, Any] = {"cores": 1, "ram": 1, "kind": "headless", "cmd": "env", "args": "-u NONE"}
    jobs = calls.create("job", IMAGE, env={"COLOUR": "blue"}, replicas=2, **job)
    (notebook,) = calls.create("book", NOTEBOOK, kind="notebook")
    calls.found["create"] = [held, *jobs, notebook]
    (secret,) = calls.create("secret", PRIVATE)
    calls.found["create, private image"] = [calls.call("destroy", secret), secret]
    calls.readings(jobs, notebook)
    calls.refusals()
    calls.changes(held, notebook)
    text = json.dumps(calls.found)
    for session_id, name in calls.names.items():
        text = text.replace(session_id, name)
    return dict(json.loads(text))


def others(generation: str, fields: dict[str, Any]) -> dict[str, Any]:
    """The calls that are no calls of sessions."""
    images = class_of(generation, "images", "Images")(**fields)
    resources = class_of(generation, "context", "Context")(**fields).resources()
    found = {
        "images": [len(images.fetch()), images.fetch(kind="carta")],
        "resources": sorted(resources),
        "availability": class_of(generation, "overview", "Overview")(**fields).availability(),
    }
    if generation == "canfar_1_5":
        found["details"] = [[each.id, sorted(each.types), len(each.digest)] for each in images.details()]
    return found


def class_of(generation: str, module: str, name: str) -> Callable[..., Any]:
    package = generation.partition("_")[0]
    loaded = importlib.import_module(f"{package}.{module}")
    if hasattr(loaded, "open_new_tab"):
        vars(loaded)["open_new_tab"] = OPENED.append
    return getattr(loaded, name)  # type: ignore[no-any-return]


def main(generation: str, fields: dict[str, Any]) -> dict[str, Any]:
    module = "session" if generation == "skaha" else "sessions"
    with asyncio.Runner() as runner:
        found = {
            name: calls_of(generation, class_of(generation, module, name)(**fields), runner)
            for name in ("Session", "AsyncSession")
        }
    return {**found, "others": others(generation, fields)}


if __name__ == "__main__":
    json.dump(main(sys.argv[1], json.loads(sys.argv[2])), sys.stdout)
