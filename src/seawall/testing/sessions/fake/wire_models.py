"""The bodies that the fake service sends, of the models of the SDK."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from seawall.core.vosi.availability import Availability
from seawall.core.wire.unset import or_unset
from seawall.sdks.sessions._generated import models as wire
from seawall.sdks.sessions.models import (
    AmountOptions,
    Image,
    Instances,
    PlatformOptions,
    PlatformUse,
    Session,
    SessionEvent,
)

__all__ = [
    "availability_document",
    "event_table",
    "wire_image",
    "wire_options",
    "wire_public_session",
    "wire_session",
    "wire_use",
]

_NONE = "<none>"


def wire_session(session: Session) -> wire.SessionResponse:
    """Return the body of a session."""
    return wire.SessionResponse(
        id=session.session_id,
        userid=session.user,
        image=session.image,
        type=wire.SessionKind(session.kind.value),
        status=wire.SessionStatus(session.status.value),
        name=session.name,
        run_as_uid=or_unset(session.user_id),
        run_as_gid=or_unset(session.group_id),
        supplemental_groups=list(session.supplemental_groups),
        appid=or_unset(session.app_id),
        start_time=or_unset(session.started_at),
        expiry_time=or_unset(session.expires_at),
        connect_url=session.connect_url or "",
        requested_ram=or_unset(session.ram_gb, "{:.2f}".format),
        requested_cpu_cores=or_unset(session.cores, "{:g}".format),
        requested_gpu_cores=or_unset(session.gpus, "{:g}".format),
        ram_in_use=_amount(session.ram_gb_in_use),
        gpu_ram_in_use=_amount(session.gpu_ram_gb_in_use),
        cpu_cores_in_use=_number(session.cores_in_use),
        gpu_utilization=_number(session.gpu_utilization),
        is_fixed_resources=or_unset(session.is_fixed),
    )


def wire_public_session(session: Session) -> dict[str, object]:
    """Return the facts of a session that every user may read."""
    started_at = {} if session.started_at is None else {"startTime": session.started_at}
    return {"userid": session.user, "type": session.kind, "status": session.status, **started_at}


def _amount(gigabytes: float | None) -> str:
    return _NONE if gigabytes is None else f"{gigabytes:g}G"


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{value:g}"


def event_table(events: Sequence[SessionEvent]) -> str:
    """Return events as the text of the server."""
    rows = [("TYPE", "REASON", "MESSAGE", "FIRST-TIME", "LAST-TIME")]
    for one in events:
        first, last = (_NONE if time is None else time.isoformat() for time in (one.first_at, one.last_at))
        # Two blanks would begin the next column.
        rows.append((one.type, one.reason, " ".join(one.message.split()), first, last))
    return "".join("  ".join(row) + "\n" for row in rows)


def wire_image(image: Image) -> wire.ImageResponse:
    """Return the body of an image."""
    return wire.ImageResponse(id=image.id, types=list(image.kinds), digest=image.digest)


def wire_options(options: PlatformOptions) -> wire.ContextResponse:
    """Return the body of the amounts that sessions may have."""
    return wire.ContextResponse(
        cores=_amount_options(options.cores),
        memory_gb=_amount_options(options.memory_gb),
        gpus=wire.GpuOptions(options=list(options.gpus)),
        max_interactive_sessions=or_unset(options.max_interactive_sessions),
    )


def _amount_options(options: AmountOptions) -> wire.AmountOptions:
    return wire.AmountOptions(
        default=options.default,
        default_request=options.default_request,
        default_limit=options.default_limit,
        options=list(options.options),
    )


def wire_use(use: PlatformUse) -> wire.StatisticsResponse:
    """Return the body of the use of the platform."""
    return wire.StatisticsResponse(
        cores=wire.CoreStatistics(
            requested_cpu_cores=use.requested_cores,
            cpu_cores_available=use.available_cores,
            max_cpu_cores=wire.LargestCores(cpu_cores=use.max_cores, with_ram=_amount(use.max_cores_ram_gb)),
        ),
        ram=wire.RamStatistics(
            requested_ram=_amount(use.requested_ram_gb),
            ram_available=_amount(use.available_ram_gb),
            max_ram=wire.LargestRam(ram=_amount(use.max_ram_gb), with_cpu_cores=use.max_ram_cores),
        ),
        instances=or_unset(use.instances, _instances),
    )


def _instances(found: Instances) -> wire.Instances:
    return wire.Instances(
        session=found.session, desktop_app=found.desktop_app, headless=found.headless, total=found.total
    )


def availability_document(found: Availability) -> str:
    """Return the VOSI document of an availability."""
    times = {"upSince": found.up_since, "downAt": found.down_at, "backAt": found.back_at}
    parts = [("available", str(found.is_available).lower())]
    parts += [(name, time.isoformat()) for name, time in times.items() if time is not None]
    parts += [("note", note) for note in found.notes]
    inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in parts)
    return f'<availability xmlns="http://www.ivoa.net/xml/VOSIAvailability/v1.0">{inner}</availability>'
