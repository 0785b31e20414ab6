"""The certificate authority of a local server: signs the certificates of the server and of its users.

A user logs in with a proxy certificate (RFC 3820): a key of its own, signed by the user's certificate, with
the user's name plus one more common name.
"""

import ssl
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from attrs import field, frozen
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import NameOID

from seawall.local.serving.secret_files import load_or_create_secret
from seawall.local.sessions.identity.certificates import (
    Signed,
    authority_certificate,
    proxy_certificate,
    server_certificate,
    user_certificate,
)
from seawall.runtime.files.atomic_write import write_atomically

__all__ = ["CA_FILE", "Authority", "user_of"]

CA_FILE = "ca.pem"
_KEY_FILE = "ca.key.pem"
_SERVER_FILE = "server.pem"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@frozen
class Authority:
    """Authority with its files in `folder`, each with mode 0600; its clients trust `ca.pem`."""

    folder: Path
    _own: Signed = field(repr=False)

    @classmethod
    def open(cls, folder: Path, now: datetime) -> "Authority":
        """Load the authority of this folder, or create it."""
        pem = load_or_create_secret(folder / _KEY_FILE, lambda: authority_certificate(now).pem())
        key = load_pem_private_key(pem, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        own = Signed(x509.load_pem_x509_certificate(pem), key)
        # Written at each start: it must be the certificate of this key.
        write_atomically(folder / CA_FILE, own.certificate_pem())
        return cls(folder, own)

    def server_context(self, names: Sequence[str], now: datetime) -> ssl.SSLContext:
        """Create the TLS context of a server with these names. A client may send a certificate of ours."""
        server = server_certificate(self._own, tuple(dict.fromkeys([*_LOOPBACK, *names])), now)
        path = self.folder / _SERVER_FILE
        write_atomically(path, server.pem())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(path)
        context.load_verify_locations(cadata=self._own.certificate_pem().decode())
        context.verify_mode = ssl.CERT_OPTIONAL
        context.verify_flags |= ssl.VERIFY_ALLOW_PROXY_CERTS
        return context

    def proxy(self, user: str, lifetime: timedelta, now: datetime) -> bytes:
        """Issue a proxy certificate: PEM of the certificate, its key, and the user's certificate."""
        # The key of the user's certificate is thrown away: it signs this proxy certificate and nothing else.
        owner = user_certificate(self._own, user, lifetime, now)
        return proxy_certificate(owner, lifetime, now).pem()


def user_of(certificate: x509.Certificate) -> str:
    """Return the user of a verified certificate: the first common name of its subject.

    OpenSSL has checked that the subject of a proxy certificate is that of its owner and one more name.
    """
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value)
