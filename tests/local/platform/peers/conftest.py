"""Fixtures: the public Python client of the platform API, and a platform for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen

from seawall.core.transfer.checksum import crc32c_base64
from seawall.local.platform import PlatformSettings, running
from tests.local.platform.images import encoded, slide
from tests.local.released_clients import Peer, installed

# Of the public client, from its own constants.
AUDIENCE = "https://aignostics-platform-samia"
CLIENT_ID = "YtJ7F9lAtxx16SZGQlYPe6wcjlXB78MM"


@frozen
class Server:
    """A platform at `url`, with one file in its inputs folder."""

    url: str
    file: str
    checksum: str

    def settings(self, **more: str) -> dict[str, str]:
        """The environment variables that lead the client to this server instead of the real one."""
        return {
            "AIGNOSTICS_API_ROOT": self.url,
            "AIGNOSTICS_AUTHORIZATION_BASE_URL": f"{self.url}/authorize",
            "AIGNOSTICS_TOKEN_URL": f"{self.url}/oauth/token",
            "AIGNOSTICS_DEVICE_URL": f"{self.url}/oauth/device/code",
            "AIGNOSTICS_JWS_JSON_URL": f"{self.url}/.well-known/jwks.json",
            "AIGNOSTICS_REDIRECT_URI": "http://localhost:8989/",
            "AIGNOSTICS_AUDIENCE": AUDIENCE,
            "AIGNOSTICS_CLIENT_ID_INTERACTIVE": CLIENT_ID,
            "AIGNOSTICS_CLIENT_ID_DEVICE": "device",
            "OAUTHLIB_INSECURE_TRANSPORT": "1",  # http, to a server of this machine
            # It sends all its requests to this proxy, also those to hosts of NO_PROXY.
            "HTTPS_PROXY": "",
            **more,
        }


@pytest.fixture(scope="session")
def packages() -> Path:
    return installed(Path(__file__).with_name("aignostics_1_6.lock"))


@pytest.fixture
def client(packages: Path, tmp_path: Path) -> Peer:
    """The public client 1.6.0."""
    return Peer(packages, tmp_path)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    inputs = tmp_path_factory.mktemp("inputs")
    content = encoded(slide())
    (inputs / "slide.png").write_bytes(content)
    data = tmp_path_factory.mktemp("data")
    with running(PlatformSettings(data_dir=data, inputs_dir=inputs, auto_approve=True)) as url:
        yield Server(url, "slide.png", crc32c_base64(content))
