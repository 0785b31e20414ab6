"""Versions of applications and their documents."""

from seawall.core.engine.call import call_converted_by
from seawall.core.engine.conversion import converted
from seawall.core.errors import NotFoundError
from seawall.core.validation.arguments import checked_text, checked_version
from seawall.core.validation.semver import latest_version, version_key
from seawall.runtime.client._async.resource import AsyncResource
from seawall.sdks.platform._async.context import AsyncContext
from seawall.sdks.platform._async.documents import AsyncDocuments
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform.applications import Application, ApplicationVersion, ReleasedVersion

__all__ = ["AsyncVersions"]


class AsyncVersions(AsyncResource[AsyncContext]):
    """`client.versions`: the versions of applications. `documents` are those of a version."""

    def __init__(self, context: AsyncContext) -> None:
        super().__init__(context)
        self.documents: AsyncDocuments = AsyncDocuments(context)

    async def list(self, application_id: str, *, nocache: bool = False) -> tuple[ReleasedVersion, ...]:
        """List the versions of an application that the user may run, in the order of the server.

        Raises NotFoundError, ForbiddenError.
        """
        call = calls.get_application(checked_text(application_id, "application_id"))
        policy = self._context.policies.application
        call = call_converted_by(call, Application.from_wire)
        found = converted(
            call, await self._context.engine.send(call, policy, nocache=nocache), Application.from_wire
        )
        return found.versions

    async def list_sorted(self, application_id: str, *, nocache: bool = False) -> tuple[ReleasedVersion, ...]:
        """List the versions of an application by semantic version, the highest first; raises as `list`."""
        versions = await self.list(application_id, nocache=nocache)
        return tuple(sorted(versions, key=lambda version: version_key(version.number), reverse=True))

    async def latest(self, application_id: str, *, nocache: bool = False) -> ReleasedVersion | None:
        """Return the highest version of an application; None if the user may run none. Raises as `list`.

        1.0.0 is higher than 1.0.0-rc.1 (semver.org).
        """
        versions = await self.list_sorted(application_id, nocache=nocache)
        return versions[0] if versions else None

    async def get(
        self, application_id: str, version: str | None = None, *, nocache: bool = False
    ) -> ApplicationVersion:
        """Read a version of an application; None selects the one with the highest number.

        Raises NotFoundError if the application or version does not exist, InputError for an invalid number.
        """
        application_id = checked_text(application_id, "application_id")
        if version is None:
            version = await self._latest(application_id, nocache=nocache)
        call = calls.get_application_version(application_id, checked_version(version))
        policy = self._context.policies.application_version
        result = await self._context.engine.send(call, policy, nocache=nocache)
        return converted(call, result, lambda version: ApplicationVersion.from_wire(application_id, version))

    async def _latest(self, application_id: str, *, nocache: bool) -> str:
        versions = await self.list(application_id, nocache=nocache)
        latest = latest_version([version.number for version in versions])
        if latest is None:
            raise NotFoundError(
                f"Application {application_id!r} has no version that you may run.", status=404
            )
        return latest
