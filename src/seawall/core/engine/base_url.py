"""Check the base URL of an API. Pure."""

from urllib.parse import urlsplit

from seawall.core.errors import ConfigError
from seawall.core.validation.arguments import require_type

__all__ = ["checked_base_url"]


def checked_base_url(base_url: str) -> str:
    """The address that paths are below, without a slash at its end; raises ConfigError."""
    require_type(
        base_url, "base_url", ok=isinstance(base_url, str), expected="text, e.g. https://api.example"
    )
    try:
        parts = urlsplit(base_url)
        is_one = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_one = False
    if not is_one:
        raise ConfigError("base_url is no http or https URL. Give one such as https://api.example.")
    return base_url.rstrip("/")
