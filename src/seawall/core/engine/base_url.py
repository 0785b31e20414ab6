"""Check the base URL of an API. Pure."""

from urllib.parse import urlsplit

from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import Secret, hidden
from seawall.core.validation.arguments import require_type

__all__ = ["NOT_A_URL", "base_url_fault", "checked_base_url"]

NOT_A_URL = "is not an http or https URL"
"""The fault of text that is no such URL at all."""

_QUOTES = frozenset("\"'`")


def checked_base_url(base_url: str) -> str:
    """Return `base_url` without a trailing slash; raise ConfigError if it is not an http or https URL."""
    # The message and the frames do not show the URL: it may hold a password.
    base_url = hidden(base_url)
    require_type(
        base_url, "base_url", ok=isinstance(base_url, str), expected="text, e.g. https://api.example"
    )
    fault = base_url_fault(base_url)
    if fault is not None:
        raise ConfigError(f"base_url {fault}. Give one such as https://api.example.")
    return str(base_url).rstrip("/")


def base_url_fault(url: str) -> str | None:
    """Return why `url` can not be a base URL, as the end of a sentence about it; None if it can."""
    url = Secret(url)
    if url[:1] in _QUOTES or url[-1:] in _QUOTES:
        return "is in quotes, which are no part of it: remove them"
    if url != url.strip():
        return "begins or ends with a space or a line end: remove it"
    try:
        has_user = "@" in urlsplit(url).netloc
        is_url = urlsplit(url).scheme in {"http", "https"} and bool(urlsplit(url).hostname)
    except ValueError:
        return NOT_A_URL
    if has_user:
        return "must hold no user or password"
    return None if is_url else NOT_A_URL
