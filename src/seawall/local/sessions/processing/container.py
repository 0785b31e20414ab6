"""Log and events of the container of a session, at a time."""

from datetime import UTC, datetime, timedelta

from attrs import frozen

from seawall.local.sessions.processing.plan import plan_from
from seawall.local.sessions.store.tables import Session

__all__ = ["Event", "events_at", "log_at", "time_text"]


@frozen
class Event:
    """An event of the cluster."""

    reason: str
    message: str
    first: datetime
    last: datetime
    kind: str = "Normal"


def time_text(time: datetime) -> str:
    """A time in ISO 8601, in whole seconds."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def log_at(session: Session, now: datetime) -> str:
    """The output of a session so far: the lines of a session that ends come one after the other."""
    if session.started_at is None:
        return ""
    plan = plan_from(session.plan)
    lines, step_s = plan.output, plan.duration_s / max(1, len(plan.output))
    if session.ended_at is None and plan.outcome is not None and step_s:
        passed_s = (now - session.started_at) / timedelta(seconds=1)
        lines = lines[: int(passed_s // step_s) + 1]
    return "".join(f"{line}\n" for line in lines)


def events_at(session: Session, now: datetime) -> list[Event] | None:
    """The events of a session so far; None as long as it waits for resources and has no container."""
    plan = plan_from(session.plan)
    begin, start = session.created_at, session.started_at
    if start is None and (plan.trouble == "quota" or session.is_waiting):
        return None
    pod = f"skaha-{session.kind}-{session.user}-{session.session_id}"
    pulled = start or begin + timedelta(seconds=plan.pending_s)
    events = [
        Event("Scheduled", f"Successfully assigned {pod} to a machine", begin, begin),
        Event("Pulling", f'Pulling image "{session.image}"', begin, begin),
    ]
    if plan.trouble == "image":
        failed = f'Failed to pull image "{session.image}": not found'
        waits = f'Back-off pulling image "{session.image}"'
        events += [
            Event("Failed", failed, pulled, max(pulled, now), "Warning"),
            Event("BackOff", waits, pulled, max(pulled, now), "Warning"),
        ]
    else:
        events += [
            Event("Pulled", f'Successfully pulled image "{session.image}"', pulled, pulled),
            Event("Created", f"Created container {pod}", pulled, pulled),
            Event("Started", f"Started container {pod}", pulled, pulled),
        ]
    return [event for event in events if event.first <= now]
