# DO NOT EDIT. Derived from ../_async/runs.py by "make regenerate".
"""The runs that the user may see, and the way to a new one."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from seawall.runtime._sync.pager import items_of_pages
from seawall.sdks.platform._sync.applications import Applications
from seawall.sdks.platform._sync.context import Context
from seawall.sdks.platform._sync.run_handle import RunHandle
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform.arguments import checked_page_size, checked_run_id, sort_fields
from seawall.sdks.platform.models import Run
from seawall.sdks.platform.submission import NewItem, checked_request

__all__ = ["Runs"]


class Runs:
    """`client.runs`: list them, get one, submit a new one."""

    def __init__(self, context: Context, applications: Applications) -> None:
        self._context = context
        self._applications = applications

    def list(
        self,
        *,
        application_id: str | None = None,
        application_version: str | None = None,
        external_id: str | None = None,
        custom_metadata: str | None = None,
        submitted_by: str | None = None,
        for_organization: str | None = None,
        sort: str | Sequence[str] | None = None,
        page_size: int = 100,
    ) -> Iterator[Run]:
        """Every run that fits, page by page as it is read.

        `custom_metadata` is a JSONPath expression, `submitted_by` a user id or `me`, `external_id` that of
        one of a run's items; `sort` names fields, with `-` in front for descending, e.g. `-submitted_at`.
        Raises InputError for a page size outside of 5 to 100.
        """
        size, fields = checked_page_size(page_size), sort_fields(sort)
        engine, policy = self._context.engine, self._context.policies.read
        return items_of_pages(
            lambda page: engine.send(
                calls.list_runs(
                    application_id=application_id,
                    application_version=application_version,
                    external_id=external_id,
                    custom_metadata=custom_metadata,
                    submitted_by=submitted_by,
                    for_organization=for_organization,
                    sort=fields,
                    page=page,
                    page_size=size,
                ),
                policy,
            ),
            Run.from_wire,
            page_size=size,
        )

    def get(self, run_id: str | UUID) -> Run:
        """One run as it is now; raises NotFoundError, and InputError for an id that is no UUID."""
        call = calls.get_run(checked_run_id(run_id))
        return Run.from_wire((self._context.engine.send(call, self._context.policies.read)).value)

    def submit(
        self,
        application_id: str,
        items: Sequence[NewItem],
        *,
        version: str | None = None,
        custom_metadata: Mapping[str, object] | None = None,
        due_date: datetime | None = None,
        deadline: datetime | None = None,
    ) -> RunHandle:
        """Start a run of an application over `items`; None is its latest version.

        External ids and each input's metadata are checked first, against the version's JSON Schema; nothing
        is sent when InputError is raised. Raises NotFoundError for an unknown application or version. It is
        sent once: a MaybeProcessedError means that the run may exist, so list the runs before you submit
        again.
        """
        described = self._applications.version(application_id, version)
        request = checked_request(
            described, items, custom_metadata=custom_metadata, due_date=due_date, deadline=deadline
        )
        answer = self._context.engine.send(calls.create_run(body=request), self._context.policies.write)
        return RunHandle(self._context, answer.value.run_id)
