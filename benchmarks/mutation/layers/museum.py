"""A small wrapper over the stock package of a real API, the museum of Redocly."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks.mutation.layer import StableLayer, read_sources
from seawall.codegen.effective_spec import effective_spec
from seawall.codegen.fetch.fetch import fetch
from seawall.core.http.message import Request, Response

__all__ = ["museum_layer"]

HERE = Path(__file__).parent
SPEC = HERE.parents[3] / "shared" / "specs" / "museum" / "01_1.0.0_2023-11-01.yaml"
PACKAGE = "museum_sdk"
EVENT = UUID("3be6453c-03eb-4357-ae5a-984a0e574a54")
_PAGE = 30


def museum_layer() -> StableLayer | None:
    """The layer with its spec, None if the spec is not on this machine."""
    if not SPEC.exists():
        return None
    client = f"{PACKAGE}/api_client"
    return StableLayer(
        name="museum",
        document=dict(effective_spec(fetch(str(SPEC))).document),
        package=PACKAGE,
        client=client,
        style="stock",
        sources=read_sources(HERE / PACKAGE, PACKAGE, client),
        exercise=exercise,
        polish=polish,
    )


def polish(key: str, parameters: Mapping[str, Any], value: Any) -> Any:
    """A first page of events that is full, and a second one that ends the list."""
    if isinstance(value, list):
        is_first = int(parameters.get("query page", 1)) == 1
        return value[:1] * (_PAGE if key == "GET /special-events" and is_first else 2)
    return value


def exercise(respond: Callable[[Request], Response]) -> Mapping[str, Callable[[], Any]]:
    """The calls of all public methods."""
    module = import_module(PACKAGE)
    day = date(2026, 1, 2)
    event = module.Event(EVENT, "Night", "Hall", "At night", (day,), 7.5)
    every: Mapping[str, Sequence[Callable[[Any], Any]]] = {
        "Museum.hours": [lambda museum: museum.hours(), lambda museum: museum.hours(day)],
        "Museum.events": [lambda museum: museum.events(day), lambda museum: museum.events(day, day)],
        "Museum.event": [lambda museum: museum.event(EVENT)],
        "Museum.add_event": [
            lambda museum: museum.add_event(
                "Night", location="Hall", description="At night", days=[day, day], price=7.5
            )
        ],
        "Museum.move_event": [lambda museum: museum.move_event(EVENT, "Hall")],
        "Museum.cancel_event": [lambda museum: museum.cancel_event(EVENT)],
        "Museum.buy": [
            lambda museum: museum.buy(day, "a@b.test"),
            lambda museum: museum.buy(day, "a@b.test", event=event, phone="+1"),
        ],
    }
    fresh = partial(_museum, module, respond)
    return {name: partial(_all, calls, fresh) for name, calls in every.items()}


def _all(calls: Sequence[Callable[[Any], Any]], fresh: Callable[[], Any]) -> list[Any]:
    return [call(fresh()) for call in calls]


def _museum(module: Any, respond: Callable[[Request], Response]) -> Any:
    import httpx  # noqa: PLC0415

    def answered(request: httpx.Request) -> httpx.Response:
        given = Request(
            method=request.method,
            url=str(request.url),
            headers=dict(request.headers),
            body=request.content or None,
        )
        response = respond(given)
        return httpx.Response(response.status, headers=dict(response.headers), content=response.body)

    # A stock client takes its whole address from its user.
    return module.Museum("https://museum.test/v1", "dXNlcjpwYXNz", transport=httpx.MockTransport(answered))
