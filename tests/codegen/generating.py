"""Generates clients from small specs and imports them."""

import importlib
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seawall.codegen.config import SdkConfig
from seawall.codegen.errors import GenerationError
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.spec.document import load_document

if TYPE_CHECKING:
    from seawall.codegen.generate import GenerationResult

SPECS = Path(__file__).parents[2].parent / "shared" / "specs"

JSON = "application/json"


def config(folder: Path, **changes: Any) -> SdkConfig:
    settings: dict[str, Any] = {
        "name": "demo",
        "folder": folder,
        "spec": "openapi.json",
        "names": "names.json",
        "lock": "demo.lock.json",
        "ledger": "demo.ledger.json",
        "command": "seawall generate demo",
        "output": "demo/_generated",
    }
    return SdkConfig(**(settings | changes))


def operation(*, answer: Any = None, body: Any = None, **more: Any) -> dict[str, Any]:
    """An operation with a JSON body and a JSON response of these schemas."""
    found: dict[str, Any] = {
        "responses": {"200": {"description": "", "content": {JSON: {"schema": answer or {}}}}}
    }
    if body is not None:
        found["requestBody"] = {"required": True, "content": {JSON: {"schema": body}}}
    return found | more


def spec(
    paths: Mapping[str, Any] | None = None, schemas: Mapping[str, Any] | None = None, **more: Any
) -> bytes:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Demo", "version": "1.2.3"},
        "paths": paths or {},
        "components": {"schemas": schemas or {}},
    }
    return json.dumps(document | more).encode()


def spec_with(schema: Any, **schemas: Any) -> bytes:
    """A spec with one operation, `get_thing`, that returns the schema `Thing`."""
    thing = operation(answer={"$ref": "#/components/schemas/Thing"}, operationId="get_thing")
    return spec({"/thing": {"get": thing}}, {"Thing": schema, **schemas})


def make(
    document: bytes,
    *,
    names: bytes | None = None,
    overlays: tuple[tuple[str, bytes], ...] = (),
    keep_rest: bool = False,
    **settings: Any,
) -> "GenerationResult":
    # Imported late: collection does without the pipeline.
    from seawall.codegen.generate import Inputs, generate
    from seawall.codegen.verification import verify

    inputs = Inputs(
        config=config(Path("nowhere"), **settings),
        documents=Documents(
            root="openapi.json", documents={"openapi.json": load_document(document, "openapi.json")}
        ),
        hashes={"openapi.json": "hash"},
        overlays=overlays,
        names=names,
    )
    result = generate(inputs, keep_rest=keep_rest)
    # The stock style has declarations of another kind.
    if inputs.config.style != "stock":
        verify(result)
    return result


class Client:
    """A generated client, imported."""

    def __init__(self, result: "GenerationResult", folder: Path) -> None:
        self.result = result
        self.name = f"generated_{abs(hash(folder))}"
        for name, content in result.files.items():
            path = folder / self.name / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        sys.path.insert(0, str(folder))
        try:
            self.package = importlib.import_module(self.name)
            self.models = importlib.import_module(f"{self.name}.models")
            self.calls = importlib.import_module(f"{self.name}.calls")
        finally:
            sys.path.remove(str(folder))


def error_message(function: Callable[[], object], error: type[GenerationError] = GenerationError) -> str:
    """The message of the `error` that `function` raises; empty if it raises none."""
    try:
        function()
    except error as raised:
        return str(raised)
    return ""


def client(document: bytes, folder: Path, **more: Any) -> Client:
    return Client(make(document, **more), folder)
