"""Generates clients from small specs and imports them."""

import importlib.util
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from seawall.codegen.client.render import read_templates
from seawall.codegen.config import SdkConfig
from seawall.codegen.errors import GenerationError

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
    document: bytes, *, names: bytes | None = None, overlays: tuple[tuple[str, bytes], ...] = ()
) -> "GenerationResult":
    # 700 ms: collection does without the parser of OpenAPI.
    from seawall.codegen.generate import Inputs, generate

    inputs = Inputs(
        config=config(Path("nowhere")),
        spec=document,
        overlays=overlays,
        names=names,
        templates=read_templates(),
    )
    return generate(inputs)


class Client:
    """A generated client, imported."""

    def __init__(self, result: "GenerationResult", folder: Path) -> None:
        self.result = result
        self.name = f"generated_{abs(hash(folder))}"
        package = folder / self.name
        package.mkdir()
        for name, content in result.files.items():
            (package / name).write_bytes(content)
        self.package = self._imported("", package / "__init__.py")
        self.enums = self._imported(".enums", package / "enums.py")
        self.models = self._imported(".models", package / "models.py")
        self.calls = self._imported(".calls", package / "calls.py")

    def _imported(self, suffix: str, path: Path) -> ModuleType:
        searched = [str(path.parent)] if suffix == "" else None
        found = importlib.util.spec_from_file_location(
            self.name + suffix, path, submodule_search_locations=searched
        )
        assert found is not None
        assert found.loader is not None
        module = importlib.util.module_from_spec(found)
        sys.modules[self.name + suffix] = module
        found.loader.exec_module(module)
        return module


def error_message(function: Callable[[], object], error: type[GenerationError] = GenerationError) -> str:
    """The message of the `error` that `function` raises; empty if it raises none."""
    try:
        function()
    except error as raised:
        return str(raised)
    return ""


def client(document: bytes, folder: Path, **more: Any) -> Client:
    return Client(make(document, **more), folder)
