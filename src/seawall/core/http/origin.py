"""Compare the origins of two URLs (scheme, host and port; RFC 6454). Pure."""

from urllib.parse import urlsplit

__all__ = ["same_origin"]


def same_origin(url: str, home: str) -> bool:
    """Whether a secret for the API at `home` may go to `url`: the same scheme, host and port.

    An address that one library may read otherwise than another, with a backslash or a space, gets none, and
    nor does one with another user name than that of `home`.
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
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    if usual is None or not parts.hostname:
        return None
    return parts.scheme, parts.netloc.rpartition("@")[0], parts.hostname, usual if port is None else port
