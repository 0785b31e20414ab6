"""New certificates for tests: of an authority, a server and a client."""

import ssl
import subprocess
from datetime import datetime
from pathlib import Path

import trustme
from attrs import frozen
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

__all__ = ["PASSWORD", "Authority", "encrypted"]

PASSWORD = "open sesame"


@frozen
class Authority:
    """A certificate authority that writes its files to `folder`."""

    folder: Path
    authority: trustme.CA

    @classmethod
    def in_(cls, folder: Path) -> "Authority":
        """Make a new authority."""
        folder.mkdir(exist_ok=True)
        return cls(folder, trustme.CA())

    def subject_hash(self) -> str:
        """Return the hash that names the file of this authority in a folder for OpenSSL."""
        command = ["openssl", "x509", "-hash", "-noout", "-in", str(self.ca_file)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    @property
    def ca_file(self) -> Path:
        """The file with the certificate of the authority."""
        path = self.folder / "ca.pem"
        self.authority.cert_pem.write_to_path(path)
        return path

    def server(self, *names: str, clients_of: "Authority | None" = None) -> ssl.SSLContext:
        """Return the SSL context of a server; with `clients_of`, it requires client certificates."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(*(names or ("127.0.0.1", "localhost"))).configure_cert(context)
        if clients_of is not None:
            clients_of.authority.configure_trust(context)
            context.verify_mode = ssl.CERT_REQUIRED
        return context

    def client(self, name: str = "client", *, ended: datetime | None = None) -> tuple[Path, Path]:
        """Write a client certificate, which expires at `ended` or much later, and its key."""
        leaf = self.authority.issue_cert(f"{name}@example.org", not_after=ended)
        certificate, key = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        certificate.write_bytes(b"".join(blob.bytes() for blob in leaf.cert_chain_pems))
        key.write_bytes(leaf.private_key_pem.bytes())
        return certificate, key


def encrypted(key: Path) -> Path:
    """Write a copy of a key, encrypted with PASSWORD."""
    loaded = load_pem_private_key(key.read_bytes(), None)
    locked = loaded.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(PASSWORD.encode())
    )
    path = key.with_suffix(".locked")
    path.write_bytes(locked)
    return path
