"""The operations of the API of 2025-05 to 2025-07 over the data of a fake platform."""

from collections.abc import Callable, Mapping
from uuid import UUID

from attrs import frozen

from seawall.core.engine.call import Operation
from seawall.core.http.message import Response
from seawall.core.validation.semver import version_key
from seawall.core.wire.unset import UNSET
from seawall.sdks.platform._generated import models as now
from seawall.sdks.platform._generated_v0 import calls, models
from seawall.sdks.platform.applications import Application, ApplicationVersion
from seawall.sdks.platform.beta.requests import version_number
from seawall.sdks.platform.models import Item, OutputArtifact, RunData
from seawall.sdks.platform.server_version import ServerVersion
from seawall.sdks.platform.states import ItemState, RunState, RunTerminationReason
from seawall.testing.fakes.fake_api import Handler
from seawall.testing.fakes.fake_call import FakeCall
from seawall.testing.fakes.lists import page_of, sorted_by
from seawall.testing.fakes.problem import ProblemError, invalid
from seawall.testing.platform.fake.items import ItemHandlers
from seawall.testing.platform.fake.runs import RunHandlers
from seawall.testing.platform.fake.stored_run import StoredRun
from seawall.testing.platform.fake.wire_models import wire_me
from seawall.testing.script import json_response

__all__ = ["OlderApiHandlers"]

_CANCELED = {
    RunTerminationReason.CANCELED_BY_USER: "CANCELED_USER",
    RunTerminationReason.CANCELED_BY_SYSTEM: "CANCELED_SYSTEM",
}
_ITEM_STATUSES = {"SUCCEEDED": "SUCCEEDED", "USER_ERROR": "ERROR_USER", "SYSTEM_ERROR": "ERROR_SYSTEM"}
_RUN_SORT: Mapping[str, Callable[[RunData], object]] = {
    "application_run_id": lambda one: one.run_id,
    "application_version_id": lambda one: one.version_number,
    "organization_id": lambda one: one.organization_id,
    "triggered_at": lambda one: one.submitted_at,
    "triggered_by": lambda one: one.submitted_by,
}
_APPLICATION_SORT: Mapping[str, Callable[[Application], object]] = {
    "application_id": lambda one: one.application_id,
    "name": lambda one: one.name,
    "description": lambda one: one.description,
    "regulatory_classes": lambda one: one.regulatory_classes,
}
_VERSION_SORT: Mapping[str, Callable[[ApplicationVersion], object]] = {
    "version": lambda one: version_key(one.version_number),
    "created_at": lambda one: one.released_at,
}
_ITEM_SORT: Mapping[str, Callable[[Item], object]] = {
    "item_id": lambda one: one.item_id,
    "reference": lambda one: one.external_id,
}


