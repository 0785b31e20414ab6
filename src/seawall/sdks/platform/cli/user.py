"""`seawall platform user`: whom the platform takes one for; logging in and out is the same in every SDK."""

from collections.abc import Sequence

from seawall.sdks.platform import Me
from seawall.sdks.platform.cli.session import PLATFORM
from seawall.terminal.screen import Cell
from seawall.terminal.user_app import build_user_app

__all__ = ["me_facts", "user_app"]


def me_facts(me: Me) -> Sequence[tuple[str, Cell | None]]:
    """A user and their organization, as names and values; of the organization's bucket no secret."""
    organization = me.organization
    return [
        ("User", me.user.name or me.user.email or me.user.id),
        ("Email", me.user.email),
        ("User id", me.user.id),
        ("Organization", organization.display_name or organization.name or organization.id),
        ("Organization id", organization.id),
        ("Bucket", f"{organization.bucket_protocol}://{organization.bucket_name}"),
    ]


user_app = build_user_app(
    PLATFORM,
    login=lambda settings: settings,
    whoami=lambda client: client.me(),
    view=me_facts,
    whoami_help="Show the user and the organization that the platform takes you for.",
)
