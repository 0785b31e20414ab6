"""The catalogue of public images, and the options of resources."""

import hashlib

from attrs import frozen

from seawall.local.sessions.store.states import SessionKind

__all__ = ["CORES", "MEMORY_GB", "PublicImage", "public_images"]

CORES = tuple(range(1, 17))
MEMORY_GB = (
    *(1, 2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 26, 28, 30, 32, 36),
    *(40, 44, 48, 56, 64, 80, 92, 112, 128, 140, 170, 192),
)

_CATALOGUE: dict[str, tuple[SessionKind, ...]] = {
    "skaha/astroml:24.07": (SessionKind.NOTEBOOK, SessionKind.HEADLESS),
    "skaha/base-notebook:latest": (SessionKind.NOTEBOOK,),
    "skaha/carta:4.0": (SessionKind.CARTA,),
    "skaha/contributed:1.0": (SessionKind.CONTRIBUTED,),
    "skaha/desktop:latest": (SessionKind.DESKTOP,),
    "skaha/firefly:2024.3": (SessionKind.FIREFLY,),
    "skaha/terminal:1.1.2": (SessionKind.HEADLESS, SessionKind.DESKTOP_APP),
    "skaha/topcat:4.8": (SessionKind.DESKTOP_APP,),
}


@frozen
class PublicImage:
    """An image that needs no login to its registry."""

    name: str
    kinds: tuple[SessionKind, ...]

    @property
    def digest(self) -> str:
        """A digest as a registry has it: the same on every machine."""
        return f"sha256:{hashlib.sha256(self.name.encode()).hexdigest()}"


def public_images(registries: tuple[str, ...]) -> tuple[PublicImage, ...]:
    """The public images; the first registry has them."""
    return tuple(PublicImage(f"{registries[0]}/{name}", kinds) for name, kinds in _CATALOGUE.items())
