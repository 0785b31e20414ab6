"""Life cycle of runs: create, resume, stop, and the steps that have become due."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import frozen
from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.orm import Session

from seawall.local.agents.processing.script import Script
from seawall.local.agents.store.states import TERMINAL, RunStatus, SourceType
from seawall.local.agents.store.tables import Log, PullRequest, Repo, Run, Step, Webhook
from seawall.local.agents.wire.runs import RunWebhook
from seawall.local.serving.database import Database
from seawall.local.serving.json_object import JsonObject
from seawall.local.webhooks.tables import WebhookDelivery

__all__ = [
    "NewRun",
    "apply_due_steps",
    "next_due",
    "resume_run",
    "set_status",
    "start_run",
    "stop_run",
    "webhook_body",
]

_STEPS = 500  # of one transaction: 50 ms


@frozen(kw_only=True)
class NewRun:
    """The facts of a run that is created."""

    organization_id: int
    user_id: int
    prompt: str
    script: Script
    source_type: SourceType = SourceType.API
    metadata: JsonObject | None = None
    repo_id: int | None = None
    model: str | None = None
    agent_type: str | None = None
    images: int = 0
    webhooks: Sequence[RunWebhook] | None = None


def start_run(session: Session, new: NewRun, now: datetime) -> Run:
    """Add a run with the steps of its script."""
    run = Run(
        organization_id=new.organization_id,
        user_id=new.user_id,
        source_type=new.source_type,
        status=RunStatus.ACTIVE,
        prompt=new.prompt,
        created_at=now,
        repo_id=new.repo_id,
        model=new.model,
        agent_type=new.agent_type,
        images=new.images,
        custom_metadata=new.metadata,
        webhooks=_stored(new.webhooks),
    )
    session.add(run)
    session.flush()
    _plan(session, run, new.script, new.prompt, now)
    _apply_steps(session, _due_steps(now).where(Step.run_id == run.id))
    return run


def resume_run(
    session: Session,
    run: Run,
    *,
    prompt: str,
    script: Script,
    now: datetime,
    model: str | None = None,
    webhooks: Sequence[RunWebhook] | None = None,
) -> None:
    """Continue a run that is paused or has ended, with a new prompt."""
    run.status, run.result, run.summary = RunStatus.ACTIVE, None, None
    if model is not None:
        run.model = model
    if webhooks is not None:
        run.webhooks = _stored(webhooks)
    session.execute(delete(Step).where(Step.run_id == run.id))
    _plan(session, run, script, prompt, now, is_resumed=True)
    _apply_steps(session, _due_steps(now).where(Step.run_id == run.id))


def stop_run(session: Session, run: Run, now: datetime) -> None:
    """Cancel a run that has not ended."""
    if run.status not in TERMINAL:
        session.execute(delete(Step).where(Step.run_id == run.id))
        set_status(session, run, RunStatus.CANCELLED, None, now)


def next_due(session: Session) -> datetime | None:
    """The time at which the next step becomes due; None if there is none."""
    return session.scalar(select(func.min(Step.due_at)))


def apply_due_steps(database: Database, now: datetime) -> None:
    """Apply the steps of all runs that have become due, in their order.

    Each transaction applies some of them: after a pause, thousands are due, and other writers wait.
    """
    is_rest = True
    while is_rest:
        with database.write() as session:
            is_rest = _apply_steps(session, _due_steps(now).limit(_STEPS)) == _STEPS


def set_status(session: Session, run: Run, status: RunStatus, result: str | None, at: datetime) -> None:
    """Set the state of a run; an end sets its summary, opens its pull request and plans its webhooks."""
    run.status = status
    if status not in TERMINAL:
        return
    run.result = result
    run.summary = run.prompt.strip().partition("\n")[0][:100]
    if status is RunStatus.COMPLETE and run.repo_id is not None:
        _open_pull_request(session, run, at)
    event = "agent_run.completed" if status is RunStatus.COMPLETE else "agent_run.failed"
    facts: JsonObject = {
        "id": run.id,
        "organization_id": run.organization_id,
        "status": status.value,
        "result": result,
        "metadata": run.custom_metadata,
    }
    for webhook in _webhooks_of(session, run):
        session.add(
            WebhookDelivery(
                due_at=at, url=webhook.url, secret=webhook.secret, payload=webhook_body(event, facts)
            )
        )


def _due_steps(now: datetime) -> Select[Step]:
    return select(Step).where(Step.due_at <= now).order_by(Step.due_at, Step.id)


def _apply_steps(session: Session, query: Select[Step]) -> int:
    """Apply the steps of a query; return their number."""
    steps = session.scalars(query).all()
    if not steps:
        return 0
    ids = {step.run_id for step in steps}
    runs = {run.id: run for run in session.scalars(select(Run).where(Run.id.in_(ids)))}
    # One statement for all rows each: the steps of many runs are often due at once.
    logs = [
        {"run_id": step.run_id, "created_at": step.due_at, "entry": step.log}
        for step in steps
        if step.log is not None
    ]
    if logs:
        session.execute(insert(Log), logs)
    for step in steps:
        if step.status is not None:
            set_status(session, runs[step.run_id], RunStatus(step.status), step.result, step.due_at)
    session.execute(delete(Step).where(Step.id.in_([step.id for step in steps])))
    return len(steps)


def webhook_body(event: str, run: JsonObject) -> str:
    """The body of a webhook, e.g. for `agent_run.completed`."""
    return json.dumps({"event_type": event, "data": run}, ensure_ascii=False)


def _plan(
    session: Session, run: Run, script: Script, prompt: str, now: datetime, *, is_resumed: bool = False
) -> None:
    steps = [
        {
            "run_id": run.id,
            "due_at": now + timedelta(seconds=step.after_s),
            "status": step.status,
            "log": step.log,
            "result": step.result,
        }
        for step in script.steps(prompt, is_resumed=is_resumed)
    ]
    session.execute(insert(Step), steps)


def _open_pull_request(session: Session, run: Run, at: datetime) -> None:
    repo = session.get(Repo, run.repo_id)
    if repo is None or session.scalar(select(PullRequest.id).where(PullRequest.run_id == run.id)) is not None:
        return
    opened = select(func.count()).where(PullRequest.repo_id == repo.id)
    number = (session.scalar(opened) or 0) + 1
    session.add(
        PullRequest(
            organization_id=run.organization_id,
            repo_id=repo.id,
            run_id=run.id,
            number=number,
            title=run.summary or "",
            url=f"https://github.com/{repo.full_name}/pull/{number}",
            head_branch_name=f"codegen/run-{run.id}",
            created_at=at,
        )
    )


def _webhooks_of(session: Session, run: Run) -> list[RunWebhook]:
    """The webhooks of a run: its own, or the one of its organization."""
    if run.webhooks is not None:
        return [RunWebhook.model_validate(each) for each in run.webhooks["webhooks"]]  # type: ignore[attr-defined]
    webhook = session.get(Webhook, run.organization_id)
    if webhook is None or not webhook.enabled:
        return []
    return [RunWebhook(url=webhook.url, secret=webhook.secret)]


def _stored(webhooks: Sequence[RunWebhook] | None) -> JsonObject | None:
    return None if webhooks is None else {"webhooks": [each.model_dump() for each in webhooks]}
