"""The operations of the fake platform on runs."""

import json
from collections.abc import Callable, Mapping

from attrs import evolve, frozen

from seawall.core.http.message import Response
from seawall.core.http.times import to_utc
from seawall.core.wire.unset import if_given, or_none
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.models import RunData
from seawall.sdks.platform.states import RunTerminationReason
from seawall.testing.fakes.fake_call import FakeCall
from seawall.testing.fakes.lists import page_of, sorted_by
from seawall.testing.fakes.problem import ProblemError, invalid
from seawall.testing.platform.fake.metadata_filter import metadata_matches
from seawall.testing.platform.fake.state import PlatformState
from seawall.testing.platform.fake.stored_run import StoredRun
from seawall.testing.platform.fake.submission_checks import check_items
from seawall.testing.platform.fake.wire_models import wire_run
from seawall.testing.platform.items import input_artifact, item
from seawall.testing.platform.metadata_checksum import metadata_checksum
from seawall.testing.platform.runs import run
from seawall.testing.script import json_response

__all__ = ["RunHandlers", "replaced_metadata"]

_SORT_KEYS: Mapping[str, Callable[[RunData], object]] = {
    "run_id": lambda one: one.run_id,
    "application_id": lambda one: one.application_id,
    "version_number": lambda one: one.version_number,
    "custom_metadata": lambda one: one.custom_metadata and json.dumps(one.custom_metadata),
    "state": lambda one: one.state,
    "submitted_at": lambda one: one.submitted_at,
    "submitted_by": lambda one: one.submitted_by,
    "terminated_at": lambda one: one.terminated_at,
    "termination_reason": lambda one: one.termination_reason,
}


@frozen(eq=False)
class RunHandlers:
    """Answers the operations on runs; a submitted run finishes at the poll of number `polls`."""

    state: PlatformState
    polls: int | None

    def list(self, call: FakeCall) -> Response:
        """GET /v1/runs."""
        runs = [stored.run for stored in self.state.runs.values() if self._is_listed(stored, call)]
        # By default the newest first.
        runs.sort(key=lambda one: one.submitted_at, reverse=True)
        page = page_of(sorted_by(runs, call, _SORT_KEYS), call)
        return json_response(200, [wire_run(one) for one in page])

    def create(self, call: FakeCall) -> Response:
        """POST /v1/runs."""
        stored = self.submitted(call.body(wire.RunCreationRequest))
        return json_response(201, wire.RunCreationResponse(run_id=stored.run.run_id))

    def submitted(self, request: wire.RunCreationRequest) -> StoredRun:
        """Make the run of a submission; raises ProblemError."""
        scheduling = or_none(request.scheduling)
        deadline = None if scheduling is None else if_given(or_none(scheduling.deadline), to_utc)
        if deadline is not None and deadline <= self.state.now():
            raise invalid("body", "scheduling", "the deadline must be in the future")
        if request.application_id not in self.state.applications:
            raise ProblemError(404, "application not found")
        number = or_none(request.version_number) or self.state.latest(request.application_id)
        version = self.state.versions.get((request.application_id, number or ""))
        if version is None:
            raise ProblemError(404, "application version not found")
        check_items(request.items, version)
        submitted = run(
            application_id=request.application_id,
            version_number=version.version_number,
            custom_metadata=or_none(request.custom_metadata),
            submitted_at=self.state.submission_time(),
            submitted_by=self.state.me.user.id,
            organization_id=self.state.me.organization.id,
            due_date=None if scheduling is None else if_given(scheduling.due_date, to_utc),
            deadline=deadline,
        )
        items = [
            item(
                external_id=new.external_id,
                custom_metadata=or_none(new.custom_metadata),
                input_artifacts=[
                    input_artifact(name=one.name, metadata=one.metadata, download_url=one.download_url)
                    for one in new.input_artifacts
                ],
            )
            for new in request.items
        ]
        stored = StoredRun.of(submitted, items)
        stored.polls_left, stored.is_new = self.polls, True
        self.state.runs[submitted.run_id] = stored
        return stored

    def get(self, call: FakeCall) -> Response:
        """GET /v1/runs/{run_id}; a poll, if the run finishes after a number of them."""
        stored = self.state.readable_run(call)
        self.poll(stored)
        return json_response(200, wire_run(stored.run))

    def poll(self, stored: StoredRun) -> None:
        """Let a run go on after a read of it, if it finishes after a number of them."""
        if stored.is_new:
            # The read with which `submit` ends is no poll of the test.
            stored.is_new = False
        elif stored.polls_left is not None and not stored.run.is_terminated:
            stored.polls_left -= 1
            if stored.polls_left <= 0:
                self.state.finish(stored)
            else:
                stored.start()
                stored.update(self.state.now())

    def cancel(self, call: FakeCall) -> Response:
        """POST /v1/runs/{run_id}/cancel."""
        return self.cancelled(self.state.readable_run(call))

    def cancelled(self, stored: StoredRun) -> Response:
        """Cancel a run for its user; raises ProblemError 409 after its end."""
        if stored.run.is_terminated:
            raise ProblemError(409, "The run has already terminated")
        stored.cancel(self.state.now(), RunTerminationReason.CANCELED_BY_USER)
        return json_response(202, None)

    def update_metadata(self, call: FakeCall) -> Response:
        """PUT /v1/runs/{run_id}/custom-metadata."""
        request = call.body(wire.CustomMetadataUpdateRequest)
        stored = self.state.readable_run(call)
        new = replaced_metadata(request, stored.run.custom_metadata)
        checksum = metadata_checksum(new)
        stored.run = evolve(stored.run, custom_metadata=new, custom_metadata_checksum=checksum)
        return json_response(200, wire.CustomMetadataUpdateResponse(custom_metadata_checksum=checksum))

    def _is_listed(self, stored: StoredRun, call: FakeCall) -> bool:
        one, me = stored.run, self.state.me
        organization = call.one("for_organization")
        if organization not in {None, me.organization.id}:
            raise ProblemError(403, "You may list only the runs of your own organization")
        own = one.submitted_by == me.user.id if organization is None else one.organization_id == organization
        wanted = {
            "application_id": (one.application_id, None),
            "application_version": (one.version_number, None),
            "submitted_by": (one.submitted_by, {"me": me.user.id}),
            "organization_id": (one.organization_id, {"my_org": me.organization.id}),
        }
        for name, (value, aliases) in wanted.items():
            given = call.one(name)
            if given is not None and (aliases or {}).get(given, given) != value:
                return False
        external_id, path = call.one("external_id"), call.one("custom_metadata")
        return (
            own
            and (external_id is None or external_id in {one.external_id for one in stored.items})
            and (path is None or metadata_matches(one.custom_metadata, path))
        )


def replaced_metadata(
    request: wire.CustomMetadataUpdateRequest, stored: Mapping[str, object] | None
) -> Mapping[str, object] | None:
    """Return the new custom metadata; raises ProblemError 412 if the checksum is not that of `stored`."""
    seen = or_none(request.custom_metadata_checksum)
    if seen is not None and seen != metadata_checksum(stored):
        raise ProblemError(412, "The custom metadata has changed since the checksum was read.")
    return or_none(request.custom_metadata)
