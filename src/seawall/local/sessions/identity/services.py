"""The services that a client finds in the registry, and the capabilities of each. Pure.

`base` is scheme://host:port, under which the client reached this server.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from seawall.local.sessions.identity.vosi import BASIC, CERTIFICATE, COOKIE, TOKEN, Capability

__all__ = [
    "PROXY_PATH",
    "credential_capabilities",
    "platform_capabilities",
    "registry_text",
    "storage_capabilities",
]

PROXY_PATH = "/cred/proxy"
_PLATFORM = "http://www.opencadc.org/std/platform"
_LEGACY_SESSIONS = "vos://cadc.nrc.ca~vospace/CADC/std/Proc#sessions-1.0"
_NODES = "ivo://ivoa.net/std/VOSpace/v2.0#nodes"
_PROXIES = "ivo://ivoa.net/std/CDP#proxy-1.0"
_METHODS = (CERTIFICATE, TOKEN, COOKIE)
# Both storage services of the real systems: each identity provider has its own.
_LEAVES = ("skaha", "arc", "cavern")
# Names of services by the host of the registry: the real systems do not share them, so a client that knows
# both would take one for the other.
_CADC = "ivo://cadc.nrc.ca"
_AUTHORITIES = {"spsrc27.iaa.csic.es": "ivo://espsrc.iaa.csic.es"}


def registry_text(base: str) -> str:
    """The list of services: one URI and the URL of its capabilities a line."""
    authority = _AUTHORITIES.get(urlsplit(base).hostname or "", _CADC)
    names = {f"{authority}/{leaf}": leaf for leaf in _LEAVES} | {f"{_CADC}/cred": "cred"}
    records = "".join(f"{name} = {base}/{leaf}/capabilities\n" for name, leaf in names.items())
    return f"# Services of this local sessions server\n{records}"


def platform_capabilities(base: str) -> Sequence[Capability]:
    """The capabilities of the session API."""
    return [
        *_own_documents(f"{base}/skaha"),
        Capability(_LEGACY_SESSIONS, f"{base}/skaha/v0", _METHODS),
        *(
            Capability(f"{_PLATFORM}#{part}-1", f"{base}/skaha/v1/{part}", _METHODS)
            for part in ("session", "image", "context", "repository")
        ),
    ]


def storage_capabilities(base: str, leaf: str) -> Sequence[Capability]:
    """The capabilities of a storage service. There is none: clients only look whether it is named."""
    return [*_own_documents(f"{base}/{leaf}"), Capability(_NODES, f"{base}/{leaf}/nodes", _METHODS)]


def credential_capabilities(base: str) -> Sequence[Capability]:
    """The capabilities of the certificate service."""
    return [*_own_documents(f"{base}/cred"), Capability(_PROXIES, f"{base}{PROXY_PATH}", (BASIC,))]


def _own_documents(url: str) -> Sequence[Capability]:
    return [
        Capability(f"ivo://ivoa.net/std/VOSI#{name}", f"{url}/{name}")
        for name in ("capabilities", "availability")
    ]
