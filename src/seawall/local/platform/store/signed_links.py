"""Signed links to files: they need no token and expire."""

import hashlib
import hmac
from datetime import datetime, timedelta
from urllib.parse import quote

from attrs import field, frozen

__all__ = ["SignedLinks"]


@frozen
class SignedLinks:
    """Signs and verifies links: HMAC-SHA256 over path and expiry time."""

    _secret: bytes = field(repr=False)
    _lifetime_s: int

    def link(self, base_url: str, path: str, now: datetime) -> str:
        """Create a URL of the path (unquoted, with a leading slash); it is valid for the lifetime."""
        expires = int((now + timedelta(seconds=self._lifetime_s)).timestamp())
        return f"{base_url}{quote(path)}?expires={expires}&signature={self._signature(path, expires)}"

    def is_valid(self, path: str, expires: int, signature: str, now: datetime) -> bool:
        """Return True if the signature is correct and the link has not expired."""
        is_signed = hmac.compare_digest(self._signature(path, expires).encode(), signature.encode())
        return is_signed and now.timestamp() < expires

    def _signature(self, path: str, expires: int) -> str:
        return hmac.new(self._secret, f"{path}?{expires}".encode(), hashlib.sha256).hexdigest()
