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

# Without proxies, certificates, settings and coverage of this process: they need modules that others do not.
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("SEAWALL_", "COVERAGE_", "SSL_CERT_")) and not name.lower().endswith("_proxy")
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

# All that a client may load when it is made, beside Seawall: these modules, and those that they import.
CLIENT = (
    *("attrs", "msgspec", "pyreqwest.client", "pyreqwest.exceptions", "pyreqwest.proxy"),
    *("pyreqwest.request", "pyreqwest.response", "binascii"),
    *("contextvars", "fcntl", "importlib.util", "logging", "pathlib", "platform", "queue", "random"),
    *("sysconfig", "uuid", "zlib"),
)
# The rooms of Seawall that it may load.
CLIENT_ROOMS = frozenset(
    {
        *("core.auth", "core.cache", "core.engine", "core.http", "core.metadata", "core.observe"),
        *("core.rate_limit", "core.redaction", "core.retry", "core.settings", "core.validation", "core.wire"),
        *("runtime.auth", "runtime.cache", "runtime.client", "runtime.concurrency", "runtime.engine"),
        *("runtime.files", "runtime.http", "runtime.metadata", "runtime.observe", "runtime.rate_limit"),
        *("runtime.retry", "runtime.settings"),
        *("transports._sync", "transports.http_message", "transports.network", "transports.pyreqwest"),
    }
)
# What single SDKs load in addition.
MORE_OF_SDK = {"sessions": ({"runtime.identity"}, ("base64",))}
HELP = ("attrs", "encodings.ascii", "gc", "json", "logging", "rich", "typer")
HELP_ROOMS = frozenset(
    {"core.engine", "core.http", "core.redaction", "core.settings", "core.wire", "terminal.commands"}
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
    return names_printed_by(f"import sys\n{statement}\nprint(*sys.modules)")


def names_printed_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=ENVIRONMENT
    )
    return set(done.stdout.split())


def rooms_in(modules: set[str]) -> set[str]:
    """The packages of Seawall among `modules`, e.g. `core.engine`, of the SDKs none."""
    return {
        ".".join(name.split(".")[1:3])
        for name in modules
        if name.count(".") > 2 and name.startswith("seawall.") and not name.startswith("seawall.sdks.")
    }


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
        # typer loads the package of rich, which is small.
        (
            "import seawall.cli.generation",
            (*set(HEAVY) - {"rich", "seawall.terminal", "typer"}, "rich.console"),
        ),
        ("import seawall.codegen.generate, seawall.codegen.verification", HEAVY),
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


@pytest.mark.parametrize("sdk", ["platform", "agents", "sessions"])
def test_a_client_loads_the_listed_modules_alone(
    sdk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyreqwest", reason="httpx2 loads others")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(ENVIRONMENT, "XDG_CONFIG_HOME", str(tmp_path))
    more_rooms, more = MORE_OF_SDK.get(sdk, (set(), ()))
    made = f"from seawall.sdks.{sdk} import Client; Client(base_url='http://127.0.0.1:9', token='t')"
    loaded = loaded_by(made)
    listed = loaded_by(f"import {', '.join((*CLIENT, *more))}")
    # A module that is new here costs each start of each program: import it late, or add it to the list.
    assert {name for name in loaded - listed if not name.startswith("seawall")} == set()
    assert rooms_in(loaded) <= CLIENT_ROOMS | more_rooms


@pytest.mark.parametrize("words", [["--help"], ["platform", "--help"]])
def test_help_loads_the_listed_modules_alone(words: list[str]) -> None:
    run = f"from seawall.cli.app import command_line; command_line().run({words!r})"
    loaded = loaded_by(f"import io, sys; sys.stdout = io.StringIO(); {run}; sys.stdout = sys.__stdout__")
    listed = loaded_by(f"import {', '.join(HELP)}")
    new = {name for name in loaded - listed if not name.startswith(("seawall", "typer."))}
    assert new == set()
    assert rooms_in(loaded) <= HELP_ROOMS


def test_whoami_loads_the_rooms_of_help_of_a_client_and_of_logins_alone() -> None:
    loaded = loaded_by("import seawall.sdks.platform.cli.user; from seawall.sdks.platform import Client")
    assert rooms_in(loaded) - CLIENT_ROOMS - HELP_ROOMS == {"core.model", "terminal.login"}


IN_THE_LOOP = """
import asyncio, sys
from seawall.core.http.message import Headers, Response
from seawall.runtime.client.resource_property import ResourceProperty
from seawall.sdks.{sdk} import AsyncClient
from seawall.transports import AsyncMemoryTransport

async def main():
    headers = Headers({{"content-type": "application/json"}})
    transport = AsyncMemoryTransport(lambda _: Response(200, headers, b"[]"))
    async with AsyncClient(base_url="http://127.0.0.1:9", token="t", transport=transport) as client:
        before = set(sys.modules)
        for kind in type(client).__mro__:
            for name, value in vars(kind).items():
                if isinstance(value, ResourceProperty):
                    getattr(client, name)
        {call}
        print(*set(sys.modules) - before)

asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("sdk", "call"),
    [
        ("platform", "await client.applications.list().to_list()"),
        ("agents", "pass"),
        ("sessions", "pass"),
    ],
)
def test_an_async_client_imports_its_resources_while_it_is_entered(sdk: str, call: str) -> None:
    # An import in the event loop blocks all tasks: 60 to 200 ms for those of a resource.
    late = names_printed_by(IN_THE_LOOP.format(sdk=sdk, call=call))
    assert {name for name in late if "._generated.models." not in name} == set()
    assert len(late) < 8
