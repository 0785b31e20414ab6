"""Checks with pyright's strict rules that every type of the public surface is known. `make types` runs it.

python -m tests.contract.type_completeness
"""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from tests.contract.source import ROOT, SOURCE

LAYERS = ("core", "runtime", "transports", "testing", "sdks", "terminal")
PUBLIC = tuple(f"seawall.{layer}." for layer in LAYERS)


def report() -> dict[str, object]:
    """Return pyright's report on every symbol of the package."""
    folder = Path(sys.executable).parent
    # pyright finds the package through the first python on PATH.
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [str(folder / "basedpyright"), "--verifytypes", "seawall", "--ignoreexternal", "--outputjson"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    found: dict[str, object] = json.loads(done.stdout)["typeCompleteness"]
    return found


def incomplete(found: dict[str, object]) -> list[str]:
    """Every public symbol whose type is unknown or depends on the type checker."""
    symbols = found["symbols"]
    assert isinstance(symbols, list)
    return [
        f"{symbol['name']}: {diagnostic['message']}"
        for symbol in symbols
        if symbol["name"].startswith(PUBLIC) and not symbol["isTypeKnown"]
        for diagnostic in symbol["diagnostics"] or [{"message": "its type is not known"}]
    ]


def front_doors() -> list[str]:
    """The packages from which users import: each names its public names in a stub."""
    stubs = (SOURCE.parent / "seawall").glob("**/__init__.pyi")
    packages = [".".join(stub.parent.relative_to(SOURCE.parent).parts) for stub in stubs]
    return sorted(package for package in packages if "._generated" not in package)


def uncovered(found: dict[str, object]) -> list[str]:
    """Every public name of a front door that pyright has not looked at."""
    symbols = found["symbols"]
    assert isinstance(symbols, list)
    covered = {symbol["name"] for symbol in symbols if symbol["isExported"]}
    public = [f"{package}.{name}" for package in front_doors() for name in import_module(package).__all__]
    return [f"{name}: not covered by the check" for name in public if name not in covered]


def main() -> int:
    """Print the incomplete symbols; 1 if there are any."""
    found = report()
    lines = [*incomplete(found), *uncovered(found)]
    for line in lines:
        sys.stderr.write(f"{line}\n")
    if not found["symbols"]:
        sys.stderr.write("pyright found no symbol: is seawall installed in this environment?\n")
        return 1
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
