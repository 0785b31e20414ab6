"""X.509 certificates (RFC 5280) and proxy certificates (RFC 3820): built and signed, nothing stored."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address

from attrs import field, frozen
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

__all__ = [
    "Signed",
    "authority_certificate",
    "proxy_certificate",
    "server_certificate",
    "user_certificate",
]

_YEAR = timedelta(days=365)
_EARLIER = timedelta(hours=1)  # the clock of a client may be behind
# proxyCertInfo with the policy id-ppl-inheritAll (RFC 3820 section 3.8).
_PROXY_INFO = x509.UnrecognizedExtension(
    x509.ObjectIdentifier("1.3.6.1.5.5.7.1.14"), bytes.fromhex("300c300a06082b06010505071501")
)
_ORGANIZATION = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Seawall local sessions server")


@frozen
class Signed:
    """A certificate, its key, and the certificate that signed it if clients have to send that too."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False)
    above: x509.Certificate | None = None

    def certificate_pem(self) -> bytes:
        """The certificate alone."""
        return self.certificate.public_bytes(Encoding.PEM)

    def pem(self) -> bytes:
        """Certificate, unencrypted key, and the certificate above, in one text."""
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        above = b"" if self.above is None else self.above.public_bytes(Encoding.PEM)
        return self.certificate_pem() + key + above


def authority_certificate(now: datetime) -> Signed:
    """Create an authority, valid for 10 years."""
    constraints = x509.BasicConstraints(ca=True, path_length=None)
    return _sign(
        None,
        _name("Authority"),
        now,
        10 * _YEAR,
        [(constraints, True), (_usage(signs_certificates=True), True)],
    )


def server_certificate(authority: Signed, names: Sequence[str], now: datetime) -> Signed:
    """Create the certificate of a server with these host names and addresses, valid for a year."""
    return _sign(
        authority,
        _name("Server"),
        now,
        _YEAR,
        [
            (x509.SubjectAlternativeName([_general_name(name) for name in names]), False),
            (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
            (x509.BasicConstraints(ca=False, path_length=None), True),
            (_usage(), True),
        ],
    )


def user_certificate(authority: Signed, user: str, lifetime: timedelta, now: datetime) -> Signed:
    """Create the certificate of a user."""
    constraints = x509.BasicConstraints(ca=False, path_length=None)
    return _sign(authority, _name(user), now, lifetime, [(constraints, True), (_usage(), True)])


def proxy_certificate(owner: Signed, lifetime: timedelta, now: datetime) -> Signed:
    """Create a proxy certificate of a user's certificate or of another proxy certificate."""
    number = x509.NameAttribute(NameOID.COMMON_NAME, str(x509.random_serial_number() % 10**9))
    name = x509.Name([*owner.certificate.subject, number])
    return _sign(owner, name, now, lifetime, [(_PROXY_INFO, True), (_usage(), True)], is_proxy=True)


def _sign(
    by: Signed | None,
    subject: x509.Name,
    now: datetime,
    lifetime: timedelta,
    extensions: Sequence[tuple[x509.ExtensionType, bool]],
    *,
    is_proxy: bool = False,
) -> Signed:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer, issuer_key = (by.certificate.subject, by.key) if by else (subject, key)
    builder = (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + lifetime)
        # Verifiers that follow RFC 5280 to the letter, as Python 3.13 does, ask for both identifiers.
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    for extension, is_critical in extensions:
        builder = builder.add_extension(extension, critical=is_critical)
    return Signed(builder.sign(issuer_key, hashes.SHA256()), key, by.certificate if by and is_proxy else None)


def _name(common_name: str) -> x509.Name:
    return x509.Name([_ORGANIZATION, x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _usage(*, signs_certificates: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
