"""The list of services of an identity provider, and the capabilities of a service. Pure.

A list is text, one service a line: `ivo://authority/name = https://host/path/capabilities`, or `# comment`.
Capabilities are VOSI documents (IVOA Support Interfaces 1.1).
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from attrs import frozen

from seawall.core.http.xml_document import parse_xml
from seawall.core.model.model import Model

__all__ = [
    "Capability",
    "Service",
    "certificate_url",
    "parse_capabilities",
    "parse_registry",
    "server_version",
]

CAPABILITIES = "/capabilities"
_LINE = re.compile(r"\s*(ivo://([^/\s=]+)/([^\s=]+))\s*=\s*(https?://\S+?)\s*")
_DEVELOPMENT = re.compile("dev|test|demo|stage|staging|rc-|preprod")
_SESSIONS = (
    "http://www.opencadc.org/std/platform#session-1",
    "vos://cadc.nrc.ca~vospace/CADC/std/Proc#sessions-1.0",
)
_VERSION = re.compile(r"/(v\d+(?:\.\d+)*)(?:/|$)")
_PROXY_CERTIFICATE = "ivo://ivoa.net/std/CDP#proxy-1.0"
_BASIC = "ivo://ivoa.net/sso#BasicAA"
_AUTHS = {"ivo://ivoa.net/sso#tls-with-certificate": "x509", "ivo://ivoa.net/sso#token": "oidc"}


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


@frozen(kw_only=True)
class Capability(Model):
    """An interface of a service: the standard that it follows, its URL, and the security methods."""

    standard: str
    url: str
    security: tuple[str, ...]


def parse_registry(text: str) -> tuple[Service, ...]:
    """The services in `text`; lines of another form are left out."""
    found = (
        _LINE.fullmatch(line.partition("#")[0]) if line.lstrip()[:1] != "#" else None
        for line in text.splitlines()
    )
    return tuple(
        Service(uri=one[1], authority=one[2], name=one[3], url=one[4].removesuffix(CAPABILITIES))
        for one in found
        if one is not None and _is_url(one[4])
    )


def parse_capabilities(body: bytes) -> tuple[Capability, ...]:
    """The interfaces in a capabilities document; raises ValueError if it is none."""
    root = parse_xml(body)
    if _local(root) != "capabilities":
        raise ValueError("the document has no capabilities")
    return tuple(
        Capability(standard=capability.get("standardID", ""), url=url, security=security)
        for capability in root
        if _local(capability) == "capability"
        for url, security in _interfaces(capability)
    )


def server_version(capabilities: Sequence[Capability]) -> tuple[str, tuple[str, ...]] | None:
    """The newest version of the sessions API in `capabilities`, and the kinds of logins that it accepts.

    None if there is no such API.
    """
    for standard in _SESSIONS:
        own = [one for one in capabilities if one.standard == standard]
        for one in own:
            if (version := _VERSION.search(urlsplit(one.url).path)) is not None:
                methods = {_AUTHS[method] for each in own for method in each.security if method in _AUTHS}
                return version[1], tuple(sorted(methods, reverse=True))
    return None


def certificate_url(capabilities: Sequence[Capability]) -> str | None:
    """The URL of a service that gives a proxy certificate for a user name and a password."""
    return next(
        (one.url for one in capabilities if one.standard == _PROXY_CERTIFICATE and _BASIC in one.security),
        None,
    )


def _interfaces(capability: Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    for interface in capability:
        urls = [(one.text or "").strip() for one in interface if _local(one) == "accessURL"]
        security = tuple(one.get("standardID", "") for one in interface if _local(one) == "securityMethod")
        for url in urls:
            if _is_url(url):
                yield url, security


def _local(element: Element) -> str:
    # Services disagree about the prefix and the version of the namespace.
    return str(element.tag).rpartition("}")[2]


def _is_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and url.isprintable()
