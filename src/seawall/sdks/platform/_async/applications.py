"""Applications and their versions."""

from collections.abc import Collection

from seawall.core.engine.call import call_converted_by
from seawall.core.engine.conversion import converted
from seawall.core.paging.strategies import PageNumberPaging, items_of_list
from seawall.core.validation.arguments import checked_text, sort_fields
from seawall.runtime.client._async.resource import AsyncResource
from seawall.runtime.paging._async.pager import AsyncPages
from seawall.sdks.platform._async.context import AsyncContext
from seawall.sdks.platform._async.versions import AsyncVersions
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform.applications import Application, ApplicationSummary, ApplicationVersion

__all__ = ["AsyncApplications"]


class AsyncApplications(AsyncResource[AsyncContext]):
    """`client.applications`: the applications that the user may run."""

    def __init__(self, context: AsyncContext) -> None:
        super().__init__(context)
        self._versions = AsyncVersions(context)

    def list(
        self,
        *,
        sort: str | Collection[str] | None = None,
        page_size: int = 100,
        nocache: bool = False,  # noqa: ARG002 - as every read has it
    ) -> AsyncPages[ApplicationSummary]:
        """List the applications that the user may run; pages are read on demand.

        `sort` names fields, with a leading `-` for descending order, e.g. `-name`. Lists are
        never cached, with or without `nocache`. Raises InputError for a page size outside of 5 to 100.
        """
        return self._context.engine.pages(
            calls.list_applications(page_size=page_size, sort=sort_fields(sort)),
            self._context.policies.application,
            PageNumberPaging(page_size=page_size, exact_page_size=True),
            items=items_of_list,
            from_wire=ApplicationSummary.from_wire,
            key=lambda application: application.application_id,
        )

    async def get(self, application_id: str, *, nocache: bool = False) -> Application:
        """Read an application with its versions; raises NotFoundError, ForbiddenError."""
        call = calls.get_application(checked_text(application_id, "application_id"))
        policy = self._context.policies.application
        call = call_converted_by(call, Application.from_wire)
        return converted(
            call, await self._context.engine.send(call, policy, nocache=nocache), Application.from_wire
        )

    async def version(
        self, application_id: str, version: str | None = None, *, nocache: bool = False
    ) -> ApplicationVersion:
        """Read a version of an application, None selects the highest; see `client.versions.get`."""
        return await self._versions.get(application_id, version, nocache=nocache)
