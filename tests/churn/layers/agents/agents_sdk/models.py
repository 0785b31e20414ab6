"""The models of users: plain frozen data."""

from datetime import UTC, datetime

from attrs import frozen
from seawall.core.waiting.states import StateMachine
from seawall.core.wire.open_enum import OpenEnum
from seawall.core.wire.unset import if_given, or_none

from agents_sdk._generated import models as wire

__all__ = ["STATES", "Organization", "Run", "RunStatus", "User"]


class RunStatus(OpenEnum):
    """The status of a run. The server writes it in any case; `completed` is COMPLETE."""

    PENDING = "PENDING"
    ACTIVE = "ACTIVE"
    EVALUATION = "EVALUATION"
    PAUSED = "PAUSED"
    COMPLETE = "COMPLETE"
    ERROR = "ERROR"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    TIMEOUT = "TIMEOUT"

    @classmethod
    def from_text(cls, text: str) -> "RunStatus":
        """Convert a status of the server."""
        return cls({"COMPLETED": "COMPLETE", "RUNNING": "ACTIVE"}.get(text.upper(), text.upper()))


_ENDED = (
    RunStatus.COMPLETE,
    RunStatus.ERROR,
    RunStatus.FAILED,
    RunStatus.CANCELLED,
    RunStatus.TIMEOUT,
)
STATES = StateMachine(
    transitions={
        RunStatus.PENDING: (RunStatus.ACTIVE, *_ENDED),
        RunStatus.ACTIVE: (RunStatus.EVALUATION, RunStatus.PAUSED, *_ENDED),
        RunStatus.EVALUATION: (RunStatus.ACTIVE, *_ENDED),
        RunStatus.PAUSED: (RunStatus.ACTIVE, *_ENDED),
        **dict.fromkeys(_ENDED, ()),
    },
    terminal=_ENDED,
)
"""The transitions of a run."""


def _to_time(text: str) -> datetime | None:
    """A time of the server, which may lack its zone; None for a text that is no time."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


@frozen(kw_only=True)
class Run:
    """A run of an agent at the time of the read."""

    run_id: int
    organization_id: int
    status: RunStatus | None
    created_at: datetime | None
    url: str | None
    result: str | None

    @property
    def is_ended(self) -> bool:
        """True if the run is in a final state."""
        return self.status in STATES.terminal

    @classmethod
    def from_wire(cls, run: wire.AgentRunResponse) -> "Run":
        """Convert a wire model."""
        return cls(
            run_id=run.id,
            organization_id=run.organization_id,
            status=if_given(run.status, RunStatus.from_text),
            created_at=if_given(run.created_at, _to_time),
            url=or_none(run.web_url),
            result=or_none(run.result),
        )


@frozen(kw_only=True)
class User:
    """A member of an organization."""

    user_id: int
    github_username: str
    email: str | None
    full_name: str | None
    avatar_url: str | None

    @classmethod
    def from_wire(cls, user: wire.UserResponse) -> "User":
        """Convert a wire model."""
        return cls(
            user_id=user.id,
            github_username=user.github_username,
            email=user.email,
            full_name=user.full_name,
            avatar_url=user.avatar_url,
        )


@frozen(kw_only=True)
class Organization:
    """An organization; `creates_pull_requests` tells if its agents may create them."""

    organization_id: int
    name: str
    creates_pull_requests: bool

    @classmethod
    def from_wire(cls, organization: wire.OrganizationResponse) -> "Organization":
        """Convert a wire model."""
        allowed = or_none(organization.settings.enable_pr_creation)
        return cls(
            organization_id=organization.id,
            name=organization.name,
            creates_pull_requests=True if allowed is None else allowed,
        )
