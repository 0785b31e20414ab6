"""The platform SDK, over the spec at the root of the repository."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.mutation.layer import StableLayer, read_sources
from seawall.codegen.config import load_config
from seawall.codegen.effective_spec import effective_spec
from seawall.codegen.generate import load_inputs
from seawall.core.http.message import Request, Response
from seawall.core.transfer.checksum import crc32c_base64

__all__ = ["platform_layer"]

ROOT = Path(__file__).parents[3]
PACKAGE = "stable_platform"
RUN = "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b"
SCHEMA = {"type": "object", "properties": {"media_type": {"type": "string"}}}
_PAGE = 5


def platform_layer() -> StableLayer:
    """The layer with its spec."""
    inputs = load_inputs(load_config(ROOT / "codegen" / "seawall.toml", "platform"))
    spec = effective_spec(inputs.documents, inputs.overlays)
    folder = ROOT / "src" / "seawall" / "sdks" / "platform"
    client = f"{PACKAGE}/_generated"
    return StableLayer(
        name="platform",
        document=dict(spec.document),
        package=PACKAGE,
        client=client,
        names=inputs.names,
        sources=read_sources(folder, PACKAGE, client, old="seawall.sdks.platform"),
        exercise=exercise,
        polish=polish,
    )


def polish(key: str, parameters: Mapping[str, Any], value: Any) -> Any:
    """Answers that belong together: two pages of each list, a run that ends, a version that takes an item."""
    if isinstance(value, list):
        return _page(key, parameters, value)
    if key == "GET /v1/runs/{run_id}":
        return {**value, "run_id": RUN, "state": "TERMINATED"}
    if key.endswith("/versions/{version}"):
        inputs = [{**one, "name": "slide", "metadata_schema": SCHEMA} for one in value["input_artifacts"][:1]]
        return {**value, "version_number": "1.0.0", "input_artifacts": inputs}
    if key == "GET /v1/applications/{application_id}":
        return {**value, "versions": [{**one, "number": "1.0.0"} for one in value["versions"][:1]]}
    return value


_IDS = {
    "application_id": "{}-{}",
    "run_id": "00000000-0000-4000-8000-000000000{}0{}",
    "item_id": "00000000-0000-4000-8000-000000000{}1{}",
}


def _page(key: str, parameters: Mapping[str, Any], value: list[Any]) -> list[Any]:
    number = next((given for name, given in parameters.items() if name == "query page"), 1)
    size = next(
        (
            given
            for name, given in parameters.items()
            if name.startswith("query page") and name != "query page"
        ),
        50,
    )
    own = {"GET /v1/applications": "application_id", "GET /v1/runs": "run_id"}.get(key, "item_id")
    count = int(size) if number == 1 and int(size) <= _PAGE else 2
    items = []
    for position in range(count):
        item = {**value[0], own: _IDS[own].format(number, position)}
        if own == "item_id":
            item = {**item, "external_id": f"item-{position}", "output_artifacts": _outputs(item)}
        items.append(item)
    return items


def _outputs(item: Mapping[str, Any]) -> list[Any]:
    metadata = {"checksum_base64_crc32c": crc32c_base64(b"sample"), "media_type": "image/png"}
    return [
        {**one, "output": "AVAILABLE", "name": "made.png", "metadata": metadata}
        for one in item["output_artifacts"][:1]
    ]


def exercise(respond: Callable[[Request], Response]) -> Mapping[str, Callable[[], Any]]:
    """The calls of the sync half; the async half differs in no use."""
    fresh = partial(_client, respond)
    submission = import_module(f"{PACKAGE}.submission")
    states = import_module(f"{PACKAGE}.states")
    item = submission.NewItem(
        external_id="one",
        input_artifacts=[
            submission.NewArtifact(
                name="slide", download_url="https://files.test/a", metadata={"media_type": "image/png"}
            )
        ],
        custom_metadata={"a": 1},
    )
    bare = submission.NewItem(external_id="two", input_artifacts=item.input_artifacts)
    every: Mapping[str, Sequence[Callable[[Any], Any]]] = {
        "Client.me": [lambda client: client.me()],
        "Client.application": [lambda client: client.application("image-qc")],
        "Client.application_version": [lambda client: client.application_version("image-qc")],
        "Applications.list": [
            lambda client: list(client.applications.list()),
            lambda client: list(client.applications.list(sort="name", page_size=_PAGE)),
        ],
        "Applications.get": [lambda client: client.applications.get("image-qc")],
        "Applications.version": [lambda client: client.applications.version("image-qc", "1.0.0")],
        "Runs.list": [
            lambda client: list(client.runs.list_data()),
            lambda client: list(client.runs.list()),
            lambda client: list(client.runs.list(**_FILTERS, page_size=_PAGE)),
        ],
        "Runs.get": [lambda client: client.runs.get(RUN)],
        "Runs.submit": [
            lambda client: _submitted(client, item),
            lambda client: client.runs.submit("image-qc", [bare]).run_id,
        ],
        "Run.details": [lambda client: client.run(RUN).details()],
        "Run.refresh": [lambda client: client.run(RUN).refresh().data],
        "Run.results": [
            lambda client: list(client.run(RUN).results()),
            lambda client: list(
                client.run(RUN).results(
                    external_ids=["one"], custom_metadata="$.a", sort="external_id", page_size=_PAGE
                )
            ),
            *(partial(_results, state=one) for one in states.ItemState),
            *(partial(_results, termination_reason=one) for one in states.ItemTerminationReason),
        ],
        "Run.item": [lambda client: client.run(RUN).item("one")],
        "Run.wait": [lambda client: client.run(RUN).wait(timeout_s=60.0)],
        "Run.cancel": [lambda client: client.run(RUN).cancel()],
        "Run.delete": [lambda client: client.run(RUN).delete()],
        "Run.update_metadata": [
            lambda client: client.run(RUN).update_metadata({"a": 1}, checksum="c"),
            lambda client: client.run(RUN).update_metadata(None),
        ],
        "Run.update_item_metadata": [
            lambda client: client.run(RUN).update_item_metadata("one", {"a": 1}, checksum="c"),
            lambda client: client.run(RUN).update_item_metadata("one", None),
        ],
        "Run.download": [lambda client: _downloaded(client.run(RUN))],
    }
    return {name: partial(_all, calls, fresh) for name, calls in every.items()}


def _all(calls: Sequence[Callable[[Any], Any]], fresh: Callable[[], Any]) -> list[Any]:
    """The results of all calls, each with a client of its own, so that no cache answers."""
    return [call(fresh()) for call in calls]


def _results(client: Any, **filters: Any) -> list[Any]:
    return list(client.run(RUN).results(**filters))


_FILTERS = {
    "application_id": "image-qc",
    "application_version": "1.0.0",
    "external_id": "one",
    "custom_metadata": "$.a",
    "submitted_by": "me",
    "for_organization": "org",
    "sort": "-submitted_at",
}


def _client(respond: Callable[[Request], Response]) -> Any:
    from seawall.testing import FakeClock  # noqa: PLC0415
    from seawall.transports import MemoryTransport  # noqa: PLC0415

    def answered(request: Request) -> Response:
        if request.url.startswith("http://files.test/"):
            return Response(200, {"content-type": "image/png"}, b"sample")
        response = respond(request)
        if response.status == 307:
            return Response(307, {**response.headers, "location": "http://files.test/made.png"})
        return response

    client_class = import_module(PACKAGE).Client
    return client_class(
        base_url="http://platform.test",
        token="t0ken",
        transport=MemoryTransport(answered),
        clock=FakeClock(),
    )


def _submitted(client: Any, item: Any) -> Any:
    from datetime import UTC, datetime  # noqa: PLC0415

    when = datetime(2026, 1, 2, tzinfo=UTC)
    handle = client.runs.submit(
        "image-qc", [item], version="1.0.0", custom_metadata={"b": 2}, due_date=when, deadline=when
    )
    return handle.run_id


def _downloaded(run: Any) -> Any:
    with TemporaryDirectory() as folder:
        return [(one.external_id, one.name, one.checksum) for one in run.download(folder)]
