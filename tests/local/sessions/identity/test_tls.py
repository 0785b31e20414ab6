"""The sessions server over TLS: certificate logins, and the files of its authority."""

import ssl
import stat
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from seawall.local.sessions import TOKEN_FILE, SessionsSettings, running
from seawall.local.sessions.identity.settings import IdentitySettings
from tests.local.sessions.identity.test_login import basic

NAME = "ws-uv.canfar.net"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tls")


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    """URL of the session API of a server with TLS and one more host name."""
    identity = IdentitySettings(tls=True, host_names=(NAME,))
    with running(SessionsSettings(data_dir=folder, identity=identity)) as url:
        yield url


def trusting(folder: Path, certificate: Path | None = None) -> httpx2.Client:
    """Client that trusts the authority of the server."""
    context = ssl.create_default_context(cafile=folder / "ca.pem")
    # Python 3.13 does so on its own.
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    if certificate is not None:
        context.load_cert_chain(certificate)
    return httpx2.Client(verify=context)


def test_a_user_logs_in_with_the_certificate_of_the_service(url: str, folder: Path, tmp_path: Path) -> None:
    token = httpx2.Response(200, content=(folder / TOKEN_FILE).read_bytes()).json()["grace"]
    with trusting(folder) as http:
        assert http.get(f"{url}/v1/session").status_code == 401
        pem = http.get(f"{url.removesuffix('/skaha')}/cred/proxy", headers=basic("grace", token)).content
    path = tmp_path / "proxy.pem"
    path.write_bytes(pem)
    with trusting(folder, path) as http:
        answer = http.get(f"{url}/v1/session")
        assert (answer.status_code, answer.headers["X-VO-Authenticated"]) == (200, "grace")
        # The certificate does not count next to an invalid token.
        wrong = {"Authorization": "Bearer wrong"}
        assert http.get(f"{url}/v1/session", headers=wrong).status_code == 401


def test_the_header_of_the_switch_counts_over_plain_http_only(url: str, folder: Path) -> None:
    with trusting(folder) as http:
        headers = {"X-Skaha-Authentication-Type": "RUNTIME-X509"}
        assert http.get(f"{url}/v1/session", headers=headers).status_code == 401


def test_documents_name_the_host_under_which_a_client_came(url: str, folder: Path) -> None:
    port = httpx2.URL(url).port
    with trusting(folder) as http:
        found = http.get(
            f"https://127.0.0.1:{port}/.well-known/openid-configuration",
            headers={"Host": NAME},
            extensions={"sni_hostname": NAME},
        ).json()
    assert found["issuer"] == f"https://{NAME}/"


def test_tls_below_1_2_is_refused(url: str, folder: Path) -> None:
    context = ssl.create_default_context(cafile=folder / "ca.pem")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.minimum_version = ssl.TLSVersion.TLSv1_1
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with httpx2.Client(verify=context) as http, pytest.raises(httpx2.ConnectError):
        http.get(f"{url}/capabilities")


def test_keys_are_readable_by_their_owner_only(url: str, folder: Path) -> None:
    for name in ("ca.pem", "ca.key.pem", "server.pem", TOKEN_FILE):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600, name


def test_the_authority_stays_the_same(folder: Path, tmp_path: Path) -> None:
    from seawall.local.serving.wall_clock import utc_now
    from seawall.local.sessions.identity.authority import CA_FILE, Authority

    Authority.open(tmp_path, utc_now())
    first = (tmp_path / CA_FILE).read_bytes()
    Authority.open(tmp_path, utc_now())
    assert (tmp_path / CA_FILE).read_bytes() == first
