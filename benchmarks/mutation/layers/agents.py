"""The layer over the API of agent runs whose history `tests/churn` replays, over the first version."""

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any

from benchmarks.mutation.layer import StableLayer, read_sources
from seawall.codegen.effective_spec import effective_spec
from seawall.codegen.fetch.fetch import fetch
from seawall.core.http.message import Request, Response
from tests.churn.history import AGENTS

__all__ = ["agents_layer"]

PACKAGE = AGENTS.package
_PAGE = 5


def agents_layer() -> StableLayer | None:
    """The layer with its spec, None if the spec is not on this machine."""
    if not AGENTS.versions:
        return None
    client = f"{PACKAGE}/_generated"
    return StableLayer(
        name="agents",
        document=dict(effective_spec(fetch(str(AGENTS.versions[0]))).document),
        package=PACKAGE,
        client=client,
        sources=read_sources(AGENTS.sources / PACKAGE, PACKAGE, client),
        exercise=exercise,
        polish=polish,
    )


def polish(key: str, parameters: Mapping[str, Any], value: Any) -> Any:
    """Two pages of each list, and a run that has ended."""
    if isinstance(value, dict) and isinstance(value.get("items"), list):
        return _page(parameters, value)
    if isinstance(value, dict) and "status" in value:
        return {**value, "status": "COMPLETE"}
    return value


def _page(parameters: Mapping[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    skip, limit = (int(parameters.get(f"query {name}") or 0) for name in ("skip", "limit"))
    total = _PAGE + 2
    numbers = range(skip, min(skip + (limit or total), total))
    items = [{**value["items"][0], "id": number + 1} for number in numbers]
    return {**value, "items": items, "total": total}


def exercise(respond: Callable[[Request], Response]) -> Mapping[str, Callable[[], Any]]:
    """The calls of all public methods."""
    fresh = partial(_client, respond)
    return {
        "Organizations.list": lambda: [
            list(fresh().organizations.list()),
            list(fresh().organizations.list(page_size=_PAGE)),
        ],
        "Users.list": lambda: [list(fresh().users.list()), list(fresh().users.list(page_size=_PAGE))],
        "Users.get": lambda: fresh().users.get(1),
        "Runs.create": lambda: fresh().runs.create("Write a test."),
        "Runs.get": lambda: fresh().runs.get(1),
        "Runs.wait": lambda: fresh().runs.wait(1, timeout_s=60.0),
    }


def _client(respond: Callable[[Request], Response]) -> Any:
    from seawall.testing import FakeClock  # noqa: PLC0415
    from seawall.transports import MemoryTransport  # noqa: PLC0415

    return import_module(PACKAGE).Client(
        7,
        base_url="http://agents.test",
        token="t0ken",
        transport=MemoryTransport(respond),
        clock=FakeClock(),
    )
