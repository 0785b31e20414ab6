"""Client certificates, and the proxy certificates of grids (RFC 3820)."""

import socket
import ssl
import stat
import sys
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from seawall.core.auth.certificate_chain import CertificateValidity
from seawall.core.errors import CertificateError, ConfigError
from seawall.runtime.auth.client_certificate import ClientCertificate, save_certificate
from tests.rows import row
from tests.runtime.certificates import NOW, authority, person, proxy_of, server_context
from tests.transports.loopback import LoopbackServer, message

AT = NOW.timestamp()
HOUR = timedelta(hours=1)


def in_two_files(folder: Path, password: str | None = None) -> tuple[Path, Path]:
    identity = person()
    certificate, key = folder / "person.pem", folder / "person.key"
    certificate.write_bytes(identity.certificate_pem())
    key.write_bytes(identity.key_pem(password))
    key.chmod(0o600)
    return certificate, key


# --- Validity period -------------------------------------------------------------------------------------


def test_check_returns_the_validity_period(tmp_path: Path) -> None:
    validity = ClientCertificate(person().in_one_file(tmp_path / "person.pem")).check(AT)
    days = timedelta(days=1)
    assert validity == CertificateValidity(not_before=NOW - 30 * days, not_after=NOW + 335 * days)


@pytest.mark.parametrize(
    ("owners_end", "proxys_end", "end"), [(HOUR, 2 * HOUR, HOUR), (2 * HOUR, HOUR, HOUR)]
)
def test_a_chain_expires_with_its_first_certificate(
    tmp_path: Path, owners_end: timedelta, proxys_end: timedelta, end: timedelta
) -> None:
    proxy = proxy_of(person(not_after=NOW + owners_end), not_after=NOW + proxys_end)
    certificate = ClientCertificate(proxy.in_one_file(tmp_path / "proxy.pem"))
    assert certificate.check(AT).not_after == NOW + end
    with pytest.raises(CertificateError, match="expired"):
        certificate.check((NOW + end).timestamp() + 1)


def test_a_proxy_of_a_proxy_expires_with_the_first_of_them(tmp_path: Path) -> None:
    first = proxy_of(person(), not_after=NOW + HOUR)
    second = proxy_of(first, not_after=NOW + 3 * HOUR)
    validity = ClientCertificate(second.in_one_file(tmp_path / "proxy.pem")).check(AT)
    assert validity.not_after == NOW + HOUR


def test_the_error_of_an_expired_certificate_has_its_date(tmp_path: Path) -> None:
    path = proxy_of(person()).in_one_file(tmp_path / "proxy.pem")
    with pytest.raises(CertificateError, match=r"proxy\.pem expired at 2026-03-01 23:00 UTC\. Renew it"):
        ClientCertificate(path).check(AT + 12 * 3600)


def test_the_error_of_a_future_certificate_has_its_date(tmp_path: Path) -> None:
    path = proxy_of(person()).in_one_file(tmp_path / "proxy.pem")
    with pytest.raises(CertificateError, match=r"not valid before 2026-03-01 11:00 UTC\. Check"):
        ClientCertificate(path).check(AT - 2 * 3600)


@pytest.mark.parametrize(("hours", "is_logged"), [(9, False), (10, True)])
def test_a_certificate_that_expires_soon_is_logged(
    tmp_path: Path, hours: int, is_logged: bool, caplog: pytest.LogCaptureFixture
) -> None:
    path = proxy_of(person()).in_one_file(tmp_path / "proxy.pem")
    ClientCertificate(path).check(AT + hours * 3600)
    assert (f"The client certificate in {path} expires at 2026-03-01 23:00 UTC" in caplog.text) is is_logged


# --- Files -----------------------------------------------------------------------------------------------


def test_a_file_without_a_certificate_is_rejected(tmp_path: Path) -> None:
    for content in (b"", b"hello", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        with row(content):
            path = tmp_path / "file.pem"
            path.write_bytes(content)
            with pytest.raises(ConfigError, match=r"file\.pem contains no certificate"):
                ClientCertificate(path).check(AT)


def test_a_missing_file_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.pem can not be read: No such file"):
        ClientCertificate(tmp_path / "none.pem").check(AT)
    certificate, _ = in_two_files(tmp_path)
    with pytest.raises(ConfigError, match=r"key none\.key|none\.key can not be read: No such file"):
        ClientCertificate(certificate, key_file=tmp_path / "none.key").check(AT)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes.")
@pytest.mark.parametrize(
    ("mode", "is_logged"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True)]
)
def test_a_key_that_other_users_can_read_is_logged(
    tmp_path: Path, mode: int, is_logged: bool, caplog: pytest.LogCaptureFixture
) -> None:
    certificate, key = in_two_files(tmp_path)
    key.chmod(mode)
    ClientCertificate(certificate, key_file=key).check(AT)
    assert (f"Other users can read the private key in {key}" in caplog.text) is is_logged


