"""The headers of a caller."""

from base64 import b64decode
from pathlib import Path

from seawall.core.redaction.secret import Secret
from seawall.runtime.identity.caller import decide_caller
from seawall.runtime.identity.config_document import ConfigDocument
from seawall.sdks.sessions import Client
from seawall.sdks.sessions.headers import caller_headers
from seawall.sdks.sessions.settings import Settings
from seawall.testing import MemoryTransport, json_response
from tests.rows import row
from tests.runtime.identity.configurations import document, written


def test_the_kind_of_authentication_is_a_header(tmp_path: Path) -> None:
    saved = document(tmp_path)
    for settings, expected in [
        (Settings(token=Secret("t0ken")), "RUNTIME-TOKEN"),
        (Settings(certificate=tmp_path / "x.pem"), "RUNTIME-X509"),
        (Settings(), "OIDC"),
        (Settings(base_url="https://other.test"), None),
    ]:
        with row(settings):
            found = caller_headers(decide_caller(settings, saved))
            assert found.get("X-Skaha-Authentication-Type") == expected
    found = caller_headers(decide_caller(Settings(idp="cadc"), saved, is_file=lambda _: True))
    assert found["X-Skaha-Authentication-Type"] == "X509"


def test_the_login_for_private_images_is_given_or_saved(tmp_path: Path) -> None:
    empty = ConfigDocument(tmp_path / "none.yaml")
    for settings, saved, expected in [
        (Settings(), document(tmp_path), b"ada:s3cr3t-images"),
        (Settings(registry_username="bob", registry_secret=Secret("x:y")), document(tmp_path), b"bob:x:y"),
        (Settings(), empty, None),
        (Settings(registry_username="bob"), empty, None),
    ]:
        with row(settings):
            found = caller_headers(decide_caller(settings, saved)).get("X-Skaha-Registry-Auth")
            assert (None if found is None else b64decode(found)) == expected


def test_the_tokens_of_a_client_go_before_a_saved_login(tmp_path: Path) -> None:
    transport = MemoryTransport(lambda _: json_response(200, []))
    settings = Settings(config_file=written(tmp_path).path)
    with Client(tokens=lambda: "t0ken", settings=settings, transport=transport) as client:
        client.request("GET", "/v1/repository")
    [request] = transport.requests
    assert request.url == "https://swe.test/skaha/v1/repository"
    assert request.headers["authorization"] == "Bearer t0ken"
    assert request.headers["x-skaha-authentication-type"] == "RUNTIME-TOKEN"


def test_no_secret_shows(tmp_path: Path) -> None:
    settings = Settings(token=Secret("t0ken"), registry_username="u", registry_secret=Secret("s3cr3t"))
    shown = repr(caller_headers(decide_caller(settings, document(tmp_path))))
    assert "s3cr3t" not in shown
    assert "t0ken" not in shown
