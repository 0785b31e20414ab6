"""The cache that mypy starts with in tests: the standard library, the packages and this project.

mypy reads them for 15 s without a cache. They are read once for all tests, and again when they have changed.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from seawall.runtime.files.file_lock import lock_folder
from tests.contract.source import ROOT

__all__ = ["MYPY", "copy_cache"]

MYPY = (sys.executable, "-m", "mypy", "--strict", "--config-file=")
"""mypy with the options of the cache: it reads no other."""

_SHARED = ROOT / ".mypy_cache" / "of-tests"  # `make clean` removes it
# Packages that programs of users, of pages and of SDKs import.
_PROGRAM = """
import asyncio, dataclasses, json, logging, pathlib, subprocess
import attrs, fastapi, fastapi.testclient, httpx2, msgspec, pydantic, pytest, structlog, typer
import opentelemetry.sdk.metrics.export, opentelemetry.sdk.trace
import seawall.codegen.derive, seawall.sdks.agents, seawall.sdks.platform, seawall.terminal.command_line
import seawall.testing.agents, seawall.testing.platform, seawall.transports
"""


def copy_cache(to: Path, *, run: str) -> None:
    """Copy the cache to the folder `to`; the first call of a run of the tests brings it up to date."""
    _SHARED.mkdir(parents=True, exist_ok=True)
    with lock_folder(_SHARED):
        last = _SHARED / "last-run"
        if not last.exists() or last.read_text(encoding="utf-8") != run:
            _update()
            last.write_text(run, encoding="utf-8")
        shutil.copytree(_SHARED / "cache", to)


def _update() -> None:
    program = _SHARED / "program.py"
    program.write_text(_PROGRAM, encoding="utf-8")
    command = [*MYPY, f"--cache-dir={_SHARED / 'cache'}", str(program)]
    done = subprocess.run(command, cwd=_SHARED, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
