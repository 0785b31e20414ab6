# DO NOT EDIT. Derived from ../_async/older_api.py by "python -m seawall.codegen.derive".
"""The calls of the current API, sent to a server of the API of 2025-05 to 2025-07.

The resources make calls of the current API only. For each of its operations that the old API can answer
`OlderApi` has a method, which sends one or several calls of the old API and converts their results; the
pure part is `seawall.sdks.platform.beta`. The server is asked for its version at most once for each client,
and only after an answer that is not one of the current API.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import evolve, field, frozen

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.call_name import call_name
from seawall.core.engine.conversion import converted
from seawall.core.engine.policy import Policy
from seawall.core.engine.result import Result
from seawall.core.errors import ClientStatusError, DecodeError, GoneError, NotFoundError, SeawallError
from seawall.core.http.message import Headers
from seawall.core.validation.semver import latest_version
from seawall.core.wire.unset import UNSET
from seawall.runtime.concurrency._sync.single_flight import SingleFlight
from seawall.runtime.concurrency.threads import Workers
from seawall.runtime.engine._sync.engine import Engine
from seawall.sdks.platform._sync.version_check import asked_version
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform._generated import models as now_models
from seawall.sdks.platform._generated_v0 import calls as old
from seawall.sdks.platform._generated_v0 import models as old_models
from seawall.sdks.platform.beta import requests, responses
from seawall.sdks.platform.server_version import (
    WITH_ACCOUNT,
    ServerVersion,
    is_list_of_older_server,
    may_be_older,
    not_supported,
)

__all__ = ["OlderApi", "OlderApiEngine"]

A = TypeVar("A")
B = TypeVar("B")
T = TypeVar("T")

_AT_ONCE = 4
_PAGE_SIZE = 100
_MOST_ARTIFACTS = 100_000

_OPERATIONS = frozenset(found for found in vars(calls).values() if isinstance(found, Operation))
"""The operations of the current API. Other calls, such as those of `client.request`, are sent as they are."""


class OlderApiEngine(Engine):
    """An engine for calls of the current API that also speaks the API of 2025-05 to 2025-07."""

    server: ServerVersion
    _asking: SingleFlight[str]
    _items_of_artifacts: dict[UUID, UUID]

    @classmethod
    def over(cls, engine: Engine, server: ServerVersion) -> Self:
        """An engine that shares all parts of `engine`; `server` says what the server speaks."""
        made = object.__new__(cls)
        vars(made).update(vars(engine))
        made.server = server
        made._asking = SingleFlight("API version", background=False)
        made._items_of_artifacts = {}
        return made

    def send(self, call: Call[T], policy: Policy, *, nocache: bool = False) -> Result[T]:
        """Send `call`, or the calls of the old API that are the same; see `Engine.send`.

        Raises NotSupportedByServerError for a call that the old API can not answer.
        """
        if call.operation not in _OPERATIONS:
            return super().send(call, policy, nocache=nocache)
        if self.server.known is None:
            first = self._tried(call, policy, nocache=nocache)
            # A write was made: it is not sent again, whatever another call has found out in the meantime.
            if isinstance(first, Result) and (call.operation.method != "GET" or not self.server.is_older):
                return first
            if not (self.server.is_older or isinstance(first, Result | DecodeError)):
                raise first
        if not self.server.is_older:
            return super().send(call, policy, nocache=nocache)
        answer = _ANSWERS.get(call.operation)
        if answer is None:
            raise not_supported(_operation(call))
        api = OlderApi(self, policy, nocache, self.server, self._items_of_artifacts)
        return cast("Result[T]", answer(api, call))

    def _tried(self, call: Call[T], policy: Policy, *, nocache: bool) -> Result[T] | SeawallError:
        """Send `call` as one of the current API, and return its result or the error of its answer.

        If an older server may have answered, asks for its version.
        """
        is_read = call.operation.method == "GET"
        # A read is strict: an answer of an older server decodes to a model that misses most of its fields.
        strict = evolve(policy, tolerant=False) if is_read else policy
        first: Result[T] | SeawallError
        try:
            first = super().send(call, strict, nocache=nocache)
            if not is_list_of_older_server(call, first.value):
                return first
        except ClientStatusError as error:
            if not may_be_older(error):
                raise
            first = error
        except DecodeError as error:
            if not is_read:
                # The server has made the change: it is not sent again.
                raise
            first = error
        self._ask(policy)
        return first

    def _ask(self, policy: Policy) -> None:
        """Ask the server for its version, once for all callers."""

        def ask() -> str:
            self.server.known = asked_version(self, policy)
            return self.server.known

        self._asking.run(ask, cached=lambda: self.server.known, timeout_s=policy.deadline_s)


@frozen(eq=False)
class OlderApi:
    """One call of the current API on its way to an older server: `send` sends what is needed for it."""

    _engine: Engine
    _policy: Policy
    _nocache: bool
    _server: ServerVersion
    _items_of_artifacts: dict[UUID, UUID] = field(repr=False)

    def send(self, call: Call[T]) -> Result[T]:
        """Send a call of the old API."""
        return self._engine.send(call, self._policy, nocache=self._nocache)

    def list_applications(
        self, call: Call[object]
    ) -> Result[list[now_models.ApplicationReadShortResponse]]:
        """List applications. The latest version of each is not in the old list: its versions are read."""
        query: dict[str, Any] = requests.arguments(call, "page", "page-size", "sort")
        listed = self.send(
            _page(
                old.list_applications(
                    page=query["page"],
                    page_size=query["page-size"],
                    sort=requests.old_sort(query["sort"], requests.APPLICATION_SORT),
                ),
                call,
            )
        )
        versions = self._each(listed.value, lambda each: self._versions(each.application_id))
        return _converted(listed, lambda found: list(map(responses.application_summary, found, versions)))

    def get_application(self, call: Call[object]) -> Result[now_models.ApplicationReadResponse]:
        """Read an application: find it in the list, and read its versions."""
        wanted = call.path["application_id"]
        listed, result = self._all(old.list_applications())
        found = next((each for each in listed if each.application_id == wanted), None)
        if found is None:
            raise _not_found(call, "there is no such application")
        versions = self._versions(found.application_id)
        return _converted(result, lambda _: responses.application(found, versions))

    def get_application_version(self, call: Call[object]) -> Result[now_models.VersionReadResponse]:
        """Read a version: find it in the list of versions."""
        application_id, number = str(call.path["application_id"]), str(call.path["version"])
        result = self.send(
            old.list_versions_by_application_id(application_id, version=number, page_size=_PAGE_SIZE)
        )
        found = [each for each in result.value if requests.version_number(each.version) == number]
        if not found:
            raise _not_found(call, "there is no such version")
        return _converted(result, lambda _: responses.version(found[0]))

    def get_me(self, call: Call[object]) -> Result[now_models.MeReadResponse]:
        """Read the caller's account, which the API has since 2025-07."""
        needed = not_supported(_operation(call), needs=WITH_ACCOUNT)
        if not self._server.has_account:
            raise needed
        try:
            return _converted(self.send(old.get_me()), responses.me)
        except NotFoundError as error:
            # Nothing else tells the two versions apart.
            self._server.known = "2025-06"
            raise needed from error

    def list_runs(self, call: Call[object]) -> Result[list[now_models.RunReadResponse]]:
        """List runs, and count the items of each. Only the caller's own are listed, as for `me`."""
        names = ("application_id", "application_version", "page", "page_size", "sort")
        query: dict[str, Any] = requests.arguments(call, *names, ignored={"submitted_by": "me"})
        listed = self.send(
            _page(
                old.list_application_runs(
                    application_id=query["application_id"],
                    application_version=query["application_version"],
                    page=query["page"],
                    page_size=query["page_size"],
                    sort=requests.old_sort(query["sort"], requests.RUN_SORT),
                ),
                call,
            )
        )
        counts = self._each(listed.value, lambda run: self._statuses(run.application_run_id))
        return _converted(listed, lambda found: list(map(responses.run, found, counts)))

    def create_run(self, call: Call[object]) -> Result[now_models.RunCreationResponse]:
        """Submit a run. The old API has no latest version: it is found in the list."""
        request = cast("now_models.RunCreationRequest", call.body)
        version = request.version_number
        if version is None or version is UNSET:
            versions = self._versions(request.application_id)
            version = latest_version([requests.version_number(each.version) for each in versions])
            if version is None:
                raise _not_found(call, "the application has no version that you may run")
        body = requests.creation_request(request, str(version))
        return _converted(
            self.send(old.create_application_run(body=body)),
            lambda created: now_models.RunCreationResponse(run_id=created.application_run_id),
        )

    def get_run(self, call: Call[object]) -> Result[now_models.RunReadResponse]:
        """Read a run, and count its items."""
        requests.arguments(call)
        result = self.send(old.get_run(_run_id(call)))
        statuses = self._statuses(_run_id(call))
        return _converted(result, lambda run: responses.run(run, statuses))

    def cancel_run(self, call: Call[object]) -> Result[object]:
        """Cancel a run."""
        return self.send(old.cancel_application_run(_run_id(call)))

    def delete_run_artifacts(self, call: Call[object]) -> Result[None]:
        """Delete the output artifacts of a run."""
        return self.send(old.delete_application_run_results(_run_id(call)))

    def list_run_items(self, call: Call[object]) -> Result[list[now_models.ItemResultReadResponse]]:
        """List the items of a run."""
        filters = ("item_id__in", "external_id__in", "state", "termination_reason")
        query: dict[str, Any] = requests.arguments(call, *filters, "page", "page_size", "sort")
        statuses = requests.wanted_statuses(call, self._server)
        listed = self.send(
            _page(
                old.list_run_results(
                    _run_id(call),
                    item_id__in=query["item_id__in"],
                    reference__in=query["external_id__in"],
                    status__in=statuses,
                    page=query["page"],
                    page_size=query["page_size"],
                    sort=requests.old_sort(query["sort"], requests.ITEM_SORT),
                ),
                call,
            )
        )
        # An empty filter is not sent, and selects all.
        found = [] if statuses == [] else listed.value
        self._remember(found)
        return _converted(listed, lambda _: [responses.item(each) for each in found])

    def get_run_item(self, call: Call[object]) -> Result[now_models.ItemResultReadResponse]:
        """Read an item by its external id: find it in the results."""
        requests.arguments(call)
        result = self.send(
            old.list_run_results(_run_id(call), reference__in=[str(call.path["external_id"])])
        )
        if not result.value:
            raise _not_found(call, "there is no such item")
        self._remember(result.value)
        return _converted(result, lambda found: responses.item(found[0]))

    def get_artifact_file(self, call: Call[object]) -> Result[None]:
        """Return the URL of a file as a redirect: results have a new one each time that they are read."""
        requests.arguments(call)
        run_id, artifact_id = _run_id(call), cast("UUID", call.path["artifact_id"])
        if artifact_id not in self._items_of_artifacts:
            self._remember((self._all(old.list_run_results(run_id)))[0])
        item_id = self._items_of_artifacts.get(artifact_id)
        if item_id is None:
            raise _not_found(call, "there is no such artifact")
        result = self.send(old.list_run_results(run_id, item_id__in=[item_id]))
        made = [artifact for item in result.value for artifact in item.output_artifacts]
        urls = {artifact.output_artifact_id: artifact.download_url for artifact in made}
        if (url := urls.get(artifact_id)) is None:
            raise GoneError(
                f"{call_name(call)}: the file was deleted, or there is none.",
                method=call.operation.method,
                path=call.operation.path,
            )
        response = evolve(result.response, status=307, headers=Headers([("location", url)]), body=b"")
        return Result(None, response)

    def _versions(self, application_id: str) -> Sequence[old_models.ApplicationVersionReadResponse]:
        return (self._all(old.list_versions_by_application_id(application_id)))[0]

    def _statuses(self, run_id: UUID) -> Sequence[str]:
        items, _ = self._all(old.list_run_results(run_id))
        return [item.status for item in items]

    def _all(self, call: Call[list[A]]) -> tuple[list[A], Result[list[A]]]:
        """Read all pages of a list; return its items, and the result of the last page."""
        found: list[A] = []
        page = 0
        while True:
            page += 1
            query = {**call.query, "page": page, "page_size": _PAGE_SIZE}
            result = self.send(evolve(call, query=query))
            found += result.value
            if len(result.value) < _PAGE_SIZE:
                return found, result

    def _each(self, items: Sequence[A], read: Callable[[A], B]) -> list[B]:
        """Return the result of `read` for each item, in their order; several are read at a time."""

        def numbered(number: int) -> tuple[int, B]:
            return number, read(items[number])

        ended = Workers(_AT_ONCE).each(range(len(items)), numbered)
        done = {number: result for number, result in ended}
        return [done[number] for number in range(len(items))]

    def _remember(self, items: Sequence[old_models.ItemResultReadResponse]) -> None:
        """Remember the item of each artifact: the old API reads files by their item."""
        for item in items:
            for artifact in item.output_artifacts:
                if len(self._items_of_artifacts) >= _MOST_ARTIFACTS:
                    self._items_of_artifacts.clear()
                self._items_of_artifacts[artifact.output_artifact_id] = item.item_id


