"""Generates a client for each spec of a folder, beside openapi-python-client, and prints a table in Markdown.

python -m benchmarks.specs FOLDER [--no-types] [--to FILE]

FOLDER holds specs, or folders with versions of one spec, of which the last by name is taken. Everything runs
in processes of its own: both generators from start to end, the imports, the round trips, and mypy.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import field, frozen

from seawall.codegen.effective_spec import EffectiveSpec, effective_spec
from seawall.codegen.fetch.fetch import fetch

SUFFIXES = {".json", ".yaml", ".yml"}
PACKAGE = "client"
HEAD = (
    "| spec | dialect | operations | schemas | fixes | generated | modules | mypy | round trips | lines "
    "| seconds | stock: kept | lines | seconds |"
)


@frozen(kw_only=True)
class Row:
    """What came of one spec."""

    name: str
    dialect: str
    operations: int
    schemas: int
    fixes: Counter[str] = field(repr=False)
    generated: int
    modules: str
    mypy: str
    round_trips: str
    lines: int
    seconds: float
    stock_operations: int
    stock_lines: int
    stock_seconds: float
    notes: tuple[str, ...] = ()

    def markdown(self) -> str:
        cells = (
            self.name,
            self.dialect,
            self.operations,
            self.schemas,
            self.fixes.total(),
            self.generated,
            self.modules,
            self.mypy,
            self.round_trips,
            self.lines,
            f"{self.seconds:.1f}",
            self.stock_operations,
            self.stock_lines,
            f"{self.stock_seconds:.1f}",
        )
        return f"| {' | '.join(map(str, cells))} |"


def main() -> int:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--no-types", action="store_true", help="without mypy, which takes most of the time")
    parser.add_argument("--to", type=Path, help="write the tables to this file, too")
    chosen = parser.parse_args()
    rows = []
    for path in newest(chosen.folder):
        with tempfile.TemporaryDirectory() as folder:
            row = measured(path, chosen.folder, Path(folder), types=not chosen.no_types)
        rows.append(row)
        print(row.markdown(), flush=True)
        for note in row.notes:
            print(f"    {note}", file=sys.stderr)
    text = tables(rows)
    print(text)
    if chosen.to is not None:
        chosen.to.write_text(text, encoding="utf-8")
    return int(any(row.operations != row.generated for row in rows))


def newest(folder: Path) -> Iterator[Path]:
    """The specs in `folder`, and the last one of each of its folders."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            specs = [one for one in path.glob("[0-9]*") if one.suffix in SUFFIXES and one.is_file()]
            if specs:
                yield max(specs)
        elif path.suffix in SUFFIXES:
            yield path


def measured(path: Path, root: Path, folder: Path, *, types: bool) -> Row:
    documents = fetch(str(path))
    spec = effective_spec(documents)
    seconds, done = timed([sys.executable, "-m", "seawall.cli", "generate", *ours(path)], folder)
    ours_failed = "" if done.returncode == 0 else f"generate: {done.stderr[-500:]}"
    checks = checked(path, folder) if not ours_failed else {}
    stock_seconds, stock = timed([sys.executable, "-m", "openapi_python_client", *theirs(path)], folder)
    wrong = checks.get("wrong", [])
    tried = checks.get("round_trips", 0)
    return Row(
        name=path.parent.name if path.parent != root else path.stem,
        dialect=dialect(documents.documents[documents.root]),
        operations=operations_of(documents.documents[documents.root], spec),
        schemas=len(spec.api.schemas),
        fixes=Counter(fix.rule for fix in spec.fixes),
        generated=generated(folder),
        modules=f"{checks.get('modules', 0) - len(checks.get('broken', []))} of {checks.get('modules', 0)}",
        mypy=types_of(folder) if types and not ours_failed else "-",
        round_trips=f"{tried - len(wrong)} of {tried}",
        lines=lines(folder / PACKAGE),
        seconds=seconds,
        stock_operations=sum(one.stem != "__init__" for one in (folder / "stock").glob("api/*/*.py")),
        stock_lines=lines(folder / "stock"),
        stock_seconds=stock_seconds,
        notes=(
            *([ours_failed] if ours_failed else []),
            *checks.get("broken", []),
            *checks.get("undecodable", []),
            *wrong,
            *([f"stock: {stock.stderr[-300:]}"] if stock.returncode else []),
        ),
    )


def ours(path: Path) -> list[str]:
    return ["--spec", str(path), "--package", PACKAGE]


def theirs(path: Path) -> list[str]:
    return ["generate", "--path", str(path), "--output-path", "stock", "--meta", "none"]


def timed(command: list[str], folder: Path) -> "tuple[float, subprocess.CompletedProcess[str]]":
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return time.perf_counter() - started, done


def checked(path: Path, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.client_checks", str(path.resolve()), str(folder), PACKAGE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"broken": [done.stderr[-500:]]}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def types_of(folder: Path) -> str:
    """`ok`, or the number of errors that mypy finds in our client."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--follow-imports", "silent"]
    done = subprocess.run([*command, "-p", PACKAGE], cwd=folder, capture_output=True, text=True, check=False)
    errors = [line for line in done.stdout.splitlines() if ": error:" in line]
    return "ok" if done.returncode == 0 else f"{len(errors)} errors"


def generated(folder: Path) -> int:
    try:
        ledger = json.loads((folder / "codegen" / f"{PACKAGE}.ledger.json").read_text())
    except OSError:
        return 0
    return sum("generated" in part for part in ledger["operations"].values())


def operations_of(document: Any, spec: EffectiveSpec) -> int:
    """The operations that the document has, counted in the document itself if its paths are in it."""
    methods = {"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}
    items = [item for item in document.get("paths", {}).values() if isinstance(item, dict)]
    if any("$ref" in item for item in items):
        return len(spec.api.operations)
    return sum(method in methods for item in items for method in item)


def dialect(document: Any) -> str:
    return f"Swagger {document['swagger']}" if "swagger" in document else str(document.get("openapi"))


def lines(folder: Path) -> int:
    return sum(len(path.read_bytes().splitlines()) for path in folder.rglob("*.py*") if path.suffix != ".pyc")


def tables(rows: list[Row]) -> str:
    columns = HEAD.count("|") - 1
    text = [HEAD, f"|{'---|' * columns}", *(row.markdown() for row in rows)]
    rules: Counter[str] = sum((row.fixes for row in rows), Counter())
    text += ["", "| rule | fixes | specs |", "|---|---|---|"]
    for rule, count in rules.most_common():
        text.append(f"| {rule} | {count} | {sum(rule in row.fixes for row in rows)} |")
    return "\n".join(text) + "\n"


if __name__ == "__main__":
    sys.exit(main())
