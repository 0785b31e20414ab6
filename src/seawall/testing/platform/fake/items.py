"""The operations of the fake platform on items, artifacts and files."""

import json
from collections.abc import Callable, Mapping
from enum import Enum
from uuid import UUID

from attrs import evolve, frozen

from seawall.core.http.message import Response
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.models import Item, OutputArtifact
from seawall.sdks.platform.states import ArtifactOutput
from seawall.testing.fakes.fake_call import FakeCall
from seawall.testing.fakes.files import file_response
from seawall.testing.fakes.lists import page_of, sorted_by
from seawall.testing.fakes.problem import ProblemError, invalid
from seawall.testing.platform.fake.metadata_filter import metadata_matches
from seawall.testing.platform.fake.runs import replaced_metadata
from seawall.testing.platform.fake.state import PlatformState
from seawall.testing.platform.fake.stored_run import StoredRun
from seawall.testing.platform.fake.wire_models import wire_item
from seawall.testing.platform.items import CONTENT
from seawall.testing.platform.metadata_checksum import metadata_checksum
from seawall.testing.script import json_response

__all__ = ["ItemHandlers"]

_SORT_KEYS: Mapping[str, Callable[[Item], object]] = {
    "item_id": lambda one: one.item_id,
    "external_id": lambda one: one.external_id,
    "custom_metadata": lambda one: one.custom_metadata and json.dumps(one.custom_metadata),
    "terminated_at": lambda one: one.terminated_at,
    "termination_reason": lambda one: one.termination_reason,
}


@frozen(eq=False)
class ItemHandlers:
    """Answers the operations on items and their artifacts; `url` is the base URL of files."""

    state: PlatformState
    url: str

    def list(self, call: FakeCall) -> Response:
        """GET /v1/runs/{run_id}/items."""
        # A real server checks all parameters before it looks for the run.
        ids, external_ids, path = (
            call.uuids("item_id__in"),
            call.all("external_id__in"),
            call.one("custom_metadata"),
        )
        state = _member(call, "state", wire.ItemState)
        reason = _member(call, "termination_reason", wire.ItemTerminationReason)
        stored = self.state.readable_run(call)
        items = [
            one
            for one in stored.items
            if ids is None or one.item_id in ids
            if external_ids is None or one.external_id in external_ids
            if state is None or one.state == state
            if reason is None or one.termination_reason == reason
            if path is None or metadata_matches(one.custom_metadata, path)
        ]
        return json_response(
            200, [wire_item(one) for one in page_of(sorted_by(items, call, _SORT_KEYS), call)]
        )

    def get(self, call: FakeCall) -> Response:
        """GET /v1/runs/{run_id}/items/{external_id}."""
        stored = self.state.readable_run(call)
        return json_response(200, wire_item(stored.items[_position(stored, call)]))

    def update_metadata(self, call: FakeCall) -> Response:
        """PUT /v1/runs/{run_id}/items/{external_id}/custom-metadata."""
        request = call.body(wire.CustomMetadataUpdateRequest)
        stored = self.state.readable_run(call)
        position = _position(stored, call)
        one = stored.items[position]
        new = replaced_metadata(request, one.custom_metadata)
        checksum = metadata_checksum(new)
        stored.items[position] = evolve(one, custom_metadata=new, custom_metadata_checksum=checksum)
        return json_response(200, wire.CustomMetadataUpdateResponse(custom_metadata_checksum=checksum))

    def file_url(self, call: FakeCall) -> Response:
        """GET /v1/runs/{run_id}/artifacts/{artifact_id}/file."""
        artifact_id = call.uuid("artifact_id")
        artifact = _artifact(self.state.readable_run(call), artifact_id)
        if not artifact.is_available:
            raise ProblemError(410, "The artifact was deleted")
        location = self.link(call.uuid("run_id"), artifact)
        return Response(307, {"location": location, "cache-control": "no-store"})

    def link(self, run_id: UUID, artifact: OutputArtifact) -> str:
        """The URL of the file of an artifact."""
        return f"{self.url}/files/{run_id}/{artifact.output_artifact_id}"

    def file(self, call: FakeCall) -> Response:
        """GET the file of an artifact, without a token."""
        stored = self.state.runs.get(call.uuid("run_id"))
        if stored is None or not (artifact := _artifact(stored, call.uuid("artifact_id"))).is_available:
            raise ProblemError(404, "The file was deleted")
        content = self.state.files.get(artifact.output_artifact_id, CONTENT)
        return file_response(call.seen, content, media_type=artifact.media_type or "application/octet-stream")

    def delete(self, call: FakeCall) -> Response:
        """DELETE /v1/runs/{run_id}/artifacts."""
        self.delete_files(self.state.readable_run(call))
        return json_response(200, None)

    def delete_files(self, stored: StoredRun) -> None:
        """Delete the files of a run; raises ProblemError 409 before its end."""
        if not stored.run.is_terminated:
            raise ProblemError(409, "The run has not terminated yet. Cancel it or wait.")
        stored.items = [
            evolve(one, output_artifacts=tuple(map(_deleted, one.output_artifacts))) for one in stored.items
        ]


def _artifact(stored: StoredRun, artifact_id: UUID) -> OutputArtifact:
    made = [artifact for one in stored.items for artifact in one.output_artifacts]
    found = next((one for one in made if one.output_artifact_id == artifact_id), None)
    if found is None:
        raise ProblemError(404, "Artifact not found")
    return found


def _position(stored: StoredRun, call: FakeCall) -> int:
    known = [one.external_id for one in stored.items]
    if call.path["external_id"] not in known:
        raise ProblemError(404, "Item not found")
    return known.index(call.path["external_id"])


def _member(call: FakeCall, name: str, kind: type[Enum]) -> str | None:
    value = call.one(name)
    if value is not None and value not in {str(member.value) for member in kind}:
        raise invalid("query", name, f"must be one of {', '.join(str(member.value) for member in kind)}")
    return value


def _deleted(artifact: OutputArtifact) -> OutputArtifact:
    if not artifact.is_available:
        return artifact
    return evolve(artifact, output=ArtifactOutput.DELETED_BY_USER, metadata=None)
