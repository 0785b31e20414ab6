"""State of the identity services of one running server, which their routes share."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

from attrs import define, field, frozen
from fastapi import Depends, Request

from seawall.local.oauth.access_tokens import AccessTokens
from seawall.local.oauth.server import OAuthServer
from seawall.local.serving.database import Database
from seawall.local.serving.user_tokens import token_hash
from seawall.local.serving.wall_clock import WallClock
from seawall.local.sessions.identity.authority import Authority
from seawall.local.sessions.identity.callers import Callers
from seawall.local.sessions.identity.settings import IdentitySettings, PollAnswer

__all__ = ["AUDIENCE", "NOTES", "Availability", "Identity", "IdentityDep"]

AUDIENCE = "skaha"
NOTES = {True: "The service is accepting requests.", False: "The service is down for maintenance."}


@define
class Availability:
    """The availability that the service reports, with a note; may change at any time."""

    is_available: bool
    note: str


@frozen(kw_only=True)
class Identity:
    """Users, authority, OIDC provider and availability of one data folder."""

    settings: IdentitySettings
    database: Database
    clock: WallClock
    started_at: datetime
    authority: Authority
    oauth: OAuthServer
    callers: Callers
    availability: Availability
    _polls: Counter[str] = field(factory=Counter, repr=False)

    @classmethod
    def open(
        cls,
        folder: Path,
        settings: IdentitySettings,
        *,
        database: Database,
        tokens: Mapping[str, str],
        clock: WallClock,
    ) -> "Identity":
        """Load the keys of the data folder, or create them. `tokens` are those of the users by name.

        Raises ValueError if `approved_by` of the settings is not the name of a user.
        """
        users = list(tokens)
        if settings.approved_by not in {None, *users}:
            raise ValueError(
                f"approved_by must be one of {', '.join(users)}, but is {settings.approved_by!r}."
            )
        oauth = OAuthServer(
            database=database,
            clock=clock,
            access_tokens=AccessTokens(
                folder / "tokens.pem", audience=AUDIENCE, lifetime_s=settings.token_lifetime_s
            ),
            users=users,
            claims_of=lambda _session, user: {"preferred_username": user},
            profile_of=lambda _session, user: _profile_of(user),
            approved_by=settings.approved_by,
            refresh_lifetime_s=settings.refresh_lifetime_s,
            device_lifetime_s=settings.device_lifetime_s,
            device_interval_s=settings.device_interval_s,
        )
        return cls(
            settings=settings,
            database=database,
            clock=clock,
            started_at=clock(),
            authority=Authority.open(folder, clock()),
            oauth=oauth,
            callers=Callers(
                users=users,
                users_by_token={token_hash(token): user for user, token in tokens.items()},
                oauth=oauth,
                certificate_header=settings.certificate_header,
            ),
            availability=Availability(settings.is_available, NOTES[settings.is_available]),
        )

    def scripted_answer(self, device_code: str) -> PollAnswer | None:
        """The answer of the settings to this poll of a device login; None after the last of them."""
        if not self.settings.device_polls:
            return None
        count = self._polls[device_code]
        self._polls[device_code] += 1
        return self.settings.device_polls[count] if count < len(self.settings.device_polls) else None


def _profile_of(user: str) -> Mapping[str, object]:
    return {"preferred_username": user, "name": user.capitalize(), "email": f"{user}@example.com"}


async def _identity(request: Request) -> Identity:  # async: FastAPI would run a plain function in a thread
    identity = request.state.identity
    assert isinstance(identity, Identity)
    return identity


IdentityDep = Annotated[Identity, Depends(_identity)]
