"""The resources of the older client."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from attrs import field, frozen

from seawall.sdks.platform._sync.client import Client as EngineClient
from seawall.sdks.platform.applications import (
    Application,
    ApplicationSummary,
    ApplicationVersion,
    ReleasedVersion,
)
from seawall.sdks.platform.compat.cache import forget_after_write
from seawall.sdks.platform.compat.run import Run
from seawall.sdks.platform.compat.shapes import ItemResult, RunData, SeedModel
from seawall.sdks.platform.documents import DownloadedDocument, VersionDocument
from seawall.sdks.platform.submission import NewItem

__all__ = ["Applications", "Documents", "Runs", "Versions"]

_MAX_PAGE_SIZE = 100

ApplicationLike = str | SeedModel[Application] | SeedModel[ApplicationSummary]
"""An application, or its id."""


def _id(application: ApplicationLike) -> str:
    return application if isinstance(application, str) else str(application.application_id)


@frozen(eq=False)
class Documents:
    """The documents of versions."""

    _engine: EngineClient = field(repr=False)

    def list(self, application_id: str, version_number: str) -> Iterator[SeedModel[VersionDocument]]:
        """Yield the documents of a version."""
        for document in self._engine.versions.documents.list(application_id, version_number):
            yield SeedModel(document)

    def details(self, application_id: str, version_number: str, name: str) -> SeedModel[VersionDocument]:
        """Read a document, without its content. Raises NotFoundException."""
        return SeedModel(self._engine.versions.documents.get(application_id, version_number, name))

    def content(self, application_id: str, version_number: str, name: str) -> bytes:
        """Return the content of a document."""
        return self._engine.versions.documents.content(application_id, version_number, name)

    def download(
        self, application_id: str, version_number: str, name: str, folder: str | Path
    ) -> DownloadedDocument:
        """Download a document to a folder."""
        return self._engine.versions.documents.download(application_id, version_number, name, folder)


@frozen(eq=False)
class Versions:
    """The versions of applications."""

    _engine: EngineClient = field(repr=False)

    @property
    def documents(self) -> Documents:
        """The documents of versions."""
        return Documents(self._engine)

    def list(self, application: ApplicationLike, nocache: bool = False) -> list[SeedModel[ReleasedVersion]]:
        """List the versions of an application."""
        found = self._engine.versions.list(_id(application), nocache=nocache)
        return [SeedModel(version) for version in found]

    def list_sorted(
        self, application: ApplicationLike, nocache: bool = False
    ) -> "Sequence[SeedModel[ReleasedVersion]]":
        """List the versions of an application, the highest first."""
        found = self._engine.versions.list_sorted(_id(application), nocache=nocache)
        return [SeedModel(version) for version in found]

    def latest(
        self, application: ApplicationLike, nocache: bool = False
    ) -> SeedModel[ReleasedVersion] | None:
        """Return the highest version of an application; None if there is none."""
        found = self._engine.versions.latest(_id(application), nocache=nocache)
        return None if found is None else SeedModel(found)

    def details(
        self, application_id: str, application_version: str | None = None, nocache: bool = False
    ) -> SeedModel[ApplicationVersion]:
        """Read a version, None is the latest. Raises NotFoundException."""
        return SeedModel(self._engine.versions.get(application_id, application_version, nocache=nocache))


@frozen(eq=False)
class Applications:
    """The applications that the user may run."""

    _engine: EngineClient = field(repr=False)

    @property
    def versions(self) -> Versions:
        """The versions of applications."""
        return Versions(self._engine)

    def list(self, nocache: bool = False) -> Iterator[SeedModel[ApplicationSummary]]:
        """Yield the applications."""
        for application in self._engine.applications.list(nocache=nocache):
            yield SeedModel(application)

    def details(self, application_id: str, nocache: bool = False) -> SeedModel[Application]:
        """Read an application with its versions. Raises NotFoundException."""
        return SeedModel(self._engine.applications.get(application_id, nocache=nocache))


@frozen(eq=False)
class Runs:
    """Runs: submit, list, read. `client.runs("id")` is a run by its id."""

    _engine: EngineClient = field(repr=False)

    def __call__(self, run_id: str) -> Run:
        """Return a run by its id, without a request."""
        return Run(self._engine.run(run_id))

    def submit(
        self,
        application_id: str,
        items: Sequence[NewItem],
        application_version: str | None = None,
        custom_metadata: Mapping[str, object] | None = None,
        *,
        due_date: datetime | None = None,
        deadline: datetime | None = None,
    ) -> Run:
        """Start a run; without a version, of the latest."""
        run = self._engine.runs.submit(
            application_id,
            items,
            version=application_version,
            custom_metadata=custom_metadata,
            due_date=due_date,
            deadline=deadline,
        )
        forget_after_write()
        return Run(run)

    def list(
        self,
        application_id: str | None = None,
        application_version: str | None = None,
        page_size: int = _MAX_PAGE_SIZE,
        *,
        external_id: str | None = None,
        custom_metadata: str | None = None,
        sort: str | Collection[str] | None = None,
        nocache: bool = False,
    ) -> Iterator[Run]:
        """Yield the runs; filters as for `seawall.sdks.platform.Client.runs.list`.

        Raises ValueError for a page size outside of 5 to 100.
        """
        pages = self._engine.runs.list(
            application_id=application_id,
            application_version=application_version,
            page_size=page_size,
            external_id=external_id,
            custom_metadata=custom_metadata,
            sort=sort,
            nocache=nocache,
        )
        return map(Run, pages)

    def list_data(
        self,
        application_id: str | None = None,
        application_version: str | None = None,
        page_size: int = _MAX_PAGE_SIZE,
        *,
        external_id: str | None = None,
        custom_metadata: str | None = None,
        sort: str | Collection[str] | None = None,
        nocache: bool = False,
    ) -> Iterator[RunData]:
        """Yield the data of the runs; see `list`."""
        pages = self._engine.runs.list_data(
            application_id=application_id,
            application_version=application_version,
            page_size=page_size,
            external_id=external_id,
            custom_metadata=custom_metadata,
            sort=sort,
            nocache=nocache,
        )
        return map(RunData, pages)

    def details(self, run_id: str, nocache: bool = False) -> RunData:
        """Read a run. Raises NotFoundException."""
        return self(run_id).details(nocache=nocache)

    def results(self, run_id: str, nocache: bool = False) -> Iterator[ItemResult]:
        """Yield the items of a run with their artifacts."""
        return self(run_id).results(nocache=nocache)
