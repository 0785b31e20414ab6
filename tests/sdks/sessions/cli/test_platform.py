"""`seawall sessions stats`, `image list` and `renew`."""

import pytest

from tests.local.sessions.client import IMAGES, SessionsHttp
from tests.sdks.sessions.cli.conftest import Terminal

# Servers in this process; the first import takes a second.
pytestmark = pytest.mark.slow


@pytest.mark.usefixtures("ada")
def test_the_use_of_the_platform(terminal: Terminal) -> None:
    lines = terminal("stats").stdout.splitlines()
    assert lines[0].split() == ["USED", "TOTAL", "LARGEST"]
    assert lines[1].split()[0] == "Cores"
    assert "GB" in lines[2]
    assert '"available_cores": 960' in terminal("stats", "-o", "json").stdout


@pytest.mark.usefixtures("ada")
def test_images_of_a_kind(terminal: Terminal) -> None:
    listed = terminal("image", "list", "-k", "carta").stdout
    assert IMAGES["carta"] in listed
    assert IMAGES["headless"] not in listed
    refused = terminal("image", "list", "-k", "vscode")
    assert "unknown type: vscode" in refused.stderr


def test_an_interactive_session_is_renewed(ada: SessionsHttp, terminal: Terminal) -> None:
    lab = ada.create("notebook", "lab")
    renewed = terminal("renew", lab)
    assert renewed.code == 0, renewed.stderr
    unknown = terminal("renew", "unknown1")
    assert unknown.code != 0
    assert "unknown1" in unknown.stderr
