"""Builders of images, the amounts of a platform, its servers and logins."""

from datetime import datetime, timedelta
from pathlib import Path

from seawall.core.vosi.availability import Availability
from seawall.core.vosi.capabilities import Capability
from seawall.runtime.identity.providers import LoginMode
from seawall.runtime.identity.saved_login import SavedLogin, Server
from seawall.sdks.sessions.models import AmountOptions, Image, Instances, PlatformOptions, PlatformUse
from seawall.testing.builder_values import START

__all__ = [
    "amount_options",
    "availability",
    "capability",
    "image",
    "instances",
    "platform_options",
    "platform_use",
    "saved_login",
    "server",
]


def image(
    *,
    id: str = "images.example.com/skaha/terminal:1.1.2",  # noqa: A002 - the name of the field
    kinds: tuple[str, ...] = ("headless",),
    digest: str = f"sha256:{'0' * 64}",
) -> Image:
    """Return an image."""
    return Image(
        id=id,
        kinds=kinds,
        digest=digest,
    )


def amount_options(
    *,
    default: int = 2,
    default_request: int = 1,
    default_limit: int = 8,
    options: tuple[int, ...] = (1, 2, 4, 8),
) -> AmountOptions:
    """Return the options of cores."""
    return AmountOptions(
        default=default,
        default_request=default_request,
        default_limit=default_limit,
        options=options,
    )


def platform_options(
    *,
    cores: AmountOptions | None = None,
    memory_gb: AmountOptions | None = None,
    gpus: tuple[int, ...] = (),
    max_interactive_sessions: int | None = 5,
) -> PlatformOptions:
    """Return the amounts that sessions may have."""
    return PlatformOptions(
        cores=cores or amount_options(),
        memory_gb=memory_gb or amount_options(default=8, default_request=4, default_limit=32),
        gpus=gpus,
        max_interactive_sessions=max_interactive_sessions,
    )


def instances(
    *,
    session: int = 1,
    desktop_app: int = 0,
    headless: int = 2,
    total: int = 3,
) -> Instances:
    """Return the numbers of sessions."""
    return Instances(
        session=session,
        desktop_app=desktop_app,
        headless=headless,
        total=total,
    )


def platform_use(
    *,
    requested_cores: float = 377.0,
    available_cores: float = 960.0,
    max_cores: float = 16.0,
    max_cores_ram_gb: float | None = 192.0,
    requested_ram_gb: float | None = 1500.0,
    available_ram_gb: float | None = 5800.0,
    max_ram_gb: float | None = 192.0,
    max_ram_cores: float = 16.0,
    instances: Instances | None = None,
) -> PlatformUse:
    """Return the use of the platform."""
    return PlatformUse(
        requested_cores=requested_cores,
        available_cores=available_cores,
        max_cores=max_cores,
        max_cores_ram_gb=max_cores_ram_gb,
        requested_ram_gb=requested_ram_gb,
        available_ram_gb=available_ram_gb,
        max_ram_gb=max_ram_gb,
        max_ram_cores=max_ram_cores,
        instances=instances,
    )


def availability(
    *,
    is_available: bool = True,
    up_since: datetime | None = START,
    down_at: datetime | None = None,
    back_at: datetime | None = None,
    notes: tuple[str, ...] = (),
) -> Availability:
    """Return the availability of a server."""
    return Availability(
        is_available=is_available,
        up_since=up_since,
        down_at=down_at,
        back_at=back_at,
        notes=notes,
    )


def capability(
    *,
    standard: str = "http://www.opencadc.org/std/platform#session-1",
    url: str = "https://sessions.example.com/skaha/v1/session",
    security: tuple[str, ...] = ("ivo://ivoa.net/sso#token",),
) -> Capability:
    """Return an interface of a server."""
    return Capability(
        standard=standard,
        url=url,
        security=security,
    )


def server(
    *,
    name: str = "canfar",
    idp: str | None = "cadc",
    uri: str | None = "ivo://cadc.nrc.ca/skaha",
    url: str = "https://sessions.example.com/skaha",
    version: str = "v1",
    auths: tuple[str, ...] = ("x509", "oidc"),
    is_active: bool = True,
) -> Server:
    """Return a saved server."""
    return Server(
        name=name,
        idp=idp,
        uri=uri,
        url=url,
        version=version,
        auths=auths,
        is_active=is_active,
    )


def saved_login(
    *,
    idp: str = "srcnet",
    mode: LoginMode = LoginMode.OIDC,
    is_active: bool = True,
    is_renewable: bool = True,
    server: str | None = "srcnet",
    expires_at: datetime | None = START + timedelta(hours=1),
    certificate_file: Path | None = None,
) -> SavedLogin:
    """Return a saved login."""
    return SavedLogin(
        idp=idp,
        mode=mode,
        is_active=is_active,
        is_renewable=is_renewable,
        server=server,
        expires_at=expires_at,
        certificate_file=certificate_file,
    )
