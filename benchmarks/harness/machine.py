"""Where a run took place: cores, processor, Python and versions; no names of hosts or folders."""

import os
import platform
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.harness.results import Table

PACKAGES = (
    "seawall",
    "httpx2",
    "httpx",
    "pyreqwest",
    "aiohttp",
    "requests",
    "uvloop",
    "msgspec",
    "pydantic",
    "openapi-python-client",
    "datamodel-code-generator",
    "openai",
    "githubkit",
    "stripe",
    "azure-core",
    "botocore",
    "cognite-sdk",
)
CPU_INFO = Path("/proc/cpuinfo")


def versions(packages: Iterable[str] = PACKAGES) -> Table:
    """The installed versions of ours and the peers."""
    return Table("Versions", "", ("package", "version"), tuple((name, _version(name)) for name in packages))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def machine() -> Table:
    """The machine, and when."""
    cores = os.cpu_count() or 1
    rows = (
        ("date", f"{datetime.now(UTC):%Y-%m-%d}"),
        ("cores", str(cores)),
        ("processor", next(_processor(), platform.machine())),
        ("system", f"{platform.system()} {platform.release().split('-')[0]}"),
        ("Python", f"{platform.python_implementation()} {platform.python_version()}"),
        ("load before the run", f"{os.getloadavg()[0]:.1f}"),
    )
    return Table("Machine", "", ("what", "value"), rows)


def _processor() -> Iterator[str]:
    if CPU_INFO.exists():
        for line in CPU_INFO.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                yield line.partition(":")[2].strip()


def divided_cores() -> tuple[frozenset[int], frozenset[int]]:
    """Cores for the server and for the contenders; both empty if they have to share, or cannot be chosen."""
    if not hasattr(os, "sched_getaffinity"):
        return frozenset(), frozenset()
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) == 1:
        return frozenset(), frozenset()
    return frozenset(cores[-1:]), frozenset(cores[:-1])
