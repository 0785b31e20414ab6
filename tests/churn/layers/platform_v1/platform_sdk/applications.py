"""`client.applications`: applications and their versions."""

from seawall.core.errors import NotFoundError
from seawall.core.validation.semver import latest_version
from seawall.runtime import ClientContext, Pages

from platform_sdk._generated import calls
from platform_sdk.models import Application, ApplicationVersion
from platform_sdk.pages import pages
from platform_sdk.policies import Policies, Settings

__all__ = ["Applications"]


class Applications:
    """The applications that the user may run."""

    def __init__(self, context: ClientContext[Policies, Settings]) -> None:
        self._context = context

    def list(self, *, page_size: int = 100) -> Pages[Application]:
        """List the applications; pages are read on demand."""
        return pages(
            self._context,
            calls.list_applications(page_size=page_size),
            Application.from_wire,
            page_size=page_size,
            key=lambda application: application.application_id,
        )

    def version_numbers(self, application_id: str) -> tuple[str, ...]:
        """The numbers of all versions of an application."""
        call = calls.list_versions_by_application_id(application_id, page_size=100)
        result = self._context.engine.send(call, self._context.policies.read)
        return tuple(version.version for version in result.value)

    def version(self, application_id: str, number: str | None = None) -> ApplicationVersion:
        """Read a version of an application, None is the latest; raises NotFoundError."""
        number = self._latest(application_id) if number is None else number
        call = calls.list_versions_by_application_id(application_id, version=number)
        result = self._context.engine.send(call, self._context.policies.read)
        for version in result.value:
            if version.version == number:
                return ApplicationVersion.from_wire(version)
        raise NotFoundError(f"Application {application_id!r} has no version {number}.", status=404)

    def _latest(self, application_id: str) -> str:
        latest = latest_version(list(self.version_numbers(application_id)))
        if latest is None:
            raise NotFoundError(f"Application {application_id!r} has no version.", status=404)
        return latest
