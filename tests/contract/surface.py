"""Compares the public surface of two revisions, and prints the difference as Markdown.

    python -m tests.contract.surface REVISION

The surface is every name that the front doors offer and every public name of `seawall.core`, with signatures,
methods and attributes. A name of `core` counts as the same wherever its module stands, so a move is listed as
a move. Both revisions are imported in a process of their own; the older one is checked out into a temporary
folder.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TypeAlias

from tests.contract.source import ROOT

# One entry for each public name: where it stands, and each member with its signature.
Surface: TypeAlias = dict[str, dict[str, str]]

DUMP = """
import importlib, inspect, json, pkgutil, re

def signature(value):
    try:
        text = str(inspect.signature(value))
    except (TypeError, ValueError):
        return ""
    # Modules move and defaults have addresses: neither is a change of the signature.
    return re.sub(r" at 0x[0-9a-f]+|\\bseawall\\.(?:\\w+\\.)+", "", text)

def members(value):
    if not isinstance(value, type):
        return {"": signature(value) if callable(value) else type(value).__name__}
    found = {"": signature(value)}
    for name in dir(value):
        if name.startswith("_") or name in {"with_traceback", "add_note", "args"}:
            continue
        member = inspect.getattr_static(value, name)
        member = getattr(member, "__func__", member)
        found[name] = signature(member) if callable(member) else type(member).__name__
    return found

surface = {}
for door in ("runtime", "transports", "testing", "sdks.platform"):
    module = importlib.import_module(f"seawall.{door}")
    for name in module.__all__:
        surface[f"seawall.{door}.{name}"] = {"module": f"seawall.{door}", **members(getattr(module, name))}
import seawall.core
for found in pkgutil.walk_packages(seawall.core.__path__, "seawall.core."):
    module = importlib.import_module(found.name)
    for name in getattr(module, "__all__", ()):
        surface[f"seawall.core: {name}"] = {"module": found.name, **members(getattr(module, name))}
print(json.dumps(surface))
"""


def surface_of(root: Path) -> Surface:
    """The public surface of the checkout at `root`."""
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    done = subprocess.run(
        [sys.executable, "-c", DUMP], env=environment, capture_output=True, text=True, check=True, cwd=root
    )
    found: Surface = json.loads(done.stdout)
    return found


def differences(old: Surface, new: Surface) -> dict[str, list[str]]:
    """Yield one line for each name that was removed, added, moved or changed."""
    same = sorted(old.keys() & new.keys())
    moved = [
        f"{name.partition(': ')[2]}: {old[name]['module']} -> {new[name]['module']}"
        for name in same
        if old[name]["module"] != new[name]["module"]
    ]
    return {
        "Removed": sorted(old.keys() - new.keys()),
        "Added": sorted(new.keys() - old.keys()),
        "Moved": moved,
        "Changed": [line for name in same for line in _changes(name, old[name], new[name])],
    }


def _changes(name: str, old: dict[str, str], new: dict[str, str]) -> list[str]:
    def text(members: dict[str, str], member: str) -> str:
        return members.get(member) or ("present" if member in members else "absent")

    return [
        f"{name}{'.' if member else ''}{member}: {text(old, member)} -> {text(new, member)}"
        for member in sorted((old.keys() | new.keys()) - {"module"})
        if old.get(member) != new.get(member)
    ]


def main() -> None:
    """Print the difference between a revision and the working tree."""
    parser = argparse.ArgumentParser(prog="surface", description=__doc__.partition("\n")[0])
    parser.add_argument("revision", help="a git revision to compare the working tree with")
    revision = parser.parse_args().revision
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "old"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--detach", checkout, revision], check=True, capture_output=True)
        try:
            found = differences(surface_of(checkout), surface_of(ROOT))
        finally:
            subprocess.run([*git, "remove", "--force", checkout], check=True, capture_output=True)
    for title, lines in found.items():
        sys.stdout.write(f"## {title} ({len(lines)})\n\n" + "".join(f"- `{line}`\n" for line in lines) + "\n")


if __name__ == "__main__":
    main()
