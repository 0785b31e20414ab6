"""Creation of sessions and of apps of desktop sessions."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from attrs import frozen
from sqlalchemy.orm import Session as Transaction

from seawall.local.sessions.processing.cluster import FLEXIBLE_CORES
from seawall.local.sessions.processing.environment import platform_variables
from seawall.local.sessions.processing.lifecycle import lifetime
from seawall.local.sessions.processing.plan import plan_of
from seawall.local.sessions.settings import SessionsSettings
from seawall.local.sessions.store.states import SessionKind, SessionStatus
from seawall.local.sessions.store.tables import Session

__all__ = ["NewSession", "add_session"]

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ID_LENGTH, _APP_ID_LENGTH = 8, 3


@frozen(kw_only=True)
class NewSession:
    """The facts of a session that is created; `desktop_id` is that of the desktop of an app."""

    user: str
    kind: SessionKind
    name: str
    image: str
    desktop_id: str | None = None
    cores: int | None = None
    ram_gb: int | None = None
    gpus: int | None = None
    command: str | None = None
    arguments: Sequence[str] = ()
    variables: Mapping[str, str] = {}


def _new_id(length: int) -> str:
    """A random id: a letter, then letters and digits."""
    rest = (secrets.choice(f"{_LETTERS}0123456789") for _ in range(length - 1))
    return secrets.choice(_LETTERS) + "".join(rest)


def add_session(
    transaction: Transaction,
    new: NewSession,
    settings: SessionsSettings,
    *,
    now: datetime,
    home_of: Callable[[str, str], str],
) -> Session:
    """Add a session, which is Pending; `home_of` has the home folder of a user in a session."""
    session_id = new.desktop_id or _new_id(_ID_LENGTH)
    environment = {
        **platform_variables(
            new.kind,
            user=new.user,
            session_id=session_id,
            host=urlsplit(settings.public_url or "").netloc,
            home=home_of(new.user, session_id),
            cores=new.cores or FLEXIBLE_CORES,
        ),
        **new.variables,
    }
    plan = plan_of(new.kind, new.command, list(new.arguments), environment, settings)
    session = Session(
        session_id=session_id,
        app_id=_new_id(_APP_ID_LENGTH) if new.desktop_id else None,
        user=new.user,
        kind=new.kind,
        name=new.name,
        image=new.image,
        status=SessionStatus.PENDING,
        created_at=now,
        expires_at=now + lifetime(new.kind, settings),
        due_at=now + timedelta(seconds=plan.pending_s),
        plan=plan.stored(),
        command=new.command,
        arguments=list(new.arguments),
        environment=environment,
        cores=new.cores,
        ram_gb=new.ram_gb,
        gpus=new.gpus,
    )
    transaction.add(session)
    return session
