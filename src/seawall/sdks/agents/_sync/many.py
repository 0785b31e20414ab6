# DO NOT EDIT. Derived from ../_async/many.py by "python -m seawall.codegen.derive".
"""Many runs or users in one call: a result for each, in the order of the arguments."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from seawall.core.errors import InputError
from seawall.core.validation.arguments import checked_count, describe_type
from seawall.runtime.bulk._sync.bulk import Bulk
from seawall.runtime.bulk.results import BulkJournal, BulkProgress, BulkResult
from seawall.runtime.concurrency.threads import Callback
from seawall.runtime.files.path_argument import as_path
from seawall.sdks.agents._sync.context import Context
from seawall.sdks.agents._generated import calls
from seawall.sdks.agents.models import Run
from seawall.sdks.agents.new_runs import NewRun, new_run_body

__all__ = ["Progress", "create_runs", "read_many"]

R = TypeVar("R")

Progress = Callback[BulkProgress]
# The API allows ten creates a minute: more of them at a time would only wait longer.
_MOST_CREATES = 10


def create_runs(
    context: Context,
    runs: Sequence[NewRun | str],
    *,
    organization_id: int | None,
    journal: str | Path | None,
    concurrency: int | None,
    on_progress: Progress,
) -> tuple[BulkResult[NewRun, Run], ...]:
    """See `Runs.create_many`."""
    # All are checked before the first one is sent.
    checked = [_checked_run(run, number) for number, run in enumerate(runs, 1)]
    organization = context.organization(organization_id) or context.first_organization()

    def create(run: NewRun, before_send: Callable[[], None]) -> Run:
        engine = context.engine.with_options(before_send=before_send)
        call = calls.create_agent_run(organization, body=new_run_body(run))
        return Run.from_wire((engine.send(call, context.policies.create)).value)

    names = iter([_name(run, number) for number, run in enumerate(checked, 1)])
    bulk: Bulk[NewRun, Run] = Bulk.once(
        create,
        key=lambda _: next(names),
        at_once=min(_MOST_CREATES, _at_once(context, concurrency)),
        journal=None if journal is None else _journal(as_path(journal), organization),
        clock=context.engine.clock,
    )
    return bulk.run(checked, on_progress=on_progress)


def read_many(
    context: Context,
    ids: Sequence[int],
    read: Callable[[int], R],
    *,
    concurrency: int | None,
    on_progress: Progress,
) -> tuple[BulkResult[int, R], ...]:
    """Read each of `ids` with `read`. An error is the result of its id; an id may be there twice."""

    def work(item: int, key: str) -> R:
        del key
        return read(item)

    names = iter([f"{number}: {each}" for number, each in enumerate(ids, 1)])
    bulk = Bulk(
        work,
        key=lambda _: next(names),
        at_once=_at_once(context, concurrency),
        clock=context.engine.clock,
    )
    return bulk.run(ids, on_progress=on_progress)


def _at_once(context: Context, concurrency: int | None) -> int:
    return context.concurrency if concurrency is None else checked_count(concurrency, "concurrency")


def _checked_run(run: object, number: int) -> NewRun:
    if isinstance(run, str):
        run = NewRun(prompt=run)
    if not isinstance(run, NewRun):
        raise InputError(f"Run {number} is {describe_type(run)}. Give a prompt or a NewRun.")
    try:
        new_run_body(run)
    except InputError as error:
        raise InputError(f"Run {number}: {error}", error.problems) from error
    return run


def _name(run: NewRun, number: int) -> str:
    """The name of a run in the journal: another run has another name, and two equal ones differ too."""
    return f"run {number}, {hashlib.sha256(run.to_json().encode()).hexdigest()[:16]}"


def _journal(path: Path, organization: int) -> BulkJournal[Run]:
    job = f"create runs in organization {organization}"
    return BulkJournal(path=path, job=job, encode=lambda run: run.to_dict(), decode=Run.from_dict)
