"""Check the base URL of an API. Pure."""

from urllib.parse import urlsplit

from seawall.core.errors import ConfigError
from seawall.core.validation.arguments import require_type

__all__ = ["checked_base_url"]


def checked_base_url(base_url: str) -> str:
    """Return `base_url` without a trailing slash; raise ConfigError if it is not an http or https URL."""
    require_type(
        base_url, "base_url", ok=isinstance(base_url, str), expected="text, e.g. https://api.example"
    )
    try:
        parts = urlsplit(base_url)
        is_valid = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_valid = False
    if not is_valid:
        # The message does not show the URL: it may hold a password.
        raise ConfigError("base_url is not an http or https URL. Give one such as https://api.example.")
    return base_url.rstrip("/")
