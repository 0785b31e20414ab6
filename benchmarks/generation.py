"""Generation beside openapi-python-client: CPU time of both commands, of the doctor, and of one import.

`python -m benchmarks.generation [SPEC ...]` prints the rows for these specs; `make bench` makes up a spec.
Everything runs in processes of its own. datamodel-code-generator, which makes the models alone, is a peer if
its command `datamodel-codegen` is on the PATH.
"""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.imports import ENVIRONMENT
from benchmarks.measure import Figure

RESOURCES = 150
ROUNDS = 3
STOCK = "openapi-python-client"
DOCTOR = """
import time
from seawall.codegen.doctor.document import canonical_spec
from seawall.codegen.fetch.fetch import fetch
documents = fetch({!r})
start = time.process_time()
canonical_spec(documents)
print(time.process_time() - start)
"""
IMPORT = "import time; t = time.process_time()\n{}\nprint(time.process_time() - t)"
MOST_DOCTOR_S = 3 / 4


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder, "made.json")
        spec.write_text(json.dumps(made_up(RESOURCES)), encoding="utf-8")
        yield from figures_of(spec)


def figures_of(spec: Path) -> Iterator[Figure]:
    """The rows of one spec."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = cpu_s(["-m", "seawall.cli", "generate", "--spec", str(spec), "--package", "client"], folder)
        again = cpu_s(["-m", "seawall.cli", "generate", "--spec", str(spec), "--package", "client"], folder)
        options = ["--path", str(spec), "--output-path", "stock", "--meta", "none", "--overwrite"]
        stock = cpu_s(["-m", "openapi_python_client", "generate", *options], folder)
        yield Figure(f"generate {spec.name}", ours, stock, "s", STOCK)
        yield from models_alone(spec, ours, folder)
        yield Figure(f"generate {spec.name} again", again, stock, "s", STOCK)
        yield Figure(f"lines of {spec.name}", lines(folder / "client"), lines(folder / "stock"), "", STOCK)
        megabytes = spec.stat().st_size / 1e6
        doctor = printed(DOCTOR.format(str(spec)), folder) / megabytes
        yield Figure("doctor, for each MB", doctor, MOST_DOCTOR_S, "s", "the most it may take")
        one, other = printed(IMPORT.format(our_import(folder)), folder), stock_import_s(folder)
        yield Figure(f"import one operation of {spec.name}", one * 1e3, other * 1e3, "ms", STOCK)


def models_alone(spec: Path, ours: float, folder: Path) -> Iterator[Figure]:
    """The row beside datamodel-code-generator, if it is installed."""
    peer = shutil.which("datamodel-codegen")
    if peer is not None:
        options = ["--input", str(spec), "--input-file-type", "openapi", "--output", "models.py"]
        theirs = cpu_s(options, folder, program=peer)
        yield Figure(f"generate {spec.name}", ours, theirs, "s", "datamodel-code-generator")


def cpu_s(command: list[str], folder: Path, *, program: str = sys.executable) -> float:
    """The CPU time that a command takes, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, *command], cwd=folder, capture_output=True, check=False, env=ENVIRONMENT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def printed(code: str, folder: Path) -> float:
    """The least number that `code` prints in a new process; the first run fills the disk cache."""
    command = [sys.executable, "-c", code]
    runs = (
        subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, env=ENVIRONMENT)
        for _ in range(ROUNDS + 1)
    )
    return min([float(run.stdout) for run in runs][1:])


def our_import(folder: Path) -> str:
    """Code that imports the first operation of our client with the classes of its answers."""
    ledger = json.loads((folder / "codegen" / "client.ledger.json").read_text())
    name = next(part["generated"] for part in ledger["operations"].values() if "generated" in part)
    name = name.rpartition(".")[2].removesuffix("()")
    return f"from client.calls import {name.upper()} as operation\ndict(operation.result_types)"


def stock_import_s(folder: Path) -> float:
    """The seconds that importing the first operation of the stock client takes."""
    modules = sorted(path for path in (folder / "stock" / "api").glob("*/*.py") if path.stem != "__init__")
    if not modules:
        return 0.0
    module = ".".join(modules[0].relative_to(folder).with_suffix("").parts)
    return printed(IMPORT.format(f"import {module}"), folder)


def lines(folder: Path) -> int:
    return sum(len(path.read_bytes().splitlines()) for path in folder.rglob("*.py*") if path.suffix != ".pyc")


def made_up(resources: int) -> dict[str, Any]:
    """A spec with four operations and three schemas for each resource."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for number in range(resources):
        name = f"Thing{number}"
        other = {"$ref": f"#/components/schemas/Thing{(number + 1) % resources}"}
        fields = {f"field_{index}": {"type": "string", "description": "A field."} for index in range(8)}
        state = {"type": "string", "enum": ["new", "done", "failed"]}
        schemas[name] = {
            "type": "object",
            "required": ["id", "state"],
            "properties": {
                "id": {"type": "integer"},
                "state": {"$ref": f"#/components/schemas/{name}State"},
                "createdAt": {"type": "string", "format": "date-time"},
                "related": {"type": "array", "items": other},
                **fields,
            },
        }
        schemas[f"{name}State"] = state
        schemas[f"{name}Input"] = {"type": "object", "properties": fields}
        whole = {"$ref": f"#/components/schemas/{name}"}
        body = {"required": True, "content": json_of({"$ref": f"#/components/schemas/{name}Input"})}
        item_id = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
        limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
        paths[f"/things{number}"] = {
            "get": operation(f"list_{number}", {"type": "array", "items": whole}, parameters=[limit]),
            "post": operation(f"create_{number}", whole, requestBody=body),
        }
        paths[f"/things{number}/{{id}}"] = {
            "get": operation(f"get_{number}", whole, parameters=[item_id]),
            "patch": operation(f"change_{number}", whole, parameters=[item_id], requestBody=body),
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Made up", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def operation(name: str, answer: dict[str, Any], **more: Any) -> dict[str, Any]:
    responses = {"200": {"description": "It is done.", "content": json_of(answer)}}
    return {"operationId": name, "responses": responses, **more}


def json_of(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


if __name__ == "__main__":
    for spec in sys.argv[1:]:
        for figure in figures_of(Path(spec).resolve()):
            ratio = figure.ours / figure.peer if figure.peer else float("nan")
            print(
                f"{figure.what:50} {figure.ours:10.3f} {figure.peer:10.3f} {figure.unit:3} {ratio:6.1%} "
                f"{figure.peer_name}"
            )
