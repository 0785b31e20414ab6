"""The capabilities of a service: its interfaces, as its VOSI document says. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from attrs import frozen

from seawall.core.errors import DecodeError
from seawall.core.http.xml_document import local_name, parse_xml
from seawall.core.model.model import Model
from seawall.core.vosi.services import is_http_url

__all__ = ["Capability", "api_version", "certificate_url", "parse_capabilities"]

_OK = 200
_VERSION = re.compile(r"/(v\d+(?:\.\d+)*)(?:/|$)")
_PROXY_CERTIFICATE = "ivo://ivoa.net/std/CDP#proxy-1.0"
_BASIC = "ivo://ivoa.net/sso#BasicAA"
_LOGINS = {"ivo://ivoa.net/sso#tls-with-certificate": "x509", "ivo://ivoa.net/sso#token": "oidc"}


@frozen(kw_only=True)
class Capability(Model):
    """An interface of a service: the standard that it follows, its URL, and the security methods."""

    standard: str
    url: str
    security: tuple[str, ...]


def parse_capabilities(body: bytes, service: str) -> tuple[Capability, ...]:
    """The interfaces in the capabilities document of `service`; raises DecodeError if `body` is none."""
    try:
        root = parse_xml(body)
    except ValueError as error:
        raise _unreadable(service, str(error), body) from error
    if local_name(root) != "capabilities":
        raise _unreadable(service, "the document has no capabilities", body)
    return tuple(
        Capability(standard=capability.get("standardID", ""), url=url, security=security)
        for capability in root
        if local_name(capability) == "capability"
        for url, security in _interfaces(capability)
    )


def _unreadable(service: str, fault: str, body: bytes) -> DecodeError:
    return DecodeError(f"The capabilities of {service} can not be read: {fault}.", _OK, body=body)


def api_version(
    capabilities: Sequence[Capability], standards: Collection[str]
) -> tuple[str, tuple[str, ...]] | None:
    """The version of an API in `capabilities`, e.g. `v1`, and the kinds of logins that it accepts.

    `standards` name the API, the newest version first. The kinds are `x509` and `oidc`. None if the service
    has no such API.
    """
    for standard in standards:
        own = [one for one in capabilities if one.standard == standard]
        for one in own:
            if (version := _VERSION.search(urlsplit(one.url).path)) is not None:
                kinds = {_LOGINS[method] for each in own for method in each.security if method in _LOGINS}
                return version[1], tuple(sorted(kinds, reverse=True))
    return None


def certificate_url(capabilities: Sequence[Capability]) -> str | None:
    """The URL of a service that gives a proxy certificate for a user name and a password."""
    return next(
        (one.url for one in capabilities if one.standard == _PROXY_CERTIFICATE and _BASIC in one.security),
        None,
    )


def _interfaces(capability: Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    for interface in capability:
        urls = [(one.text or "").strip() for one in interface if local_name(one) == "accessURL"]
        methods = (one for one in interface if local_name(one) == "securityMethod")
        security = tuple(one.get("standardID", "") for one in methods)
        for url in urls:
            if is_http_url(url):
                yield url, security
