"""The data of a fake platform, and the access of its caller."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from attrs import define, evolve, field

from seawall.core.validation.semver import latest_version
from seawall.sdks.platform.account import Me
from seawall.sdks.platform.applications import Application, ApplicationVersion
from seawall.sdks.platform.documents import VersionDocument
from seawall.sdks.platform.models import OutputArtifact
from seawall.sdks.platform.sharing import Grant, NewShareToken
from seawall.testing.fakes.fake_call import FakeCall
from seawall.testing.fakes.problem import ProblemError
from seawall.testing.platform.applications import output_spec
from seawall.testing.platform.fake.stored_run import StoredRun
from seawall.testing.platform.items import CONTENT, file_metadata, output_artifact

__all__ = ["PlatformState"]


@define
class PlatformState:
    """Applications, versions, runs and files of a fake platform; `now` returns the time."""

    me: Me
    now: Callable[[], datetime]
    applications: dict[str, Application] = field(factory=dict)
    versions: dict[tuple[str, str], ApplicationVersion] = field(factory=dict)
    runs: dict[UUID, StoredRun] = field(factory=dict)
    files: dict[UUID, bytes] = field(factory=dict)
    grants: dict[UUID, Grant] = field(factory=dict)
    share_tokens: dict[UUID, NewShareToken] = field(factory=dict)
    documents: dict[tuple[str, str], list[tuple[VersionDocument, bytes]]] = field(factory=dict)

    def readable_run(self, call: FakeCall) -> StoredRun:
        """Return the run in the path; raises ProblemError 404, or 403 for a run of another user."""
        stored = self.runs.get(call.uuid("run_id"))
        if stored is None:
            raise ProblemError(404, "Run not found")
        if stored.run.submitted_by != self.me.user.id and not self._is_shared(stored.run.run_id, call):
            raise ProblemError(403, "You have no access to this run")
        return stored

    def _is_shared(self, run_id: UUID, call: FakeCall) -> bool:
        """Check that the share token of the call has access to a run."""
        secret = call.one("share_token")
        valid = {
            str(one.share_token_id)
            for one in self.share_tokens.values()
            if one.share_token == secret and not one.revoked
            if one.expires_at is None or one.expires_at > self.now()
        }
        return any(
            one.resource_id == run_id and one.subject_id in valid and not one.revoked
            for one in self.grants.values()
        )

    def latest(self, application_id: str) -> str | None:
        """Return the highest number of the versions of an application."""
        return latest_version([version.number for version in self.applications[application_id].versions])

    def submission_time(self) -> datetime:
        """Return the time, or a millisecond after the latest run: lists by time have an order."""
        latest = max((stored.run.submitted_at for stored in self.runs.values()), default=None)
        now = self.now()
        return now if latest is None or latest < now else latest + timedelta(milliseconds=1)

    def finish(
        self, stored: StoredRun, *, only: str | None = None, files: Mapping[str, bytes] | None = None
    ) -> None:
        """Let items succeed, with one file for each output of the version; `files` has contents by name."""
        stored.finish(self.now(), lambda: self._outputs(stored, files or {}), only=only)

    def set_file(self, artifact_id: UUID, content: bytes) -> bool:
        """Replace the content of an artifact, and its size and checksum; False if there is no such one."""
        for stored in self.runs.values():
            for position, item in enumerate(stored.items):
                made = item.output_artifacts
                if artifact_id in {artifact.output_artifact_id for artifact in made}:
                    changed = [
                        _with_content(one, content) if one.output_artifact_id == artifact_id else one
                        for one in made
                    ]
                    stored.items[position] = evolve(item, output_artifacts=tuple(changed))
                    self.files[artifact_id] = content
                    return True
        return False

    def _outputs(self, stored: StoredRun, files: Mapping[str, bytes]) -> tuple[OutputArtifact, ...]:
        version = self.versions.get((stored.run.application_id, stored.run.version_number))
        specs = (output_spec(),) if version is None else version.output_artifacts
        made = []
        for spec in specs:
            content = files.get(spec.name, CONTENT)
            artifact = output_artifact(name=spec.name, metadata=file_metadata(content, spec.media_type))
            self.files[artifact.output_artifact_id] = content
            made.append(artifact)
        return tuple(made)


def _with_content(artifact: OutputArtifact, content: bytes) -> OutputArtifact:
    media_type = artifact.media_type or "application/octet-stream"
    return evolve(artifact, metadata=file_metadata(content, media_type))
