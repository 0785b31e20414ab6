"""Compare the origins of two URLs (scheme, host and port; RFC 6454). Pure."""

from urllib.parse import urlsplit

__all__ = ["same_origin"]


def same_origin(url: str, home: str) -> bool:
    """Return whether `url` has the scheme, host, port and user of `home`, so that it may receive its secrets.

    A URL with a backslash or a space has no origin: URL libraries disagree about its host.
    """
    origin = _origin(url)
    return origin is not None and origin == _origin(home)


def _origin(url: str) -> tuple[str, str, str, int] | None:
    if "\\" in url or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    default_port = {"http": 80, "https": 443}.get(parts.scheme)
    if default_port is None or not parts.hostname:
        return None
    user = parts.netloc.rpartition("@")[0]
    return parts.scheme, user, parts.hostname, default_port if port is None else port