_ANSWERS: Mapping[Operation[Any], Callable[[OlderApi, Call[object]], Result[Any]]] = {
    calls.LIST_APPLICATIONS: OlderApi.list_applications,
    calls.GET_APPLICATION: OlderApi.get_application,
    calls.GET_APPLICATION_VERSION: OlderApi.get_application_version,
    calls.GET_ME: OlderApi.get_me,
    calls.LIST_RUNS: OlderApi.list_runs,
    calls.CREATE_RUN: OlderApi.create_run,
    calls.GET_RUN: OlderApi.get_run,
    calls.CANCEL_RUN: OlderApi.cancel_run,
    calls.DELETE_RUN_ARTIFACTS: OlderApi.delete_run_artifacts,
    calls.LIST_RUN_ITEMS: OlderApi.list_run_items,
    calls.GET_RUN_ITEM: OlderApi.get_run_item,
    calls.GET_ARTIFACT_FILE: OlderApi.get_artifact_file,
}
"""The answer to each operation of the current API; the old API knows no others."""


def _operation(call: Call[object]) -> str:
    return f"the operation {call.operation.method} {call.operation.path}"


def _run_id(call: Call[object]) -> UUID:
    return cast("UUID", call.path["run_id"])


def _page(made: Call[A], call: Call[object]) -> Call[A]:
    return evolve(made, is_page=call.is_page)


def _converted(result: Result[A], convert: Callable[[A], B]) -> Result[B]:
    value = converted("The server of an older API", result, convert)
    return Result(value, result.response, result.drifts)


def _not_found(call: Call[object], reason: str) -> NotFoundError:
    return NotFoundError(
        f"{call_name(call)}: {reason}.", method=call.operation.method, path=call.operation.path
    )
