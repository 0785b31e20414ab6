"""An authority, a person's certificate and proxy certificates of it (RFC 3820), made for each test."""

import ssl
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from attrs import frozen
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

__all__ = ["NOW", "Identity", "authority", "person", "proxy_of", "server_context"]

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
# proxyCertInfo, with the policy id-ppl-inheritAll (RFC 3820, section 3.8).
_PROXY_INFO = x509.UnrecognizedExtension(
    x509.ObjectIdentifier("1.3.6.1.5.5.7.1.14"), bytes.fromhex("300c300a06082b06010505071501")
)


@frozen
class Identity:
    """A certificate, its key, and the certificates above it."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    above: tuple[x509.Certificate, ...] = ()

    def certificate_pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def key_pem(self, password: str | None = None) -> bytes:
        encryption: KeySerializationEncryption = (
            BestAvailableEncryption(password.encode()) if password else NoEncryption()
        )
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)

    def in_one_file(self, path: Path) -> Path:
        """Write the certificate, its key and the chain to one file with mode 0600, as grids do."""
        above = b"".join(certificate.public_bytes(Encoding.PEM) for certificate in self.above)
        path.write_bytes(self.certificate_pem() + self.key_pem() + above)
        path.chmod(0o600)
        return path


def _name(*common_names: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name) for name in common_names])


def _signed(
    names: tuple[str, ...],
    by: "Identity | None",
    life: tuple[datetime, datetime],
    *extensions: tuple[x509.ExtensionType, bool],
    above: tuple[x509.Certificate, ...] = (),
) -> Identity:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(*names)
    issuer, issuer_key = (by.certificate.subject, by.key) if by else (subject, key)
    builder = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(life[0]).not_valid_after(life[1])
    for extension, is_critical in extensions:
        builder = builder.add_extension(extension, critical=is_critical)
    return Identity(builder.sign(issuer_key, hashes.SHA256()), key, above)


@cache
def authority() -> Identity:
    """Return the authority that the server trusts; it signed the certificate of the server too."""
    life = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC))
    return _signed(("Authority",), None, life, (x509.BasicConstraints(ca=True, path_length=None), True))


def person(
    not_before: datetime = NOW - timedelta(days=30), not_after: datetime = NOW + timedelta(days=335)
) -> Identity:
    """A person's own certificate, good for a year of which a month is over."""
    usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)  # noqa: FBT003
    return _signed(
        ("Person",),
        authority(),
        (not_before, not_after),
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (usage, True),
    )


def proxy_of(
    owner: Identity,
    not_before: datetime = NOW - timedelta(hours=1),
    not_after: datetime = NOW + timedelta(hours=11),
) -> Identity:
    """A proxy certificate: made from `owner`, with a key of its own and half a day to live."""
    usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)  # noqa: FBT003
    above = (owner.certificate, *owner.above)
    life = (not_before, not_after)
    names = tuple(str(name.value) for name in owner.certificate.subject)
    return _signed((*names, "1234"), owner, life, (usage, True), (_PROXY_INFO, True), above=above)


def server_context(folder: Path) -> ssl.SSLContext:
    """Return the TLS context of a server that requires a certificate, or a proxy certificate of one."""
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    life = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC))
    own = _signed(("127.0.0.1",), authority(), life, (address, False)).in_one_file(folder / "server.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own)
    context.load_verify_locations(cadata=authority().certificate_pem().decode())
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= ssl.VERIFY_ALLOW_PROXY_CERTS
    return context
