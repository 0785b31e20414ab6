# DO NOT EDIT. Derived from ../_async/runs.py by "python -m seawall.codegen.derive".
"""Runs: list, read and submit."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from attrs import evolve

from seawall.core.cache.keys import KeptCall
from seawall.core.engine.call import Call, call_converted_by
from seawall.core.engine.conversion import converted
from seawall.core.errors import SeawallError
from seawall.core.paging.strategies import PageNumberPaging, items_of_list
from seawall.core.redaction.secret import hidden
from seawall.core.validation.arguments import (
    checked_future_time,
    checked_items,
    checked_object,
    checked_optional_text,
    checked_uuid,
    sort_fields,
)
from seawall.runtime.client._sync.resource import Resource
from seawall.runtime.paging._sync.pager import Pages
from seawall.sdks.platform._sync.context import Context
from seawall.sdks.platform._sync.run import Run
from seawall.sdks.platform._sync.versions import Versions
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.models import RunData
from seawall.sdks.platform.sharing import checked_share_token
from seawall.sdks.platform.submission import NewItem, checked_request

__all__ = ["Runs"]

_FIRST_READ_S = 10.0
"""The longest time that `submit` waits for the data of a new run."""

_MOST_KEPT = 128
"""The number of calls that are kept for the next read of the same run."""


class Runs(Resource[Context]):
    """`client.runs`: list runs, read one, submit a new one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._versions = Versions(context)
        self._kept: dict[tuple[int, str | None], Call[wire.RunReadResponse]] = {}

    def list(
        self,
        *,
        application_id: str | None = None,
        application_version: str | None = None,
        external_id: str | None = None,
        custom_metadata: str | None = None,
        submitted_by: str | None = None,
        organization_id: str | None = None,
        for_organization: str | None = None,
        sort: str | Collection[str] | None = None,
        page_size: int = 100,
        nocache: bool = False,
    ) -> Pages[Run]:
        """List the runs that match all filters, each with its data; pages are read on demand.

        `custom_metadata` is a JSONPath expression, `submitted_by` a user id or `me`, `external_id` the id of
        one of a run's items. `for_organization` lists the runs of all of its users, and `organization_id`
        selects from your own. `sort` names fields, with a leading `-` for descending order, e.g.
        `-submitted_at`. Lists are never cached, with or without `nocache`. Raises InputError for a page size
        outside of 5 to 100.
        """
        data = self.list_data(
            application_id=application_id,
            application_version=application_version,
            external_id=external_id,
            custom_metadata=custom_metadata,
            submitted_by=submitted_by,
            organization_id=organization_id,
            for_organization=for_organization,
            sort=sort,
            page_size=page_size,
            nocache=nocache,
        )
        return data.map(self._run)

    def list_data(
        self,
        *,
        application_id: str | None = None,
        application_version: str | None = None,
        external_id: str | None = None,
        custom_metadata: str | None = None,
        submitted_by: str | None = None,
        organization_id: str | None = None,
        for_organization: str | None = None,
        sort: str | Collection[str] | None = None,
        page_size: int = 100,
        nocache: bool = False,  # noqa: ARG002 - as every read has it
    ) -> Pages[RunData]:
        """List the plain data of runs, without their methods: frozen, and fit for another process.

        See `list` for the arguments.
        """
        return self._context.engine.pages(
            calls.list_runs(
                application_id=checked_optional_text(application_id, "application_id"),
                application_version=checked_optional_text(application_version, "application_version"),
                external_id=checked_optional_text(external_id, "external_id"),
                custom_metadata=checked_optional_text(custom_metadata, "custom_metadata"),
                submitted_by=checked_optional_text(submitted_by, "submitted_by"),
                organization_id=checked_optional_text(organization_id, "organization_id"),
                for_organization=checked_optional_text(for_organization, "for_organization"),
                sort=sort_fields(sort),
                page_size=page_size,
            ),
            self._context.policies.run,
            PageNumberPaging(page_size=page_size, exact_page_size=True),
            items=items_of_list,
            from_wire=RunData.from_wire,
            key=lambda run: run.run_id,
        )

    def _run(self, data: RunData) -> Run:
        return Run(self._context, data.run_id, data)

    def get(
        self, run_id: str | UUID, *, share_token: str | None = None, nocache: bool = False
    ) -> Run:
        """Read a run. Its data may be up to 15 s old, unless `nocache` is true.

        `share_token` is the secret of a share token that gives you access, by default that of the settings;
        all reads of the returned run send it. Raises NotFoundError, ForbiddenError, and InputError for an id
        that is not a UUID.
        """
        checked, share_token = checked_uuid(run_id, "run id"), checked_share_token(hidden(share_token))
        share_token = share_token or self._context.settings.share_token
        policy = self._context.run_policy(checked)
        call = self._kept.get((checked.int, share_token)) or self._kept_call(checked, share_token)
        data = converted(
            call, self._context.engine.send(call, policy, nocache=nocache), RunData.from_wire
        )
        return Run(self._context, checked, data, share_token)

    def _kept_call(self, run_id: UUID, share_token: str | None) -> Call[wire.RunReadResponse]:
        """Return the call that reads a run. It is kept: to make it takes as long as to find its result."""
        share_token = hidden(share_token)
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        call = call_converted_by(calls.get_run(run_id, share_token=share_token), RunData.from_wire)
        kept = self._kept[run_id.int, share_token] = KeptCall.of(call)
        return kept

    def submit(
        self,
        application_id: str,
        items: Collection[NewItem],
        *,
        version: str | None = None,
        custom_metadata: Mapping[str, object] | None = None,
        due_date: datetime | None = None,
        deadline: datetime | None = None,
        callback_context: Mapping[str, object] | None = None,
    ) -> Run:
        """Start a run of an application over `items`, and read it; `version` None selects the latest.

        The SDK first checks the external ids, and each input's metadata against the version's JSON Schema; if
        it raises InputError, nothing was sent. Raises NotFoundError for an unknown application or version.
        The request is sent once: after a MaybeProcessedError the run may exist, so list the runs before you
        submit again. If the run can not be read after that, it is returned without data (`has_data`).
        `custom_metadata["sdk"]` belongs to the SDK, except your fields there, such as tags and note. The
        webhooks about the run repeat `callback_context`, at most 1 KB of JSON. Raises InputError for more
        than 50,000 items, and for a `due_date` or `deadline` that has passed.
        """
        new = checked_items(items, NewItem, "items")
        custom = checked_object(custom_metadata, "custom_metadata")
        now_s = self._context.clock.wall()
        checked_future_time(due_date, "due_date", now_s)
        checked_future_time(deadline, "deadline", now_s)
        context = checked_object(callback_context, "callback_context")
        described = self._versions.get(application_id, version)
        if (annotate := self._context.sdk_metadata()) is not None:
            new = annotate.for_new_items(new)
        request = checked_request(
            described,
            new,
            custom_metadata=custom,
            due_date=due_date,
            deadline=deadline,
            callback_context=context,
        )
        if annotate is not None:
            annotated = annotate.for_new_run(
                custom, self._context.policies.me, due_date=due_date, deadline=deadline
            )
            request = evolve(request, custom_metadata=dict(annotated))
        result = self._context.engine.send(
            calls.create_run(body=request), self._context.policies.submit
        )
        return self._read_new(result.value.run_id)

    def _read_new(self, run_id: UUID) -> Run:
        """Read a run that was just created; without data if that fails, for the run exists in any case."""
        self._context.new_runs.add(run_id, self._context.clock.monotonic())
        policy = self._context.run_policy(run_id).with_deadline(_FIRST_READ_S)
        call, data = calls.get_run(run_id), None
        try:
            # Not cached: the next read shall see what has happened since.
            call = call_converted_by(call, RunData.from_wire)
            data = converted(
                call,
                self._context.engine.send(call, evolve(policy, cache_ttl_s=None)),
                RunData.from_wire,
            )
        except SeawallError:
            pass
        except KeyboardInterrupt as stopped:
            # The caller never gets the run, and must not lose its id.
            stopped.add_note(f"The run was submitted, with the id {run_id}.")
            raise
        return Run(self._context, run_id, data)
