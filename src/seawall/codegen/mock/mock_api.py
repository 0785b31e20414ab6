"""`MockApi` answers the requests of one API, without a socket."""

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

from attrs import frozen

from seawall.codegen.api.model import Answer, Api, ApiOperation
from seawall.codegen.api.shapes import Schema
from seawall.codegen.mock.answers import AnswerWriter, Result
from seawall.codegen.mock.checks import RequestChecks, UnknownMediaTypeError
from seawall.codegen.mock.collections import Collection, find_collections, json_content, success
from seawall.codegen.mock.listing import item_schema, list_answer, reads_pages
from seawall.codegen.mock.problems import (
    ScriptedFault,
    fault_response,
    invalid,
    preferred_fault,
    problem,
)
from seawall.codegen.mock.routing import Match, Routes, placeholders
from seawall.codegen.mock.samples import Samples
from seawall.codegen.mock.security import missing_security
from seawall.codegen.mock.store import Store, merge_patch
from seawall.codegen.spec.plain_data import Json
from seawall.core.http.message import Headers, Request, Response

__all__ = ["MockAnswer", "MockApi"]


@frozen(kw_only=True)
class MockAnswer:
    """A response, the time to wait before it, and how many bytes of its body are sent (None: all)."""

    response: Response
    delay_s: float = 0.0
    cut_after: int | None = None


@frozen
class _Call:
    """One request, as its operation reads it."""

    request: Request
    match: Match
    query: Mapping[str, Json]
    body: Json
    key: str

    @property
    def operation(self) -> ApiOperation:
        return self.match.operation