def test_the_key_can_be_in_another_file(tmp_path: Path) -> None:
    for password in (None, "hunter2"):
        certificate, key = in_two_files(tmp_path, password)
        password_function = partial(str, password) if password else None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        ClientCertificate(certificate, key_file=key, key_password=password_function).load_into(context, AT)


def test_without_its_password_a_key_can_not_be_used(tmp_path: Path) -> None:
    for given, words in (
        (None, "is encrypted: give its password"),
        ("wrong", "can not be decrypted: check its password"),
        ("", "is encrypted: give its password"),
    ):
        with row(given):
            certificate, key = in_two_files(tmp_path, "hunter2")
            password_function = None if given is None else partial(str, given)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            with pytest.raises(ConfigError, match=rf"^The private key in .*person\.key {words}\.$"):
                ClientCertificate(certificate, key_file=key, key_password=password_function).load_into(
                    context, AT
                )


def test_the_key_of_another_certificate_is_rejected(tmp_path: Path) -> None:
    certificate, key = in_two_files(tmp_path)
    key.write_bytes(person().key_pem())
    with pytest.raises(ConfigError, match=r"person\.key belongs to another certificate: give the key"):
        ClientCertificate(certificate, key_file=key).load_into(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), AT)


def test_a_file_without_a_usable_key_is_rejected(tmp_path: Path) -> None:
    certificate, key = in_two_files(tmp_path)
    with pytest.raises(ConfigError, match=r"person\.pem contains no private key in PEM form: add the key"):
        ClientCertificate(certificate).check_key()
    key.write_bytes(b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
    with pytest.raises(ConfigError, match=r"person\.key can not be read\.$"):
        ClientCertificate(certificate, key_file=key).check_key()
    with pytest.raises(ConfigError, match=r"none\.key can not be read: No such file"):
        ClientCertificate(certificate, key_file=tmp_path / "none.key").check_key()


def test_the_key_of_a_proxy_certificate_belongs_to_its_first_certificate(tmp_path: Path) -> None:
    ClientCertificate(proxy_of(person()).in_one_file(tmp_path / "proxy.pem")).check_key()


def test_a_key_that_openssl_refuses_is_rejected(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_ciphers("DEFAULT@SECLEVEL=5")
    path = person().in_one_file(tmp_path / "person.pem")
    with pytest.raises(ConfigError, match=r"person\.pem can not be used"):
        ClientCertificate(path).load_into(context, AT)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes.")
def test_a_saved_certificate_is_private_and_replaced_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / ".ssl" / "proxy.pem"
    for content in (b"first", b"second"):
        save_certificate(path, content)
        assert path.read_bytes() == content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["proxy.pem"]
    with pytest.raises(ConfigError, match="can not be written"):
        save_certificate(path / "proxy.pem", b"third")


def test_an_expired_certificate_is_not_loaded(tmp_path: Path) -> None:
    path = proxy_of(person()).in_one_file(tmp_path / "proxy.pem")
    with pytest.raises(CertificateError):
        ClientCertificate(path).load_into(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), AT + 12 * 3600)


def test_the_repr_shows_paths_and_no_password(tmp_path: Path) -> None:
    path = person().in_one_file(tmp_path / "person.pem")
    shown = repr(ClientCertificate(path, key_password=lambda: "hunter2"))
    assert "person.pem" in shown
    assert "lambda" not in shown


# --- On the wire -----------------------------------------------------------------------------------------


def result_of(certificate: ClientCertificate | None, url: str) -> bytes:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=authority().certificate_pem().decode())
    if certificate is not None:
        certificate.load_into(context, time.time())
    port = int(url.rpartition(":")[2])
    with (
        socket.create_connection(("127.0.0.1", port), timeout=5) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as connection,
    ):
        connection.sendall(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        return connection.recv(1000)


def test_a_server_accepts_a_proxy_certificate(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    owner = person(now - timedelta(days=1), now + timedelta(days=30))
    proxy = proxy_of(proxy_of(owner, now - HOUR, now + HOUR), now - HOUR, now + HOUR)
    path = proxy.in_one_file(tmp_path / "proxy.pem")
    with LoopbackServer(message(200, b"welcome"), tls=server_context(tmp_path)) as server:
        assert result_of(ClientCertificate(path), server.url).endswith(b"welcome")


def test_a_server_that_requires_a_certificate_rejects_a_client_without(tmp_path: Path) -> None:
    with (
        LoopbackServer(message(200, b"welcome"), tls=server_context(tmp_path)) as server,
        pytest.raises((ssl.SSLError, ConnectionError)),
    ):
        result_of(None, server.url)
