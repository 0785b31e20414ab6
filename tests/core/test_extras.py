"""Each feature that needs an extra raises an error with the command that installs it."""

import json
import subprocess
import sys

import pytest

from seawall.core.errors import MissingExtraError
from seawall.core.extras import install_command, needs_extra

# A statement, the missing module, and its extra.
FEATURES = [
    ("from seawall.transports import PyreqwestTransport", "pyreqwest", "fast"),
    ("from seawall.transports import AsyncPyreqwestTransport", "pyreqwest", "fast"),
    ("from seawall.transports import default_transport as d; d('pyreqwest')", "pyreqwest", "fast"),
    ("from seawall.transports import HttpxTransport", "httpx", "httpx"),
    ("from seawall.transports import AsyncHttpxTransport", "httpx", "httpx"),
    ("from seawall.transports import async_default_transport as d; d('httpx')", "httpx", "httpx"),
    ("from seawall.terminal.command_line import new_app", "typer", "cli"),
    ("from seawall.terminal.screen import table", "rich", "cli"),
    ("from seawall.runtime import OpenTelemetry; OpenTelemetry()", "opentelemetry", "otel"),
    ("from seawall.runtime import TokenKeyring; TokenKeyring('a').load()", "keyring", "keyring"),
    ("from seawall.runtime import RedisCacheStore as S; S('redis://127.0.0.1')", "redis", "redis"),
    ("from seawall.runtime import AsyncRedisCacheStore as S; S('redis://127.0.0.1')", "redis", "redis"),
    ("from seawall.runtime import Limiter; Limiter(redis_url='redis://127.0.0.1')", "redis", "redis"),
    ("from seawall.runtime import AsyncLimiter as L; L(redis_url='redis://127.0.0.1')", "redis", "redis"),
    (
        "from seawall.testing.local_platform import local_platform as p; p().__enter__()",
        "sqlalchemy",
        "local",
    ),
    (
        "from seawall.testing.local_sessions import local_sessions as s; s().__enter__()",
        "sqlalchemy",
        "local",
    ),
]

# Hides one module after the other and prints the error of each statement. One process for all statements:
# starting Python takes longer than they do.
PROGRAM = """
import json, sys
from seawall.core.errors import MissingExtraError

class Absent:
    missing = ""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == self.missing:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

absent = Absent()
sys.meta_path.insert(0, absent)
errors = []
for statement, absent.missing, _ in json.load(sys.stdin):
    for name in [name for name in sys.modules if name.partition(".")[0] == absent.missing]:
        del sys.modules[name]
    try:
        exec(statement)
        errors.append("")
    except MissingExtraError as error:
        errors.append(str(error))
print(json.dumps(errors))
"""


def test_the_error_names_the_extra() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(FEATURES),
        capture_output=True,
        text=True,
        check=True,
    )
    for (statement, missing, extra), error in zip(FEATURES, json.loads(done.stdout), strict=True):
        assert f"needs the extra `{extra}` ({missing}" in error, statement
        assert error.endswith(f"Install it: {install_command(extra)}"), statement


def test_the_error_is_an_import_error_with_the_module() -> None:
    with pytest.raises(ImportError) as caught, needs_extra("fast", "This"):
        raise ModuleNotFoundError("No module named 'pyreqwest'", name="pyreqwest")
    assert isinstance(caught.value, MissingExtraError)
    assert caught.value.name == "pyreqwest"


def test_a_missing_module_of_seawall_is_a_bug() -> None:
    with pytest.raises(ModuleNotFoundError), needs_extra("fast", "This"):
        raise ModuleNotFoundError("No module named 'seawall.nothing'", name="seawall.nothing")
