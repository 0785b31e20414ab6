"""Sessions, images and the use of the platform as frozen data. An API bump does not change these classes.

All times are aware, in UTC. An enum value that this version does not know keeps its text (`is_known`). Memory
is in GB.
"""

from datetime import datetime
from typing import ClassVar

from attrs import field, frozen

from seawall.core.model.conversion import Conversion, conversion
from seawall.core.model.model import Model
from seawall.core.validation.amounts import count, gigabytes
from seawall.core.wire.misfits import misfit_kinds
from seawall.core.wire.unset import if_given, or_none
from seawall.sdks.sessions._generated import models as wire
from seawall.sdks.sessions.states import INTERACTIVE_KINDS, SessionKind, SessionStatus

__all__ = [
    "AmountOptions",
    "CreatedSession",
    "Image",
    "Instances",
    "OtherSession",
    "PlatformOptions",
    "PlatformUse",
    "Session",
    "SessionEvent",
]


# These every server of version 1 sends.
_ALWAYS = ("start_time", "expiry_time", "connect_url", "run_as_uid", "run_as_gid", "supplemental_groups")


def _anomalies(session: wire.SessionResponse) -> tuple[str, ...]:
    misfits = misfit_kinds(session)
    missing = [name for name in _ALWAYS if name not in misfits and or_none(getattr(session, name)) is None]
    odd = [f"{name} does not match the spec: {kind}" for name, kind in misfits.items()]
    return (*odd, *(f"{name} is missing" for name in missing))


@frozen(kw_only=True)
class Session(Model):
    """A session at the time of the read. The repr leaves out `connect_url`, which opens the session.

    `cores` and `ram_gb` are reserved; they are None for a session that shares what is free. A number in use
    is None while it is not known. `anomalies` names fields that the server sent in another form, which are
    None here, and those that it did not send, although it always should.
    """

    session_id: str
    user: str
    name: str
    kind: SessionKind
    image: str
    status: SessionStatus
    started_at: datetime | None
    expires_at: datetime | None
    connect_url: str | None = field(repr=False)
    app_id: str | None
    is_fixed: bool | None
    cores: float | None
    ram_gb: float | None
    gpus: float | None
    cores_in_use: float | None
    ram_gb_in_use: float | None
    gpu_utilization: float | None
    gpu_ram_gb_in_use: float | None
    user_id: str | None
    group_id: str | None
    supplemental_groups: tuple[int, ...] = ()
    anomalies: tuple[str, ...] = ()

    from_wire: ClassVar[Conversion[wire.SessionResponse]] = conversion(
        wire.SessionResponse,
        {
            "session_id": "id",
            "user": "userid",
            "kind": "type",
            "started_at": "start_time",
            "expires_at": "expiry_time",
            "connect_url": lambda session: or_none(session.connect_url) or None,
            "app_id": "appid",
            "is_fixed": "is_fixed_resources",
            "cores": lambda session: count(or_none(session.requested_cpu_cores)),
            "ram_gb": lambda session: gigabytes(or_none(session.requested_ram)),
            "gpus": lambda session: count(or_none(session.requested_gpu_cores)),
            "cores_in_use": lambda session: count(or_none(session.cpu_cores_in_use)),
            "ram_gb_in_use": lambda session: gigabytes(or_none(session.ram_in_use)),
            "gpu_utilization": lambda session: count(or_none(session.gpu_utilization)),
            "gpu_ram_gb_in_use": lambda session: gigabytes(or_none(session.gpu_ram_in_use)),
            "user_id": "run_as_uid",
            "group_id": "run_as_gid",
            "supplemental_groups": "supplemental_groups",
            "anomalies": _anomalies,
        },
        misfits_as_none=True,
    )

    @property
    def is_terminated(self) -> bool:
        """True if the session has ended."""
        return self.status.is_terminal

    @property
    def succeeded(self) -> bool:
        """True if the command of the session has ended without an error."""
        return self.status == SessionStatus.COMPLETED

    @property
    def is_interactive(self) -> bool:
        """True if the session is opened in a browser, and counts for the limit of a user."""
        return self.kind in INTERACTIVE_KINDS


