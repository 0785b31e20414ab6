"""Path and query parameters of the beta, and the access to a run."""

from typing import Annotated
from uuid import UUID

from fastapi import HTTPException, Path, Query
from sqlalchemy.orm import Session

from seawall.local.platform.access.permissions import Caller
from seawall.local.platform.store.tables import Run

__all__ = ["ApplicationRunId", "Include", "own_run"]

ApplicationRunId = Annotated[UUID, Path(description="Id of the run, from `POST /v1/runs`.")]
Include = Annotated[tuple[str] | None, Query(description="Accepted and ignored.")]


def own_run(session: Session, caller: Caller, run_id: UUID) -> Run:
    """Load a run of the caller; those of others are hidden. Raises HTTPException 404."""
    run = session.get(Run, run_id)
    if run is None or run.submitted_by != caller.user_id:
        raise HTTPException(404, "Application run not found")
    return run
