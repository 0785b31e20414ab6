"""The functions of saved logins and servers, over a configuration file."""

from pathlib import Path

import pytest

from seawall.core.errors import InputError
from seawall.sdks.sessions.compat import AuthenticationError, AuthRequiredError, authentication, server
from tests.runtime.identity.configurations import VERSION_2


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(VERSION_2)
    monkeypatch.setenv("SEAWALL_SESSIONS_CONFIG_FILE", str(path))
    return path


pytestmark = pytest.mark.usefixtures("file")


def test_saved_logins_are_listed() -> None:
    found = authentication.list()
    assert [(one.idp, one.mode, one.active, one.server) for one in found] == [
        ("cadc", "x509", False, "canfar"),
        ("srcnet", "oidc", True, "swe"),
    ]
    assert authentication.show() == found[1]


def test_without_a_login_there_is_none_to_show(file: Path) -> None:
    file.unlink()
    with pytest.raises(AuthRequiredError):
        authentication.show()


def test_another_login_is_used() -> None:
    authentication.use("cadc")
    assert authentication.show().idp == "cadc"
    with pytest.raises(InputError, match="no saved login at bogus"):
        authentication.use("bogus")


def test_the_active_login_is_removed_by_force_only() -> None:
    with pytest.raises(AuthenticationError, match="force=True"):
        authentication.remove("srcnet")
    authentication.remove("cadc")
    authentication.remove("srcnet", force=True)
    assert "srcnet" not in {one.idp for one in authentication.list()}


def test_all_logins_are_removed_by_force_only() -> None:
    with pytest.raises(AuthenticationError, match="force=True"):
        authentication.purge()
    assert len(authentication.list()) == 2
    authentication.purge(force=True)
    assert "srcnet" not in {one.idp for one in authentication.list()}


def test_servers_are_listed_and_used() -> None:
    assert [one.name for one in server.list_servers()] == ["canfar", "swe"]
    server.use("canfar")
    assert authentication.show().server == "canfar"