@frozen(eq=False)
class OlderApiHandlers:
    """Answers the operations of the older API; `runs` and `items` answer those of the current one."""

    runs: RunHandlers
    items: ItemHandlers
    server: ServerVersion

    def handlers(self) -> dict[Operation[object], Handler]:
        """The handler of each operation that the version has."""
        found: dict[Operation[object], Handler] = {
            calls.LIST_APPLICATIONS: self.list_applications,
            calls.LIST_VERSIONS_BY_APPLICATION_ID: self.list_versions,
            calls.LIST_APPLICATION_RUNS: self.list_runs,
            calls.CREATE_APPLICATION_RUN: self.create_run,
            calls.GET_RUN: self.get_run,
            calls.CANCEL_APPLICATION_RUN: self.cancel_run,
            calls.LIST_RUN_RESULTS: self.list_results,
            calls.DELETE_APPLICATION_RUN_RESULTS: self.delete_results,
        }
        return {**found, calls.GET_ME: self.me} if self.server.has_account else found

    def me(self, _: FakeCall) -> Response:
        """GET /v1/me."""
        me = wire_me(self.runs.state.me)
        names = (me.user.name or "").split(" ")
        person = {
            "id": me.user.id,
            "email": me.user.email or "",
            "email_verified": True,
            "name": me.user.name or "",
            "given_name": names[0],
            "family_name": names[-1],
            "nickname": None,
            "picture": "",
            "updated_at": self.runs.state.now(),
        }
        return json_response(200, {"user": person, "organization": me.organization})

    def list_applications(self, call: FakeCall) -> Response:
        """GET /v1/applications."""
        known = sorted(self.runs.state.applications.values(), key=lambda one: one.application_id)
        return json_response(
            200,
            [
                models.ApplicationReadResponse(
                    application_id=one.application_id,
                    name=one.name,
                    description=one.description,
                    regulatory_classes=list(one.regulatory_classes),
                )
                for one in page_of(sorted_by(known, call, _APPLICATION_SORT), call)
            ],
        )

    def list_versions(self, call: FakeCall) -> Response:
        """GET /v1/applications/{application_id}/versions; none for an unknown application."""
        application_id, number = call.path["application_id"], call.one("version")
        versions = [
            one
            for (owner, _), one in self.runs.state.versions.items()
            if owner == application_id and (number is None or version_number(number) == one.version_number)
        ]
        versions.sort(key=lambda one: version_key(one.version_number), reverse=True)
        page = page_of(sorted_by(versions, call, _VERSION_SORT), call)
        return json_response(200, [self._version(application_id, one) for one in page])

    def list_runs(self, call: FakeCall) -> Response:
        """GET /v1/runs: those of the caller."""
        application_id, number = call.one("application_id"), call.one("application_version")
        stored = [
            one
            for one in self.runs.state.runs.values()
            if one.run.submitted_by == self.runs.state.me.user.id
            and application_id in {None, one.run.application_id}
            and (number is None or version_number(number) == one.run.version_number)
        ]
        # By default the newest first.
        newest = sorted((one.run for one in stored), key=lambda one: one.submitted_at, reverse=True)
        page = page_of(sorted_by(newest, call, _RUN_SORT), call)
        return json_response(200, [self._run(self.runs.state.runs[one.run_id]) for one in page])

    def create_run(self, call: FakeCall) -> Response:
        """POST /v1/runs."""
        request = call.body(models.RunCreationRequest)
        application_id, separator, number = request.application_version_id.rpartition(":v")
        if not separator:
            raise ProblemError(404, "application version not found")
        stored = self.runs.submitted(
            now.RunCreationRequest(
                application_id=application_id,
                version_number=number,
                items=[
                    now.ItemCreationRequest(
                        external_id=one.reference,
                        input_artifacts=[
                            now.InputArtifactCreationRequest(
                                name=each.name, download_url=each.download_url, metadata=each.metadata
                            )
                            for each in one.input_artifacts
                        ],
                    )
                    for one in request.items
                ],
            )
        )
        return json_response(201, models.RunCreationResponse(application_run_id=stored.run.run_id))

    def get_run(self, call: FakeCall) -> Response:
        """GET /v1/runs/{application_run_id}; a poll, if the run finishes after a number of them."""
        stored = self._own(call)
        self.runs.poll(stored)
        return json_response(200, self._run(stored))

    def cancel_run(self, call: FakeCall) -> Response:
        """POST /v1/runs/{application_run_id}/cancel."""
        return self.runs.cancelled(self._own(call))

    def list_results(self, call: FakeCall) -> Response:
        """GET /v1/runs/{application_run_id}/results."""
        ids, references, statuses = self._filters(call)
        stored = self._own(call)
        items = [
            one
            for one in stored.items
            if ids is None or one.item_id in ids
            if references is None or one.external_id in references
            if statuses is None or self._text(_item_status(one, stored.run)) in statuses
        ]
        page = page_of(sorted_by(items, call, _ITEM_SORT), call)
        return json_response(200, [self._item(one, stored.run) for one in page])

    def delete_results(self, call: FakeCall) -> Response:
        """DELETE /v1/runs/{application_run_id}/results."""
        self.items.delete_files(self._own(call))
        return Response(204)

    def _filters(self, call: FakeCall) -> "_Filters":
        """Read the filters of results; raises ProblemError 422 with all faults, as a real server does."""
        faults: list[object] = []
        for is_known, fault in (
            (_is_uuid(call.path["application_run_id"]), invalid("path", "application_run_id", "is no UUID")),
            (self._knows_statuses(call), invalid("query", "status__in", "is no status")),
        ):
            if not is_known:
                faults += fault.args[1]
        if faults:
            raise ProblemError(422, faults)
        return call.uuids("item_id__in"), call.all("reference__in"), call.all("status__in")

    def _knows_statuses(self, call: FakeCall) -> bool:
        known = {self._text(status) for status in models.ItemStatus}
        return known.issuperset(call.all("status__in") or ())

    def _own(self, call: FakeCall) -> StoredRun:
        """The run in the path; raises ProblemError 404 also for a run of another user."""
        stored = self.runs.state.runs.get(call.uuid("application_run_id"))
        if stored is None or stored.run.submitted_by != self.runs.state.me.user.id:
            raise ProblemError(404, "Application run not found")
        return stored

    def _text(self, text: str) -> str:
        """A status or scope as the version writes it."""
        return text.lower() if self.server.has_lower_case else str(text)

    def _run(self, stored: StoredRun) -> models.RunReadResponse:
        run = stored.run
        return models.RunReadResponse(
            application_run_id=run.run_id,
            application_version_id=f"{run.application_id}:v{run.version_number}",
            organization_id=run.organization_id or "",
            status=models.ApplicationRunStatus(self._text(_run_status(run))),
            triggered_at=run.submitted_at,
            triggered_by=run.submitted_by,
        )

    def _item(self, item: Item, run: RunData) -> models.ItemResultReadResponse:
        return models.ItemResultReadResponse(
            item_id=item.item_id,
            application_run_id=run.run_id,
            reference=item.external_id,
            status=models.ItemStatus(self._text(_item_status(item, run))),
            error=item.error_message,
            output_artifacts=[self._output(one, run) for one in item.output_artifacts],
        )

    def _output(self, artifact: OutputArtifact, run: RunData) -> models.OutputArtifactResultReadResponse:
        media_type = artifact.media_type or "application/octet-stream"
        return models.OutputArtifactResultReadResponse(
            output_artifact_id=artifact.output_artifact_id,
            name=artifact.name,
            metadata=dict(artifact.metadata or {}),
            download_url=self.items.link(run.run_id, artifact) if artifact.is_available else None,
            mime_type=media_type if self.server.has_lower_case else UNSET,
        )

    def _version(
        self, application_id: str, version: ApplicationVersion
    ) -> models.ApplicationVersionReadResponse:
        released_at = None if self.server.has_lower_case else version.released_at
        return models.ApplicationVersionReadResponse(
            application_version_id=f"{application_id}:v{version.version_number}",
            version=version.version_number,
            application_id=application_id,
            changelog=version.changelog,
            input_artifacts=[
                models.InputArtifactReadResponse(
                    name=spec.name, mime_type=spec.media_type, metadata_schema=dict(spec.metadata_schema)
                )
                for spec in version.input_artifacts
            ],
            output_artifacts=[
                models.OutputArtifactReadResponse(
                    name=spec.name,
                    mime_type=spec.media_type,
                    metadata_schema=dict(spec.metadata_schema),
                    scope=models.OutputArtifactScope(self._text(spec.scope)),
                )
                for spec in version.output_artifacts
            ],
            created_at=UNSET if released_at is None else released_at,
        )


_Filters = tuple[list[UUID] | None, tuple[str, ...] | None, tuple[str, ...] | None]


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _run_status(run: RunData) -> str:
    """A run is RUNNING from its first result on, and SCHEDULED while its first items are processed."""
    counts = run.statistics
    if not run.is_terminated:
        if counts.terminated:
            return "RUNNING"
        return "SCHEDULED" if run.state == RunState.PROCESSING else "RECEIVED"
    if run.termination_reason in _CANCELED:
        return _CANCELED[run.termination_reason]
    return "COMPLETED" if counts.succeeded == counts.total else "COMPLETED_WITH_ERROR"


def _item_status(item: Item, run: RunData) -> str:
    """The status of an item; one that was skipped was canceled with its run."""
    if item.state != ItemState.TERMINATED or item.termination_reason is None:
        return "PENDING"
    reason = run.termination_reason or RunTerminationReason.CANCELED_BY_SYSTEM
    return _ITEM_STATUSES.get(item.termination_reason) or _CANCELED.get(reason, "CANCELED_SYSTEM")
