"""`client.runs`: list, read and submit runs, and a handle on one run."""

from collections.abc import Callable, Collection
from uuid import UUID

from seawall.core.engine.conversion import converted
from seawall.core.errors import DecodeError
from seawall.core.validation.arguments import checked_items, checked_uuid
from seawall.core.wire.unset import or_none
from seawall.runtime import ClientContext, Pages, Pollable, wait

from platform_sdk._generated import calls
from platform_sdk._generated import models as wire
from platform_sdk.applications import Applications
from platform_sdk.models import STATES, Item, NewItem, Run
from platform_sdk.pages import pages
from platform_sdk.policies import Policies, Settings

__all__ = ["RunHandle", "Runs"]


class RunHandle:
    """A run, by its id. Making a handle sends no request; each method does."""

    def __init__(self, context: ClientContext[Policies, Settings], run_id: UUID) -> None:
        self._context = context
        self.run_id = run_id

    def details(self) -> Run:
        """Read the run; raises NotFoundError."""
        call = calls.get_run(self.run_id)
        return converted(call, self._context.engine.send(call, self._context.policies.read), Run.from_wire)

    def results(self, *, external_ids: Collection[str] | None = None, page_size: int = 100) -> Pages[Item]:
        """List the items of the run with their results."""
        return pages(
            self._context,
            calls.list_run_results(
                self.run_id,
                reference__in=None if external_ids is None else list(external_ids),
                page_size=page_size,
            ),
            Item.from_wire,
            page_size=page_size,
            key=lambda item: item.item_id,
        )

    def wait(self, *, timeout_s: float = 3600.0, on_progress: Callable[[Run], None] = lambda _: None) -> Run:
        """Wait until the run has ended, for any reason; raises WaitTimeoutError."""
        context = self._context
        target = Pollable(
            name=f"run {self.run_id}",
            read=lambda left_s: context.engine.send(
                calls.get_run(self.run_id), context.policies.read.with_deadline(left_s), nocache=True
            ),
            from_wire=Run.from_wire,
            state=lambda run: run.state,
            machine=STATES,
        )
        return wait(
            target,
            deadline_s=timeout_s,
            clock=context.engine.clock,
            on_progress=lambda look: on_progress(look.value),
        )

    def cancel(self) -> None:
        """Stop the run; finished results stay."""
        self._context.engine.send(calls.cancel_application_run(self.run_id), self._context.policies.write)

    def delete(self) -> None:
        """Delete all results of the run, permanently."""
        call = calls.delete_application_run_results(self.run_id)
        self._context.engine.send(call, self._context.policies.write)


class Runs:
    """Runs: list, get, submit."""

    def __init__(self, context: ClientContext[Policies, Settings], applications: Applications) -> None:
        self._context = context
        self._applications = applications

    def list(
        self,
        *,
        application_id: str | None = None,
        application_version: str | None = None,
        page_size: int = 100,
    ) -> Pages[Run]:
        """List the runs that match all filters, newest first."""
        return pages(
            self._context,
            calls.list_application_runs(
                application_id=application_id,
                application_version=application_version,
                sort=["-triggered_at"],
                page_size=page_size,
            ),
            Run.from_wire,
            page_size=page_size,
            key=lambda run: run.run_id,
        )

    def get(self, run_id: str | UUID) -> Run:
        """Read a run; raises NotFoundError, and InputError for an id that is not a UUID."""
        return RunHandle(self._context, checked_uuid(run_id, "run id")).details()

    def submit(
        self, application_id: str, items: Collection[NewItem], *, version: str | None = None
    ) -> RunHandle:
        """Start a run of an application over `items`; `version` None selects the latest."""
        new = checked_items(items, NewItem, "items")
        number = self._applications.version(application_id, version).version_number
        body = wire.RunCreationRequest(
            application_version_id=f"{application_id}:v{number}",
            items=[item.to_wire() for item in new],
        )
        call = calls.create_application_run(body=body)
        result = self._context.engine.send(call, self._context.policies.write)
        run_id = or_none(result.value.application_run_id)
        if run_id is None:
            raise DecodeError("POST /v1/runs answered without the id of the run.", status=201)
        return RunHandle(self._context, run_id)
