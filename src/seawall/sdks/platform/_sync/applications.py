# DO NOT EDIT. Derived from ../_async/applications.py by "make regenerate".
"""The applications that the user may run."""

from collections.abc import Iterator, Sequence

from seawall.core.errors import NotFoundError
from seawall.core.semver import latest_version
from seawall.runtime._sync.pager import items_of_pages
from seawall.sdks.platform._sync.context import Context
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform.arguments import checked_page_size, checked_version, sort_fields
from seawall.sdks.platform.catalog import Application, ApplicationSummary, ApplicationVersion

__all__ = ["Applications"]


class Applications:
    """`client.applications`: what there is to run."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def list(
        self, *, sort: str | Sequence[str] | None = None, page_size: int = 100
    ) -> Iterator[ApplicationSummary]:
        """Every application that the user may run, page by page as it is read.

        `sort` names fields with `-` in front for descending, e.g. `-name`. Raises InputError for a page size
        outside of 5 to 100.
        """
        size, fields = checked_page_size(page_size), sort_fields(sort)
        engine, policy = self._context.engine, self._context.policies.read
        return items_of_pages(
            lambda page: engine.send(calls.list_applications(page=page, page_size=size, sort=fields), policy),
            ApplicationSummary.from_wire,
            page_size=size,
        )

    def get(self, application_id: str) -> Application:
        """One application with its versions; raises NotFoundError, ForbiddenError."""
        call = calls.get_application(application_id)
        return Application.from_wire(
            (self._context.engine.send(call, self._context.policies.read)).value
        )

    def version(self, application_id: str, version: str | None = None) -> ApplicationVersion:
        """One version of an application; None is the one with the highest number.

        Raises NotFoundError where there is no such application or version, InputError for no version number.
        """
        number = self._latest(application_id) if version is None else checked_version(version)
        call = calls.get_application_version(application_id, number)
        answer = self._context.engine.send(call, self._context.policies.read)
        return ApplicationVersion.from_wire(application_id, answer.value)

    def _latest(self, application_id: str) -> str:
        application = self.get(application_id)
        latest = latest_version([version.number for version in application.versions])
        if latest is None:
            raise NotFoundError(
                f"Application {application_id!r} has no version that you may run.", status=404
            )
        return latest
