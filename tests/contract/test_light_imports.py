"""What an import costs: the SDK loads no server, image, CLI or codegen library, and no HTTP library."""

import subprocess
import sys

import pytest

HEAVY = (
    "cryptography",
    "fastapi",
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
)


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("seawall.sdks.platform", HEAVY),
        ("seawall.core.codec", HEAVY),
        ("seawall.runtime._sync.engine", HEAVY),
        ("seawall.terminal.user_app", tuple(set(HEAVY) - {"rich", "seawall.terminal", "typer"})),
        ("seawall.sdks.platform.cli", tuple(set(HEAVY) - {"rich", "seawall.terminal", "typer"})),
        ("seawall.cli", tuple(set(HEAVY) - {"rich", "typer"})),
    ],
)
def test_importing_loads_nothing_heavy(module: str, unwanted: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print([name for name in {unwanted!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
