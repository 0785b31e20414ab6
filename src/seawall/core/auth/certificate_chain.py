"""The validity period of a chain of X.509 certificates, and its private key. Pure: the time is an argument.

A chain is valid as long as each of its certificates is (RFC 5280, section 6). A proxy certificate (RFC 3820)
is followed by the certificate that signed it; the first of them to expire ends both.
"""

from datetime import UTC, datetime, timedelta

from attrs import frozen

from seawall.core.errors import CertificateError
from seawall.core.redaction.secret import Secret
from seawall.core.whole_import import import_whole

__all__ = [
    "CertificateValidity",
    "has_proxy_certificate",
    "is_encrypted_key",
    "key_fault",
    "parse_validity",
]

_LONGEST_NOTICE = timedelta(days=7)
_NOTICE_SHARE = 0.1
# proxyCertInfo (RFC 3820, section 3.8).
_PROXY_CERTIFICATE = "1.3.6.1.5.5.7.1.14"
_KEY = b"PRIVATE KEY-----"
# PKCS #8 (RFC 5958) says it in the label, the older form in a line below it (RFC 1421).
_ENCRYPTED = (b"ENCRYPTED PRIVATE KEY-----", b"Proc-Type: 4,ENCRYPTED")


@frozen(kw_only=True)
class CertificateValidity:
    """The period in which a certificate is valid, both ends included, in UTC."""

    not_before: datetime
    not_after: datetime

    def require_valid(self, now: float, name: str) -> None:
        """Raise CertificateError, naming the certificate `name`, unless it is valid at `now`.

        `now` is in seconds since 1970.
        """
        at = datetime.fromtimestamp(now, UTC)
        if at > self.not_after:
            raise CertificateError(
                f"The client certificate in {name} expired at {self.not_after:%Y-%m-%d %H:%M} UTC. Renew it, "
                "then make a new client."
            )
        if at < self.not_before:
            raise CertificateError(
                f"The client certificate in {name} is not valid before {self.not_before:%Y-%m-%d %H:%M} UTC. "
                "Check this machine's clock."
            )

    def includes(self, now: float) -> bool:
        """Return whether it is valid at `now`, in seconds since 1970."""
        return self.not_before <= datetime.fromtimestamp(now, UTC) <= self.not_after

    def expires_soon(self, now: float) -> bool:
        """Return whether it expires within a week; within a tenth of the period if that is less."""
        notice = min(_LONGEST_NOTICE, _NOTICE_SHARE * (self.not_after - self.not_before))
        return datetime.fromtimestamp(now, UTC) >= self.not_after - notice


def parse_validity(pem: bytes) -> CertificateValidity:
    """Return the validity period of the chain in `pem`; raises ValueError if it contains no certificate."""
    # 70 ms, and only clients with a certificate need it.
    import_whole("cryptography.x509")
    from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415

    chain = load_pem_x509_certificates(pem)
    return CertificateValidity(
        not_before=max(certificate.not_valid_before_utc for certificate in chain),
        not_after=min(certificate.not_valid_after_utc for certificate in chain),
    )


def has_proxy_certificate(pem: bytes) -> bool:
    """Return whether one of the certificates in `pem` is a proxy certificate; False if there is none."""
    import_whole("cryptography.x509")
    from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415 - 70 ms, as above

    try:
        chain = load_pem_x509_certificates(pem)
        return any(one.oid.dotted_string == _PROXY_CERTIFICATE for each in chain for one in each.extensions)
    except ValueError:
        return False


def is_encrypted_key(key_pem: bytes) -> bool:
    """Return whether the private key in `key_pem` needs a password."""
    return any(mark in key_pem for mark in _ENCRYPTED)


def key_fault(pem: bytes, key_pem: bytes, password: str | None = None) -> str | None:
    """Return why `key_pem` can not be used with the first certificate in `pem`; None if it can.

    The text is the end of a sentence. `password` is that of an encrypted key.
    """
    password = None if password is None else Secret(password)
    if _KEY not in key_pem:
        return "contains no private key in PEM form: add the key, or name the file that has it"
    is_encrypted = is_encrypted_key(key_pem)
    if is_encrypted and not password:
        return "is encrypted: give its password"
    # 70 ms, and only clients with a certificate need it.
    import_whole("cryptography.hazmat.primitives.serialization", "cryptography.x509")
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        Encoding,
        PublicFormat,
        load_pem_private_key,
    )
    from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415

    spki = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    try:
        key = load_pem_private_key(key_pem, password.encode() if password and is_encrypted else None)
    # Several classes, and one of them is that of keys whose kind it does not know.
    except Exception:  # noqa: BLE001
        # Without the cause: its frames hold the key.
        return "can not be decrypted: check its password" if is_encrypted else "can not be read"
    certified = load_pem_x509_certificates(pem)[0].public_key()
    if certified.public_bytes(*spki) != key.public_key().public_bytes(*spki):
        return "belongs to another certificate: give the key that was made with this one"
    return None
