# DO NOT EDIT. Derived from ../_async/test_certificates.py by "python -m seawall.codegen.derive".
"""Certificate authorities and client certificates work in the same way with all transports."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from seawall.core.errors import CertificateError, ConfigError, NotSentError, TransportError
from seawall.transports import TransportOptions
from tests.transports._sync.kinds import Real, over_sockets, send
from tests.transports.authorities import PASSWORD, Authority, encrypted
from tests.transports.error_report import error_report
from tests.transports.loopback import LoopbackServer, message

pytestmark = pytest.mark.slow


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority.in_(tmp_path / "one")


@over_sockets
def test_a_ca_file_is_trusted(kind: type[Real], authority: Authority) -> None:
    options = TransportOptions(ca_file=authority.ca_file)
    with LoopbackServer(message(200, b"hello"), tls=authority.server()) as server:
        assert (send(kind, server, options=options)).body == b"hello"


@over_sockets
def test_each_certificate_of_a_ca_file_is_trusted(
    kind: type[Real], authority: Authority, tmp_path: Path
) -> None:
    other, bundle = Authority.in_(tmp_path / "two"), tmp_path / "bundle.pem"
    bundle.write_bytes(other.ca_file.read_bytes() + b"a comment\n" + authority.ca_file.read_bytes())
    with LoopbackServer(message(200, b"hello"), tls=authority.server()) as server:
        assert (send(kind, server, options=TransportOptions(ca_file=bundle))).body == b"hello"


@over_sockets
def test_the_certificates_of_the_system_are_trusted_too(
    kind: type[Real], authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = Authority.in_(tmp_path / "system")
    monkeypatch.setenv("SSL_CERT_FILE", str(system.ca_file))
    options = TransportOptions(ca_file=authority.ca_file, connect_timeout_s=9.0)
    for one in (system, authority):
        with LoopbackServer(message(200, b"hello"), tls=one.server()) as server:
            assert (send(kind, server, options=options)).body == b"hello"


@over_sockets
def test_unusable_certificates_of_the_environment_raise_in_the_constructor(
    kind: type[Real], authority: Authority, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    (tmp_path / "empty.pem").write_text("nothing")
    (tmp_path / "half.pem").write_bytes(authority.ca_file.read_bytes()[:200])
    files = [str(tmp_path / name) for name in ("none.pem", "empty.pem", "half.pem", ".")]
    for name, value in [
        *(("SSL_CERT_FILE", file) for file in ("", *files)),
        *(("SSL_CERT_DIR", folder) for folder in ("", str(tmp_path / "none"), str(tmp_path))),
    ]:
        with subtests.test(name=name, value=value), pytest.MonkeyPatch.context() as patch:
            patch.setenv(name, value)
            with pytest.raises(ConfigError, match=name):
                kind()


@over_sockets
def test_the_certificates_of_the_environment_may_change(
    kind: type[Real], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        authority = Authority.in_(tmp_path / name)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
        with LoopbackServer(message(200, b"hello"), tls=authority.server()) as server:
            assert (send(kind, server)).body == b"hello"


@over_sockets
def test_a_file_and_a_folder_of_the_environment_are_both_trusted(
    kind: type[Real], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = Authority.in_(tmp_path / "one"), Authority.in_(tmp_path / "two")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / f"{two.subject_hash()}.0").write_bytes(two.ca_file.read_bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(one.ca_file))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "folder"))
    for authority in (one, two):
        with LoopbackServer(message(200, b"hello"), tls=authority.server()) as server:
            assert (send(kind, server)).body == b"hello"


@over_sockets
def test_a_certificate_of_another_authority_is_not_trusted(
    kind: type[Real], authority: Authority, tmp_path: Path
) -> None:
    options = TransportOptions(ca_file=Authority.in_(tmp_path / "two").ca_file)
    server = LoopbackServer(message(200), tls=authority.server())
    with server, pytest.raises(NotSentError, match="its certificate is not trusted"):
        send(kind, server, options=options)
    assert server.requests == []


@over_sockets
def test_a_certificate_for_another_host_is_not_trusted(
    kind: type[Real], authority: Authority
) -> None:
    options = TransportOptions(ca_file=authority.ca_file)
    server = LoopbackServer(message(200), tls=authority.server("other.test"))
    with server, pytest.raises(NotSentError, match="its certificate is not trusted"):
        send(kind, server, options=options)
    assert server.requests == []


FORMS: list[str] = ["two files", "one file", "encrypted"]


@over_sockets
def test_a_client_certificate_is_sent(
    kind: type[Real], authority: Authority, subtests: pytest.Subtests
) -> None:
    for form in FORMS:
        with subtests.test(form=form):
            certificate, key = authority.client()
            match form:
                case "two files":
                    options = TransportOptions(
                        ca_file=authority.ca_file, client_cert=certificate, client_key=key
                    )
                case "one file":
                    certificate.write_bytes(key.read_bytes() + certificate.read_bytes())
                    options = TransportOptions(ca_file=authority.ca_file, client_cert=certificate)
                case _:
                    options = TransportOptions(
                        ca_file=authority.ca_file,
                        client_cert=certificate,
                        client_key=encrypted(key),
                        key_password=lambda: PASSWORD,
                    )
            tls = authority.server(clients_of=authority)
            with LoopbackServer(message(200, b"hello"), tls=tls) as server:
                assert (send(kind, server, options=options)).body == b"hello"


@over_sockets
def test_a_rejected_client_certificate_is_a_transport_error(
    kind: type[Real], authority: Authority, tmp_path: Path
) -> None:
    certificate, key = Authority.in_(tmp_path / "two").client()
    tls = authority.server(clients_of=authority)
    for options in (
        TransportOptions(ca_file=authority.ca_file),
        TransportOptions(ca_file=authority.ca_file, client_cert=certificate, client_key=key),
    ):
        with LoopbackServer(message(200), tls=tls) as server, pytest.raises(TransportError):
            send(kind, server, options=options)
        assert server.requests == []


UNUSABLE: list[str] = [
    "no ca file",
    "ca file without a certificate",
    "half a ca file",
    "no key",
    "no certificate",
    "wrong password",
    "no password",
    "another's key",
]


@over_sockets
def test_an_unusable_certificate_file_raises_in_the_constructor(
    kind: type[Real], authority: Authority, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for broken in UNUSABLE:
        with subtests.test(broken=broken):
            empty = tmp_path / "empty.pem"
            empty.write_text("nothing")
            half = tmp_path / "half.pem"
            half.write_bytes(authority.ca_file.read_bytes()[:200])
            certificate, key = authority.client()
            locked, (_, other) = encrypted(key), authority.client("other")
            options = {
                "no ca file": TransportOptions(ca_file=tmp_path / "nowhere.pem"),
                "ca file without a certificate": TransportOptions(ca_file=empty),
                "half a ca file": TransportOptions(ca_file=half),
                "no key": TransportOptions(client_cert=certificate),
                "no certificate": TransportOptions(client_cert=empty, client_key=key),
                "wrong password": TransportOptions(
                    client_cert=certificate, client_key=locked, key_password=lambda: "hunter2"
                ),
                "another's key": TransportOptions(client_cert=certificate, client_key=other),
                "no password": TransportOptions(client_cert=certificate, client_key=locked),
            }[broken]
            with pytest.raises(ConfigError, match="can not be read") as caught:
                kind(options=options)
            assert "hunter2" not in error_report(caught.value)
            assert "PRIVATE KEY" not in error_report(caught.value)


@over_sockets
def test_an_expired_client_certificate_raises_before_it_is_used(
    kind: type[Real], authority: Authority
) -> None:
    certificate, key = authority.client(ended=datetime(2020, 2, 3, tzinfo=UTC))
    options = TransportOptions(client_cert=certificate, client_key=key)
    with pytest.raises(CertificateError, match=r"expired at 2020-02-03 .* Renew it"):
        kind(options=options)
