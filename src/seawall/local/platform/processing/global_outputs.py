"""Outputs of a whole run, made when its last item has ended."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from seawall.local.platform.applications.catalogue import APPLICATIONS
from seawall.local.platform.applications.definition import ItemOutcome
from seawall.local.platform.processing.output_artifacts import new_artifact
from seawall.local.platform.store.artifacts import ArtifactStore
from seawall.local.platform.store.states import ItemTerminationReason, RunOutput, RunTerminationReason
from seawall.local.platform.store.tables import Item, Run

__all__ = ["add_global_outputs"]

FIRST_POSITION = 1_000_000  # after the item's own artifacts


def add_global_outputs(session: Session, run: Run, files: ArtifactStore) -> None:
    """Store the outputs of scope GLOBAL if the run has just ended with results and its version has any.

    They become artifacts of the first item that succeeded: each artifact of the API belongs to an item. If
    the transaction fails, the next start of the server removes the files.
    """
    application = APPLICATIONS.get(run.application_id)
    version = application.version(run.version_number) if application else None
    has_ended = run.termination_reason is RunTerminationReason.ALL_ITEMS_PROCESSED
    if version is None or version.summarize is None or not has_ended or run.output is RunOutput.NONE:
        return
    in_run = select(Item).where(Item.run_id == run.run_id).order_by(Item.position)
    rows = session.execute(in_run.with_only_columns(Item.external_id, Item.termination_reason))
    outputs = version.summarize([ItemOutcome(external_id, reason) for external_id, reason in rows if reason])
    first = in_run.where(Item.termination_reason == ItemTerminationReason.SUCCEEDED).limit(1)
    item = session.scalars(first).one()
    for position, output in enumerate(outputs, FIRST_POSITION):
        artifact = new_artifact(output, position)
        files.write(artifact.output_artifact_id, output.content)
        item.output_artifacts.append(artifact)
