"""A fake platform in memory, for tests of programs that use the SDK."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from seawall.core.engine.call import Operation
from seawall.core.errors import InputError
from seawall.core.redaction.secret import Secret
from seawall.core.validation.arguments import checked_count, checked_text, checked_uuid
from seawall.sdks.platform import AsyncClient, Client
from seawall.sdks.platform._generated import SERVER_PATH, calls
from seawall.sdks.platform.account import Me
from seawall.sdks.platform.applications import Application, ApplicationVersion
from seawall.sdks.platform.documents import VersionDocument
from seawall.sdks.platform.models import Item, RunData
from seawall.sdks.platform.server_version import AUTO, CURRENT, ServerVersion, checked_api_version
from seawall.sdks.platform.settings import Settings
from seawall.sdks.platform.states import RunTerminationReason
from seawall.testing._async.fake_clock import AsyncFakeClock
from seawall.testing._sync.fake_clock import FakeClock
from seawall.testing.builder_values import member_of
from seawall.testing.fakes.fake_api import FakeApi, Handler
from seawall.testing.platform.account import me as default_me
from seawall.testing.platform.applications import application, version
from seawall.testing.platform.fake.access import AccessHandlers
from seawall.testing.platform.fake.applications import ApplicationHandlers
from seawall.testing.platform.fake.documents import DocumentHandlers
from seawall.testing.platform.fake.items import ItemHandlers
from seawall.testing.platform.fake.older_api import OlderApiHandlers
from seawall.testing.platform.fake.runs import RunHandlers
from seawall.testing.platform.fake.state import PlatformState
from seawall.testing.platform.fake.stored_run import StoredRun
from seawall.testing.platform.items import CONTENT
from seawall.transports import AsyncMemoryTransport, MemoryTransport

__all__ = ["FakePlatform"]

_URL = "http://platform.fake"
_WORK_S = 60.0
"""The time that passes if a test changes the state of a run: longer than results are cached."""

_FILE: Operation[object] = Operation(
    id="download_file",
    method="GET",
    path="/files/{run_id}/{artifact_id}",
    result_types={200: bytes},
    parameters=(),
)
_DOCUMENT: Operation[object] = Operation(
    id="download_document",
    method="GET",
    path="/documents/{document_id}",
    result_types={200: bytes},
    parameters=(),
)


class FakePlatform(FakeApi):
    """A platform in memory: no server, no files, and no time passes but that of its clocks.

    `client()` and `async_client()` are real clients of it, so `wait` of a run takes no time. It begins with
    the application `test-app`, and the caller `me`. A submitted run is PENDING until the test calls `start`,
    `finish`, `fail` or `cancel`, each of which lets a minute pass; with `finish_after_polls`, it is
    PROCESSING at its first read after that of `submit`, and has succeeded at the read of that number.

    `requests` holds the requests so far, and `next_fails` lets the next ones fail. `api_version` is the
    version of its API, also of its clients: 1.7, 2025-07, 2025-06 or 2025-05. Raises InputError for another.
    """

    def __init__(
        self,
        *,
        me: Me | None = None,
        finish_after_polls: int | None = None,
        api_version: str = CURRENT,
        clock: FakeClock | None = None,
        async_clock: AsyncFakeClock | None = None,
    ) -> None:
        self._state = PlatformState(default_me() if me is None else me, lambda: self.now)
        self._server = ServerVersion(_checked_version(api_version))
        runs = RunHandlers(self._state, _checked_polls(finish_after_polls))
        items = ItemHandlers(self._state, _URL)
        if self._server.is_older:
            handlers = {**OlderApiHandlers(runs, items, self._server).handlers(), _FILE: items.file}
        else:
            handlers = {
                **_handlers(ApplicationHandlers(self._state), runs, items),
                **_access_handlers(AccessHandlers(self._state)),
                **_document_handlers(DocumentHandlers(self._state, _URL)),
            }
        super().__init__(
            _URL, server_path=SERVER_PATH, handlers=handlers, clock=clock, async_clock=async_clock
        )
        self.add_application(application())

    def client(self, *, sdk_metadata: bool = True) -> Client:
        """Return a new client; `sdk_metadata=False` adds no SDK metadata to runs and items."""
        return Client(
            settings=self._settings(sdk_metadata=sdk_metadata),
            transport=MemoryTransport(self.respond),
            clock=self.clock,
        )

    def async_client(self, *, sdk_metadata: bool = True) -> AsyncClient:
        """Return a new async client; `sdk_metadata=False` adds no SDK metadata to runs and items."""
        return AsyncClient(
            settings=self._settings(sdk_metadata=sdk_metadata),
            transport=AsyncMemoryTransport(self.respond),
            clock=self.async_clock,
        )

    def add(self, run: RunData, *, items: Sequence[Item] | None = None) -> RunData:
        """Add a run, by default with the items that its statistics count; return it as the platform has it.

        With `items`, statistics, output and state of the run are those of the items. A run with another
        `submitted_by` than the caller can not be read. Raises InputError for a run that is already there.
        """
        if run.run_id in self._state.runs:
            raise InputError(f"Run {run.run_id} is already there.")
        self._state.runs[run.run_id] = stored = StoredRun.of(run, items)
        return stored.run

    def add_application(
        self, application: Application, *, versions: Sequence[ApplicationVersion] | None = None
    ) -> None:
        """Add an application, or replace the one with its id; by default, its versions are `version()`."""
        given = {one.version_number: one for one in versions or ()}
        application_id = application.application_id
        self._state.applications[application_id] = application
        for released in application.versions:
            self._state.versions[application_id, released.number] = given.pop(
                released.number,
                version(
                    application_id=application_id,
                    version_number=released.number,
                    released_at=released.released_at,
                ),
            )
        if given:
            raise InputError(
                f"Application {application_id!r} has no version {', '.join(given)}. Add it to its versions."
            )

    def add_document(
        self,
        document: VersionDocument,
        *,
        application_id: str = "test-app",
        version_number: str = "1.0.0",
        content: bytes = CONTENT,
    ) -> None:
        """Add a document to a version, or replace the one with its name; an internal one can not be read.

        Raises InputError if there is no such version.
        """
        version = application_id, version_number
        if version not in self._state.versions:
            raise InputError(f"The fake platform has no version {version_number} of {application_id!r}.")
        others = [one for one in self._state.documents.get(version, []) if one[0].name != document.name]
        self._state.documents[version] = [*others, (document, content)]

    @property
    def runs(self) -> tuple[RunData, ...]:
        """The runs in the order of submission, with their current state."""
        return tuple(stored.run for stored in self._state.runs.values())

    def items(self, run_id: UUID | str) -> tuple[Item, ...]:
        """The items of a run, with their current state. Raises InputError if there is no such run."""
        return tuple(self._stored(run_id).items)

    def start(self, run_id: UUID | str) -> RunData:
        """Let the pending items of a run be processed."""
        stored = self._stored(run_id)
        self.advance(_WORK_S)
        stored.start()
        stored.update(self.now)
        return stored.run

    def finish(
        self,
        run_id: UUID | str,
        *,
        item: str | None = None,
        files: Mapping[str, bytes] | None = None,
    ) -> RunData:
        """Let the unfinished items of a run, or the one of an external id, succeed.

        Each gets one artifact for each output of the version; `files` has their contents by name. The run
        ends with its last item. Raises InputError if nothing is unfinished.
        """
        stored = self._stored(run_id)
        self.advance(_WORK_S)
        self._state.finish(stored, only=item, files=files)
        return stored.run

    def finish_after(self, run_id: UUID | str, *, polls: int) -> None:
        """Let a run finish at the read of number `polls` from now on."""
        self._stored(run_id).polls_left = _checked_polls(polls)

    def fail(
        self,
        run_id: UUID | str,
        *,
        item: str | None = None,
        reason: str = "USER_ERROR",
        error_code: str | None = None,
        error_message: str | None = None,
    ) -> RunData:
        """Let the unfinished items of a run, or the one of an external id, end with `reason`.

        The run ends with its last item. Raises InputError if nothing is unfinished.
        """
        stored = self._stored(run_id)
        self.advance(_WORK_S)
        stored.fail(self.now, reason, only=item, error=(error_code, error_message))
        return stored.run

    def cancel(
        self,
        run_id: UUID | str,
        *,
        reason: str = "CANCELED_BY_SYSTEM",
        error_code: str | None = None,
        error_message: str | None = None,
    ) -> RunData:
        """End a run, and skip its unfinished items. Raises InputError if it has already ended."""
        stored = self._stored(run_id)
        if stored.run.is_terminated:
            raise InputError(f"Run {stored.run.run_id} has already ended.")
        self.advance(_WORK_S)
        checked = member_of(reason, RunTerminationReason, "reason")
        stored.cancel(self.now, checked, error_code=error_code, error_message=error_message)
        return stored.run

    def set_file(self, artifact_id: UUID | str, content: bytes) -> None:
        """Replace the content of an output artifact, with its size and checksum.

        Raises InputError if there is no such artifact.
        """
        if not self._state.set_file(checked_uuid(artifact_id, "artifact_id"), content):
            raise InputError(f"The fake platform has no output artifact {artifact_id}.")

    def _settings(self, *, sdk_metadata: bool) -> Settings:
        # The environment of the developer does not matter.
        return Settings(
            base_url=_URL,
            token=Secret("fake"),
            sdk_metadata=sdk_metadata,
            api_version=self._server.known or CURRENT,
        )

    def _stored(self, run_id: UUID | str) -> StoredRun:
        stored = self._state.runs.get(checked_uuid(run_id, "run_id"))
        if stored is None:
            raise InputError(f"The fake platform has no run {run_id}. Submit it or add it first.")
        return stored


def _handlers(
    applications: ApplicationHandlers, runs: RunHandlers, items: ItemHandlers
) -> dict[Operation[object], Handler]:
    return {
        calls.GET_ME: applications.me,
        calls.LIST_APPLICATIONS: applications.list,
        calls.GET_APPLICATION: applications.get,
        calls.GET_APPLICATION_VERSION: applications.version,
        calls.LIST_RUNS: runs.list,
        calls.CREATE_RUN: runs.create,
        calls.GET_RUN: runs.get,
        calls.CANCEL_RUN: runs.cancel,
        calls.UPDATE_RUN_METADATA: runs.update_metadata,
        calls.LIST_RUN_ITEMS: items.list,
        calls.GET_RUN_ITEM: items.get,
        calls.UPDATE_ITEM_METADATA: items.update_metadata,
        calls.GET_ARTIFACT_FILE: items.file_url,
        calls.DELETE_RUN_ARTIFACTS: items.delete,
        _FILE: items.file,
    }


def _access_handlers(access: AccessHandlers) -> dict[Operation[object], Handler]:
    return {
        calls.CREATE_GRANT: access.create_grant,
        calls.LIST_GRANTS: access.list_grants,
        calls.GET_GRANT: access.get_grant,
        calls.REVOKE_GRANT: access.revoke_grant,
        calls.CREATE_SHARE_TOKEN: access.create_token,
        calls.LIST_SHARE_TOKENS: access.list_tokens,
        calls.GET_SHARE_TOKEN: access.get_token,
        calls.REVOKE_SHARE_TOKEN: access.revoke_token,
    }


def _document_handlers(documents: DocumentHandlers) -> dict[Operation[object], Handler]:
    return {
        calls.LIST_VERSION_DOCUMENTS: documents.list,
        calls.GET_VERSION_DOCUMENT: documents.get,
        calls.GET_VERSION_DOCUMENT_FILE: documents.content_url,
        calls.GET_VERSION_DOCUMENT_CONTENT: documents.content_url,
        _DOCUMENT: documents.content,
    }


def _checked_version(version: str) -> str:
    checked_text(version, "api_version")
    try:
        checked = checked_api_version(Settings, version)
    except ValueError as error:
        raise InputError(f"api_version {error}.") from error
    if checked == AUTO:
        raise InputError("api_version is auto, which is for clients. Give the version of the fake platform.")
    return checked


def _checked_polls(polls: int | None) -> int | None:
    return None if polls is None else checked_count(polls, "polls", least=1)
