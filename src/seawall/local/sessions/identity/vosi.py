"""The XML documents of IVOA's VOSI 1.1: availability and capabilities. Pure: the state is an argument."""

from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from attrs import frozen

__all__ = [
    "BASIC",
    "CERTIFICATE",
    "COOKIE",
    "TOKEN",
    "Capability",
    "availability_document",
    "capabilities_document",
]

CERTIFICATE = "ivo://ivoa.net/sso#tls-with-certificate"
TOKEN = "ivo://ivoa.net/sso#token"  # noqa: S105 - the name of a method
COOKIE = "ivo://ivoa.net/sso#cookie"
BASIC = "ivo://ivoa.net/sso#BasicAA"
"""Security methods of an interface: how a client proves its identity."""


@frozen
class Capability:
    """A capability with one interface: its standard, its URL, and the security methods of the URL."""

    standard: str
    url: str
    methods: Sequence[str] = ()


def availability_document(*, is_available: bool, note: str, since: datetime, client: str) -> str:
    """The availability of a service, which has run since `since`; `client` is the address that asks."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<vosi:availability xmlns:vosi="http://www.ivoa.net/xml/VOSIAvailability/v1.0">\n'
        f"  <vosi:available>{'true' if is_available else 'false'}</vosi:available>\n"
        f"  <vosi:upSince>{since:%Y-%m-%dT%H:%M:%SZ}</vosi:upSince>\n"
        f"  <vosi:note>{escape(note)}</vosi:note>\n"
        # Two hyphens would end the comment.
        f"  <!--<clientip>{escape(client).replace('--', '-')}</clientip>-->\n"
        "</vosi:availability>\n"
    )


def capabilities_document(capabilities: Sequence[Capability]) -> str:
    """The capabilities of a service."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<vosi:capabilities xmlns:vosi="http://www.ivoa.net/xml/VOSICapabilities/v1.0"'
        ' xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{''.join(map(_capability, capabilities))}</vosi:capabilities>\n"
    )


def _capability(capability: Capability) -> str:
    # The documents of the service itself have one URL; the others are bases of paths.
    use = "full" if "VOSI#" in capability.standard else "base"
    methods = "".join(
        f"      <securityMethod standardID={quoteattr(method)} />\n" for method in capability.methods
    )
    return (
        f"  <capability standardID={quoteattr(capability.standard)}>\n"
        '    <interface xsi:type="vs:ParamHTTP" role="std" version="1.0">\n'
        f'      <accessURL use="{use}">{escape(capability.url)}</accessURL>\n'
        f"{methods}"
        "    </interface>\n"
        "  </capability>\n"
    )