@frozen(kw_only=True)
class CreatedSession(Model):
    """The id of a session that was created, and its name."""

    session_id: str
    name: str


@frozen(kw_only=True)
class SessionEvent(Model):
    """An event in the life of a session. `type` is Normal or Warning, `reason` one word, e.g. Scheduled."""

    type: str
    reason: str
    message: str
    first_at: datetime | None
    last_at: datetime | None

    @property
    def is_warning(self) -> bool:
        """True if the event tells of trouble."""
        return self.type == "Warning"


@frozen(kw_only=True)
class OtherSession(Model):
    """The facts of a session that every user may read, also of another user's."""

    user: str
    kind: SessionKind
    status: SessionStatus
    started_at: datetime | None

    from_wire: ClassVar[Conversion[wire.SessionOfAnyUser]] = conversion(
        wire.SessionOfAnyUser,
        {"user": "userid", "kind": "type", "started_at": "start_time"},
        misfits_as_none=True,
    )


@frozen(kw_only=True)
class Image(Model):
    """An image; `kinds` are the kinds of session that it can be started as."""

    id: str
    kinds: tuple[str, ...]
    digest: str

    from_wire: ClassVar[Conversion[wire.ImageResponse]] = conversion(wire.ImageResponse, {"kinds": "types"})


@frozen(kw_only=True)
class AmountOptions(Model):
    """The amounts of cores or of GB of memory that a session may have.

    A session that asks for none gets `default_request`, and up to `default_limit` where it is free.
    """

    default: int
    default_request: int
    default_limit: int
    options: tuple[int, ...]

    from_wire: ClassVar[Conversion[wire.AmountOptions]] = conversion(wire.AmountOptions)


@frozen(kw_only=True)
class PlatformOptions(Model):
    """The amounts that a session may have, and the number of interactive sessions of a user."""

    cores: AmountOptions
    memory_gb: AmountOptions
    gpus: tuple[int, ...]
    max_interactive_sessions: int | None

    from_wire: ClassVar[Conversion[wire.ContextResponse]] = conversion(
        wire.ContextResponse,
        {"gpus": lambda context: if_given(context.gpus, lambda gpus: tuple(gpus.options)) or ()},
    )


@frozen(kw_only=True)
class Instances(Model):
    """The numbers of sessions of all users."""

    session: int
    desktop_app: int
    headless: int
    total: int

    from_wire: ClassVar[Conversion[wire.Instances]] = conversion(wire.Instances)


@frozen(kw_only=True)
class PlatformUse(Model):
    """The use of the platform: its cores and memory, and the largest session that would start now."""

    requested_cores: float
    available_cores: float
    max_cores: float
    max_cores_ram_gb: float | None
    requested_ram_gb: float | None
    available_ram_gb: float | None
    max_ram_gb: float | None
    max_ram_cores: float
    instances: Instances | None

    from_wire: ClassVar[Conversion[wire.StatisticsResponse]] = conversion(
        wire.StatisticsResponse,
        {
            "requested_cores": "cores.requested_cpu_cores",
            "available_cores": "cores.cpu_cores_available",
            "max_cores": "cores.max_cpu_cores.cpu_cores",
            "max_cores_ram_gb": lambda use: gigabytes(use.cores.max_cpu_cores.with_ram),
            "requested_ram_gb": lambda use: gigabytes(use.ram.requested_ram),
            "available_ram_gb": lambda use: gigabytes(use.ram.ram_available),
            "max_ram_gb": lambda use: gigabytes(use.ram.max_ram.ram),
            "max_ram_cores": "ram.max_ram.with_cpu_cores",
        },
    )
