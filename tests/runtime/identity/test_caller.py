"""The caller and the server of a client: what is given goes first; a saved login stays with its servers."""

from pathlib import Path

import pytest

from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import Secret
from seawall.runtime.identity.caller import AuthenticationType, Caller, caller_from, decide_caller
from seawall.runtime.identity.config_document import ConfigDocument
from seawall.sdks.sessions.settings import Settings
from tests.rows import row
from tests.runtime.identity.configurations import CANFAR_1_0, VERSION_2, document, written

CANFAR = "https://ws-uv.canfar.net"
SWE = "https://swe.test"
OTHER = "https://other.test"
TOKEN, CERT = Secret("given-t0ken"), Path("/given.pem")
EMPTY = ConfigDocument(Path("/none/config.yaml"))


def decided(settings: Settings, saved: ConfigDocument, *, has_file: bool = True) -> Caller[Settings]:
    return decide_caller(settings, saved, is_file=lambda _: has_file)


def test_the_identity_and_the_server_of_each_case(tmp_path: Path) -> None:
    saved = document(tmp_path)
    oidc = AuthenticationType.SAVED_TOKENS
    for settings, url, authentication in [
        # The saved login of the active server, and of the others.
        (Settings(), SWE, oidc),
        (Settings(idp="srcnet"), SWE, oidc),
        (Settings(idp="cadc"), CANFAR, AuthenticationType.SAVED_CERTIFICATE),
        (Settings(server="canfar"), CANFAR, AuthenticationType.SAVED_CERTIFICATE),
        (Settings(server="swe"), SWE, oidc),
        (Settings(base_url=CANFAR), CANFAR, AuthenticationType.SAVED_CERTIFICATE),
        (Settings(base_url=f"{SWE}/skaha/v1/"), SWE, oidc),
        # What is given goes first; it uses the saved server unless another one is given.
        (Settings(token=TOKEN), SWE, AuthenticationType.TOKEN),
        (Settings(token=TOKEN, certificate=CERT), SWE, AuthenticationType.TOKEN),
        (Settings(token=TOKEN, base_url=OTHER), OTHER, AuthenticationType.TOKEN),
        (Settings(token=TOKEN, server="canfar"), CANFAR, AuthenticationType.TOKEN),
        (Settings(certificate=CERT), SWE, AuthenticationType.CERTIFICATE),
        (Settings(certificate=CERT, base_url=OTHER, idp="cadc"), OTHER, AuthenticationType.CERTIFICATE),
        # A saved login is never sent to a server that is not saved, or is another provider's.
        (Settings(base_url=OTHER), OTHER, None),
        (Settings(base_url=OTHER, idp="srcnet"), OTHER, None),
        (Settings(base_url="http://swe.test"), "http://swe.test", None),
        (Settings(base_url="https://swe.test:8443"), "https://swe.test:8443", None),
        (Settings(base_url=f"{SWE}/prefix"), f"{SWE}/prefix", None),
        (Settings(server="swe", idp="cadc"), SWE, None),
        (Settings(idp="unknown"), CANFAR, None),
    ]:
        with row(settings):
            caller = decided(settings, saved)
            assert (caller.settings.base_url, caller.authentication) == (url, authentication)
            assert bool(caller.missing) is (authentication is None)


def test_without_a_file_the_certificate_of_cadc_is_used_for_its_server() -> None:
    caller = decided(Settings(), EMPTY)
    assert (caller.settings.base_url, caller.authentication) == (CANFAR, AuthenticationType.SAVED_CERTIFICATE)
    assert caller.certificate is not None
    assert caller.certificate.certificate_file == Path.home() / ".ssl" / "cadcproxy.pem"
    assert decided(Settings(base_url=CANFAR), EMPTY).authentication is AuthenticationType.SAVED_CERTIFICATE
    assert decided(Settings(base_url=OTHER), EMPTY).authentication is None


