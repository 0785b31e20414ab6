"""Light imports: an SDK loads no server, image, CLI or codegen library, and a client no more than it needs.

`make bench BENCH_OPTIONS=starts` measures the time.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Each test starts an interpreter.
pytestmark = pytest.mark.slow

# Without proxies, settings and coverage of this process: they need modules that others do not.
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("SEAWALL_", "COVERAGE_")) and not name.lower().endswith("_proxy")
}

HEAVY = (
    "cryptography",
    "fastapi",
    "httpcore",
    "httpx",
    "httpx2",
    "joserfc",
    "jsonschema",
    "keyring",
    "limits",
    "oauthlib",
    "openapi_python_client",
    "opentelemetry",
    "pydantic",
    "pyreqwest",
    "redis",
    "requests",
    "rich",
    "seawall.terminal",
    "skimage",
    "sqlalchemy",
    "tomlkit",
    "typer",
    "yaml",
)

# A client that was made has loaded none of these either: each cost 1 to 80 ms of its start.
HEAVY_AT_START = (
    *(name for name in HEAVY if name != "pyreqwest"),
    "asyncio",
    "concurrent.futures",
    "difflib",
    "email",
    "http",
    "importlib.metadata",
    "importlib.resources",
    "platformdirs",
    "seawall.core.model",
    "seawall.core.paging",
    "seawall.core.transfer",
    "seawall.core.waiting",
    "seawall.sdks.agents._generated.models",
    "seawall.sdks.platform._generated.models",
    "seawall.sdks.sessions._generated.models",
    "shutil",
    "socket",
    "ssl",
    "subprocess",
    "tempfile",
    "tenacity",
    "tomllib",
    "urllib.request",
)


def loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=ENVIRONMENT
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("statement", "unwanted"),
    [
        ("from seawall.sdks.platform import *", HEAVY),
        ("from seawall.sdks.agents import *", HEAVY),
        ("from seawall.sdks.sessions import *", HEAVY),
        ("import seawall.core.wire.codec", HEAVY),
        ("import seawall.runtime.engine._sync.engine", HEAVY),
        ("import seawall.runtime.client._sync.base_client", HEAVY),
        ("import seawall.terminal.login.user_app", tuple(set(HEAVY) - {"rich", "seawall.terminal", "typer"})),
        ("import seawall.sdks.platform.cli", tuple(set(HEAVY) - {"rich", "seawall.terminal", "typer"})),
        ("import seawall.sdks.agents.cli", tuple(set(HEAVY) - {"rich", "seawall.terminal", "typer"})),
        ("import seawall.sdks.sessions.cli", tuple(set(HEAVY) - {"rich", "seawall.terminal", "typer"})),
        ("import seawall.cli", tuple(set(HEAVY) - {"rich", "seawall.terminal", "typer"})),
    ],
)
def test_importing_loads_nothing_heavy(statement: str, unwanted: tuple[str, ...]) -> None:
    assert loaded_by(statement) & set(unwanted) == set()


@pytest.mark.parametrize("sdk", ["platform", "agents", "sessions"])
def test_an_sdk_loads_what_is_asked_for(sdk: str) -> None:
    def layers_of(statement: str) -> set[str]:
        return {name.split(".")[1] for name in loaded_by(statement) if name.startswith("seawall.")}

    assert "runtime" not in layers_of(f"import seawall.sdks.{sdk}")
    sync = loaded_by(f"from seawall.sdks.{sdk} import Client")
    assert {name for name in sync if name.startswith("seawall.") and "._async" in name} == set()


@pytest.mark.parametrize("sdk", ["platform", "agents", "sessions"])
def test_a_client_loads_nothing_heavy(sdk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyreqwest", reason="httpx2 itself loads some of these")
    # No `.env`, and no contexts file.
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(ENVIRONMENT, "XDG_CONFIG_HOME", str(tmp_path))
    made = f"from seawall.sdks.{sdk} import Client; Client(base_url='http://127.0.0.1:9', token='t')"
    assert loaded_by(made) & set(HEAVY_AT_START) == set()
