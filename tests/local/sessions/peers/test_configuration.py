"""The platform's own client reads the file that the SDK writes, and the SDK reads the one of that client."""

import json
from pathlib import Path

import pytest

from seawall.runtime.identity._sync.anonymous import Anonymous
from seawall.runtime.identity._sync.logins import Logins
from seawall.runtime.identity._sync.servers import Servers
from seawall.runtime.identity.config_file import ConfigFile
from seawall.sdks.sessions.settings import Settings
from seawall.testing import FakeClock, MemoryTransport
from tests.local.released_clients import Peer
from tests.runtime.certificates import NOW
from tests.runtime.identity.configurations import VERSION_1, VERSION_2, written
from tests.runtime.identity.identity_server import URL, IdentityServer, no_transport

# Downloads 90 packages, and starts processes that import half of them.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

COMMAND = "import sys; from canfar.cli.main import main; sys.exit(main())"


def anonymous(home: Path, idp: str | None = None) -> Anonymous:
    path = home / ".canfar" / "config.yaml"
    settings = Settings(config_file=path, services_url=f"{URL}/registry", issuer=URL, idp=idp)
    clock = FakeClock(wall_s=NOW.timestamp())
    return Anonymous(settings, MemoryTransport(IdentityServer()), clock, make=no_transport)


def auth_of(home: Path) -> Logins:
    return Logins(anonymous(home))


def servers_of(home: Path, idp: str) -> Servers:
    return Servers(anonymous(home, idp))


def logins_of(canfar: Peer) -> list[tuple[str, str, bool, str | None]]:
    done = canfar.run(COMMAND, "auth", "ls", "-o", "json")
    assert done.returncode == 0, done.stderr
    shown = canfar.run(COMMAND, "config", "show")
    assert shown.returncode == 0, shown.stderr
    return [(one["idp"], one["mode"], one["active"], one["server"]) for one in json.loads(done.stdout)]


def test_canfar_reads_each_state_that_the_sdk_writes(canfar: Peer) -> None:
    auth = auth_of(canfar.home)
    auth.login(show=print)
    oidc = ("srcnet", "oidc", True, "canfar")
    assert logins_of(canfar) == [oidc]
    auth.login_with_password("ada", "any", path=canfar.home / "proxy.pem")
    # canfar tells the server of the active login only.
    assert set(logins_of(canfar)) == {("cadc", "x509", True, "canfar-cadc"), ("srcnet", "oidc", False, None)}
    auth.use("srcnet")
    auth.remove("cadc")
    assert logins_of(canfar) == [oidc]
    auth.remove("srcnet")
    assert [one[:3] for one in logins_of(canfar)] == [("cadc", "x509", True)]
    auth.purge()
    assert [one[:3] for one in logins_of(canfar)] == [("cadc", "x509", True)]


def test_canfar_reads_a_server_that_was_chosen_before_a_login(canfar: Peer) -> None:
    for name in ("srcnet", "cadc"):
        (canfar.home / ".canfar" / "config.yaml").unlink(missing_ok=True)
        servers_of(canfar.home, name).use("canfar")
        assert [one[:3] for one in logins_of(canfar)] == [("cadc", "x509", True)]


def test_the_sdk_reads_what_canfar_writes(canfar: Peer) -> None:
    file = written(canfar.home, VERSION_2.replace("resources: {gpus: 4}", "resources: {}"))
    before = file.read()
    assert canfar.run(COMMAND, "config", "set", "console.width", "100").returncode == 0
    after = ConfigFile(file.path).read()
    assert after.section("console")["width"] == 100
    assert (after.logins(), after.servers()) == (before.logins(), before.servers())
    assert after.secret("srcnet", "token", "refresh") == "s3cr3t-refresh"


def test_an_upgraded_file_is_one_that_canfar_upgrades_to(canfar: Peer) -> None:
    auth = auth_of(canfar.home)
    written(canfar.home, VERSION_1)
    auth.use("srcnet")
    assert logins_of(canfar) == [("srcnet", "oidc", True, "swe")]