def test_a_missing_login_says_what_is_missing(tmp_path: Path) -> None:
    no_login = VERSION_2.replace(
        "  cadc: {idp: cadc, mode: x509, path: /ada/.ssl/cadcproxy.pem, expiry: 0.0}\n", ""
    )
    for settings, saved, words in [
        (Settings(), EMPTY, "You are not logged in: there is no /"),
        (Settings(idp="srcnet"), EMPTY, "No server is chosen for srcnet."),
        (Settings(base_url=OTHER), document(tmp_path), "https://other.test is not a saved server, and"),
        (
            Settings(server="swe", idp="cadc"),
            document(tmp_path),
            "The server swe is for users of srcnet, not of cadc.",
        ),
        (Settings(idp="cadc"), document(tmp_path, no_login), "You are not logged in: there is no /"),
        (
            Settings(idp="srcnet"),
            document(tmp_path, VERSION_2.replace("\n  srcnet:\n", "\n  other:\n")),
            "You are not logged in at srcnet.",
        ),
    ]:
        with row(settings):
            assert decided(settings, saved, has_file=False).missing.startswith(words)


def test_a_saved_server_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no server 'sw' in .*config\.yaml\. The nearest is swe\."):
        decided(Settings(server="sw"), document(tmp_path))
    with pytest.raises(ConfigError, match="It has no servers"):
        decided(Settings(server="sw"), EMPTY)
    with pytest.raises(ConfigError, match="base_url and server are given"):
        decided(Settings(server="swe", base_url=OTHER), document(tmp_path))


def test_the_only_server_of_a_provider_needs_no_choice(tmp_path: Path) -> None:
    text = VERSION_2.replace("  server: swe\n  servers: {srcnet: swe, cadc: canfar}\n", "")
    assert decided(Settings(), document(tmp_path, text)).settings.base_url == SWE


def test_a_login_of_an_unknown_kind_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"authentication\.srcnet\.mode must be x509 or oidc"):
        decided(Settings(), document(tmp_path, VERSION_2.replace("mode: oidc", "mode: saml")))


def test_a_broken_file_does_not_get_in_the_way_of_what_is_given(tmp_path: Path) -> None:
    path = written(tmp_path, CANFAR_1_0).path
    given = caller_from(Settings(token=TOKEN, base_url=OTHER, config_file=path))
    assert given.authentication is AuthenticationType.TOKEN
    for settings in (Settings(config_file=path), Settings(token=TOKEN, config_file=path)):
        with pytest.raises(ConfigError, match=r"canfar 1\.0"):
            caller_from(settings)


def test_the_password_of_a_key_is_asked_for_when_it_is_needed() -> None:
    settings = Settings(
        certificate=CERT, certificate_key=Path("/key.pem"), certificate_password=Secret("hunter2")
    )
    caller = decided(settings, EMPTY)
    assert caller.certificate is not None
    assert caller.certificate.key_file == Path("/key.pem")
    assert caller.certificate.key_password is not None
    assert caller.certificate.key_password() == "hunter2"


def test_a_token_provider_counts_as_a_token(tmp_path: Path) -> None:
    caller = decide_caller(Settings(), document(tmp_path), has_tokens=True)
    assert (caller.settings.base_url, caller.authentication) == (SWE, AuthenticationType.TOKEN)
    broken = Settings(base_url=OTHER, config_file=written(tmp_path, CANFAR_1_0).path)
    assert caller_from(broken, has_tokens=True).authentication is AuthenticationType.TOKEN


def test_a_key_needs_its_certificate() -> None:
    for settings in (Settings(certificate_key=CERT), Settings(certificate_password=TOKEN)):
        with row(settings), pytest.raises(ConfigError, match="need a certificate"):
            decided(settings, EMPTY)


def test_no_secret_shows(tmp_path: Path) -> None:
    caller = decided(
        Settings(token=TOKEN, registry_username="u", registry_secret=Secret("s3cr3t")), document(tmp_path)
    )
    shown = repr(caller)
    assert "s3cr3t" not in shown
    assert "t0ken" not in shown
