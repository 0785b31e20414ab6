"""The list of services of a platform: text, one service a line. Pure.

ivo://authority/name = https://host/path/capabilities
# comment
"""

import re
from urllib.parse import urlsplit

from attrs import frozen

__all__ = ["CAPABILITIES", "Service", "is_http_url", "parse_services"]

CAPABILITIES = "/capabilities"
"""The end of the address of a service's capabilities document."""

_LINE = re.compile(r"\s*(ivo://([^/\s=]+)/([^\s=]+))\s*=\s*(https?://\S+?)\s*")
_DEVELOPMENT = re.compile("dev|test|demo|stage|staging|rc-|preprod")


@frozen(kw_only=True)
class Service:
    """A service in a list: `name` is the last part of its `uri`, `url` ends before `/capabilities`."""

    uri: str
    authority: str
    name: str
    url: str

    @property
    def is_development(self) -> bool:
        """True if the service is one for development or tests, by its name or address."""
        return _DEVELOPMENT.search(f"{self.uri} {self.url}".lower()) is not None


def parse_services(text: str) -> tuple[Service, ...]:
    """The services in `text`; lines of another form are left out."""
    found = (
        _LINE.fullmatch(line.partition("#")[0]) if line.lstrip()[:1] != "#" else None
        for line in text.splitlines()
    )
    return tuple(
        Service(uri=one[1], authority=one[2], name=one[3], url=one[4].removesuffix(CAPABILITIES))
        for one in found
        if one is not None and is_http_url(one[4])
    )


def is_http_url(url: str) -> bool:
    """True for an http or https URL with a host, without blanks and control characters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and url.isprintable()
