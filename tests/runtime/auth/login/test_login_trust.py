"""Whom a login trusts: the authorities that the environment names, as the API calls do."""

from pathlib import Path

import pytest

from seawall.core.errors import AuthError, ConfigError
from seawall.core.http.message import Response
from seawall.runtime.auth.login import device_login
from tests.runtime.answering_server import answering
from tests.transports.authorities import Authority


def test_an_authority_of_ssl_cert_file_is_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = Authority.in_(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    # That the server names no endpoints is read in its answer: it was trusted.
    with (
        answering(lambda _: Response(404), tls=authority.server()) as url,
        pytest.raises(AuthError, match="names no login endpoints"),
    ):
        device_login(url, "cli-1", show=print)


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_authorities_that_are_not_there_are_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv(name, "/nowhere/ca")
    with pytest.raises(ConfigError, match=name):
        device_login("https://login.test", "cli-1", show=print)
