"""Checks with pyright's strict rules that every type of the public surface is known. `make types` runs it.

python -m tests.contract.type_completeness
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.contract.source import ROOT

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


def main() -> int:
    """Print the incomplete symbols; 1 if there are any."""
    found = report()
    lines = incomplete(found)
    for line in lines:
        sys.stderr.write(f"{line}\n")
    if not found["symbols"]:
        sys.stderr.write("pyright found no symbol: is seawall installed in this environment?\n")
        return 1
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
