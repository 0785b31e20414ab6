"""`seawall platform user`: the shared login commands, with the user and token rules of the platform."""

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import typer

from seawall.sdks.platform import Me
from seawall.sdks.platform.cli.sdk import PLATFORM
from seawall.terminal.login.user_app import build_user_app
from seawall.terminal.screen import Cell
from seawall.transports import default_transport

if TYPE_CHECKING:
    from seawall.core.auth.tokens import Token
    from seawall.sdks.platform.settings import Settings

__all__ = ["me_facts", "me_secrets", "user_app", "verify"]


def me_facts(me: Me) -> Sequence[tuple[str, Cell | None]]:
    """Describe a user and their organization as names and values, without the secrets of the bucket."""
    organization = me.organization
    bucket = f"{organization.bucket_protocol}://{organization.bucket_name}"
    return [
        ("User", me.user.name or me.user.email or me.user.id),
        ("Email", me.user.email),
        ("User id", me.user.id),
        ("Organization", organization.display_name or organization.name or organization.id),
        ("Organization id", organization.id),
        ("Bucket", bucket if organization.bucket_name else None),
    ]


def me_secrets(me: Me) -> Sequence[tuple[str, Cell | None]]:
    """The credentials of the organization."""
    organization = me.organization
    return [
        ("Bucket key id", organization.bucket_access_key_id),
        ("Bucket secret", organization.bucket_secret_access_key),
        ("Logfire token", organization.logfire_token),
        ("Sentry DSN", organization.sentry_dsn),
    ]


def verify(settings: "Settings", token: "Token") -> None:
    """Raise TokenVerificationError unless the login server signed `token` for the audience of the settings.

    Without an audience no token is verified.
    """
    # Imported late: 9 ms, and only `login` verifies a token.
    from seawall.core.auth.jwt import JwtRules  # noqa: PLC0415
    from seawall.runtime import TokenVerifier  # noqa: PLC0415

    if settings.login_audience is None:
        return
    rules = JwtRules(issuer=f"{settings.login_url}/", audience=settings.login_audience)
    with closing(default_transport()) as transport:
        TokenVerifier(transport, rules, keys_ttl_s=settings.auth_jwk_set_cache_ttl_s).claims(
            token.access_token
        )


user_app: typer.Typer = build_user_app(
    PLATFORM,
    login=lambda settings: settings,
    transport=default_transport,
    whoami=lambda client: client.me(),
    view=me_facts,
    whoami_help="Show your user and your organization.",
    verify=verify,
    secret_view=me_secrets,
)