class MockApi:
    """Answers requests as the spec says: `document` is the effective spec, and `api` its reading.

    Resources are kept: an item that was created is found, listed, changed and deleted; a collection begins
    with `items` samples, and so does a list with pages whose items have no path. Other operations answer with
    samples. The same `seed` and the same requests give the same answers. A request may ask for a fault:
    `Prefer: code=503, delay=0.5, cut=10` (seconds and bytes). It may be used by several threads.
    """

    def __init__(self, document: Mapping[str, Json], api: Api, *, seed: int = 0, items: int = 3) -> None:
        self._api = api
        self._samples = Samples(api, seed)
        self._routes = Routes(api)
        self._checks = RequestChecks(document, self._samples)
        self._collections = find_collections(api, self._samples)
        self._store = Store(self._samples, items)
        self._items = items
        self._answers = AnswerWriter(self._samples)
        self._faults: deque[ScriptedFault] = deque()
        self._count = 0
        self._lock = threading.Lock()

    def fail_next(self, *faults: ScriptedFault) -> None:
        """Let the next requests go wrong, one for each of `faults`."""
        with self._lock:
            self._faults.extend(faults)

    def answer(self, request: Request) -> MockAnswer:
        """Answer one request."""
        with self._lock:
            self._count += 1
            fault = self._faults.popleft() if self._faults else preferred_fault(Headers(request.headers))
            is_scripted = fault.status is not None
            response = fault_response(fault) if is_scripted else self._response(request)
        if request.method == "HEAD":
            response = Response(response.status, response.headers, b"")
        return MockAnswer(response=response, delay_s=fault.delay_s, cut_after=fault.cut_after)

    def respond(self, request: Request) -> Response:
        """Answer one request at once; for `MemoryTransport(mock.respond)`. Delays and cuts are left out."""
        return self.answer(request).response

    def _response(self, request: Request) -> Response:
        parts = urlsplit(request.url)
        match = self._routes.find(request.method, parts.path)
        if not isinstance(match, Match):
            if not match:
                return problem(HTTPStatus.NOT_FOUND, f"The spec has no path {unquote(parts.path)}.")
            detail = f"{unquote(parts.path)} has {', '.join(match)}, and not {request.method}."
            return problem(HTTPStatus.METHOD_NOT_ALLOWED, detail, headers={"allow": ", ".join(match)})
        given = _given(request, match, parts.query)
        missing = missing_security(self._api, match.operation, given)
        if missing:
            names = ", ".join(scheme.name for scheme in missing)
            challenge = {"www-authenticate": "Basic" if missing[0].scheme == "basic" else "Bearer"}
            return problem(HTTPStatus.UNAUTHORIZED, f"Authenticate with {names}.", headers=challenge)
        return self._checked(request, match, given)

    def _checked(
        self, request: Request, match: Match, given: Mapping[str, list[tuple[str, str]]]
    ) -> Response:
        values, faults = self._checks.parameters(match.operation, given)
        media_type = Headers(request.headers).get("content-type")
        body = request.body if isinstance(request.body, bytes) else b"".join(request.body or ())  # type: ignore[arg-type]
        try:
            sent, body_faults = self._checks.body(match.operation, media_type, body)
        except UnknownMediaTypeError as error:
            return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"The body may be: {error}.")
        faults.extend(body_faults)
        if faults:
            return invalid(match.operation, faults)
        query = {
            key.removeprefix("query "): value for key, value in values.items() if key.startswith("query ")
        }
        key = f"{match.operation.key}:{match.path}"
        if request.method not in {"GET", "HEAD"}:
            key += f":{self._count}"
        return self._run(_Call(request, match, query, sent, key))

    def _run(self, call: _Call) -> Response:
        gone = self._missing_parent(call.match)
        if gone is not None:
            return problem(HTTPStatus.NOT_FOUND, f"There is no {gone}.")
        answer = success(call.operation)
        result = self._resource_result(call, answer)
        if answer is None:
            return Response(int(HTTPStatus.NO_CONTENT))
        accept = Headers(call.request.headers).get("accept", "*/*")
        return self._answers.write(answer, accept, call.key, result)

    def _missing_parent(self, match: Match) -> str | None:
        """The path of an item on the way that was never created, or None."""
        segments, values = match.operation.path.split("/"), match.path.split("/")
        for end in range(2, len(segments) + 1):
            collection = self._collections.get("/".join(segments[: end - 1]))
            is_item = segments[end - 1].startswith("{") and len(placeholders(segments[end - 1])) == 1
            if collection is None or not is_item:
                continue
            creates = end == len(segments) and match.operation.method == "PUT"
            path, item_id = "/".join(values[: end - 1]), unquote(values[end - 1])
            if not creates and not self._store.may_exist(collection, path, item_id):
                return "/".join(values[:end])
        return None

    def _resource_result(self, call: _Call, answer: Answer | None) -> Result:
        own = self._collections.get(call.operation.path)
        if own is not None:
            return self._collection_result(call, own, answer)
        template, _, _ = call.operation.path.rpartition("/")
        path, _, item_id = call.match.path.rpartition("/")
        collection = self._collections.get(template)
        if collection is not None and call.operation.path == f"{template}/{{{collection.parameter}}}":
            return self._item_result(call, collection, path, unquote(item_id))
        return self._sampled_list(call, answer)

    def _sampled_list(self, call: _Call, answer: Answer | None) -> Result:
        """The page of a list without items of their own, such as the events of a pet; else nothing."""
        content = json_content(answer)
        if call.operation.method not in {"GET", "HEAD"} or content is None or content.schema is None:
            return Result()
        item = item_schema(self._api, content.schema) if reads_pages(call.operation) else None
        if item is None:
            return Result()
        numbers = range(self._items)
        items = [self._samples.sample(item, f"{call.match.path}#{number}") for number in numbers]
        return self._page(call, content.schema, items)

    def _page(self, call: _Call, schema: Schema, items: Sequence[Json]) -> Result:
        found = list_answer(self._api, schema, items, call.query, self._samples.sample(schema, call.key))
        return Result() if found is None else Result(found, has_value=True)

    def _collection_result(self, call: _Call, collection: Collection, answer: Answer | None) -> Result:
        content = json_content(answer)
        if call.operation.method in {"GET", "HEAD"} and content is not None and content.schema is not None:
            items = list(self._store.items(collection, call.match.path).values())
            return self._page(call, content.schema, items)
        if call.operation.method == "POST":
            given = call.body if isinstance(call.body, dict) else {}
            item = self._store.add(collection, call.match.path, given, call.key)
            return Result(_wrapped(item, collection), has_value=True)
        return Result()

    def _item_result(self, call: _Call, collection: Collection, path: str, item_id: str) -> Result:
        items = self._store.items(collection, path)
        item = items.get(item_id)
        method = call.operation.method
        if item is None:
            # The collection has no POST, or this is a PUT that creates.
            sample = {} if collection.item is None else self._samples.sample(collection.item, call.key)
            item = dict(sample) if isinstance(sample, dict) else {}
            if collection.id_name is not None:
                item[collection.id_name] = int(item_id) if item_id.isdecimal() else item_id
        if method in {"PUT", "PATCH"} and isinstance(call.body, dict):
            changed = merge_patch(item, call.body) if method == "PATCH" else {**item, **call.body}
            item = changed if isinstance(changed, dict) else item
            self._store.put(collection, path, item_id, item)
        elif method == "DELETE":
            self._store.remove(collection, path, item_id)
            return Result()
        elif method not in {"GET", "HEAD"}:
            return Result()
        return Result(_wrapped(item, collection), has_value=True)


def _given(request: Request, match: Match, query: str) -> dict[str, list[tuple[str, str]]]:
    headers = list(Headers(request.headers).items())
    cookies = [
        (name.strip(), unquote(value))
        for key, text in headers
        if key.lower() == "cookie"
        for name, _, value in (part.partition("=") for part in text.split(";"))
    ]
    return {
        "path": list(match.path_values.items()),
        "query": parse_qsl(query, keep_blank_values=True),
        "header": headers,
        "cookie": cookies,
    }


def _wrapped(item: dict[str, Json], collection: Collection) -> Json:
    return item if collection.envelope is None else {collection.envelope: item}
