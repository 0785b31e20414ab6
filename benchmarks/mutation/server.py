"""A server of the new version that does what a server of the old version did."""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from attrs import field, frozen

from benchmarks.mutation.mutation import Document, Mutation, Rewrite
from benchmarks.mutation.rewriting import rewritten, with_defaults
from seawall.codegen.api.model import Api, ApiOperation
from seawall.codegen.api.shapes import NO_DEFAULT, Object
from seawall.codegen.effective_spec import EffectiveSpec
from seawall.codegen.mock.answers import AnswerWriter, Result
from seawall.codegen.mock.checks import RequestChecks, UnknownMediaTypeError
from seawall.codegen.mock.collections import json_content, success
from seawall.codegen.mock.problems import problem
from seawall.codegen.mock.routing import Match, Routes
from seawall.codegen.mock.samples import Samples
from seawall.codegen.mock.security import missing_security
from seawall.core.http.message import Headers, Request, Response

__all__ = ["Exchange", "MutatedServer", "Polish"]

Polish = Callable[[str, Mapping[str, Any], Any], Any]
"""Makes the answer of an operation fit for a layer: the key, the parameters, and a sample to its result."""

_MOST_REQUESTS = 60


@frozen(kw_only=True)
class Exchange:
    """A request in the words of the old version, and what was wrong with it."""

    operation: str
    parameters: Mapping[str, Any] = field(factory=dict)
    body: Any = None
    faults: tuple[str, ...] = ()


class MutatedServer:
    """Answers requests of the new version strictly; `exchanges` holds them in the words of the old one.

    Both versions are given; without a mutation they are the same. `samples` rewrites what the old one sends.
    The same requests have the same answers.
    """

    def __init__(
        self,
        old: EffectiveSpec,
        new: EffectiveSpec,
        *,
        polish: Polish,
        mutation: Mutation | None = None,
        samples: Mapping[str, Rewrite] = MappingProxyType({}),
    ) -> None:
        self.exchanges: list[Exchange] = []
        self._old, self._new = old, new
        self._mutation = mutation
        self._rewrites = [samples] if mutation is None else [samples, mutation.answers]
        self._polish = polish
        self._old_operations = {one.key: one for one in old.api.operations}
        self._samples, self._new_samples = Samples(old.api), Samples(new.api)
        self._routes = Routes(new.api)
        self._prefixes = {
            urlsplit(one.url.replace("{", "").replace("}", "")).path.rstrip("/") for one in new.api.servers
        }
        self._checks = RequestChecks(new.document, self._new_samples)
        self._writer = AnswerWriter(self._new_samples)

    def respond(self, request: Request) -> Response:
        """Answer a request; for a memory transport."""
        if len(self.exchanges) > _MOST_REQUESTS:
            message = "too many requests"
            raise RuntimeError(message)
        parts = urlsplit(request.url)
        match = self._routes.find(request.method, parts.path)
        if not isinstance(match, Match) or not self._has_prefix(parts.path, match):
            return self._refused(request, f"no {request.method} {parts.path}", HTTPStatus.NOT_FOUND)
        given = _given(request, match, parts.query)
        if missing_security(self._new.api, match.operation, given):
            return self._refused(request, "not authenticated", HTTPStatus.UNAUTHORIZED)
        if self._needs_more_scopes(match.operation):
            return self._refused(request, "scope", HTTPStatus.FORBIDDEN)
        return self._checked(request, match, given)

    def _has_prefix(self, path: str, match: Match) -> bool:
        return path[: len(path) - len(match.path)] in (self._prefixes or {""})

    def _refused(self, request: Request, fault: str, status: HTTPStatus) -> Response:
        self.exchanges.append(Exchange(operation=f"{request.method}", faults=(fault,)))
        return problem(status, fault)

    def _old_key(self, operation: ApiOperation) -> str:
        return (
            self._mutation.operations.get(operation.key, operation.key) if self._mutation else operation.key
        )

    def _needs_more_scopes(self, operation: ApiOperation) -> bool:
        """Whether no alternative does with the scopes that the old version asked for."""
        old = self._old_operations.get(self._old_key(operation))
        had = {scope for one in (old.security if old else ()) for scopes in one.values() for scope in scopes}
        needed = [{scope for scopes in one.values() for scope in scopes} for one in operation.security]
        return bool(needed) and not any(one <= had for one in needed)

    def _checked(
        self, request: Request, match: Match, given: Mapping[str, list[tuple[str, str]]]
    ) -> Response:
        operation = match.operation
        values, found = self._checks.parameters(operation, given)
        faults = [f"{one.field} {one.reason}" for one in found]
        faults += [
            f"query {name} is unknown"
            for name in _unknown(self._new.api, self._new_samples, operation, given)
        ]
        body = request.body if isinstance(request.body, bytes) else b"".join(request.body or ())  # type: ignore[arg-type]
        try:
            sent, found = self._checks.body(operation, Headers(request.headers).get("content-type"), body)
            faults += [f"{one.field} {one.reason}" for one in found]
        except UnknownMediaTypeError as error:
            sent, faults = None, [*faults, f"media type {error}"]
        exchange = self._exchange(operation, values, sent, faults)
        self.exchanges.append(exchange)
        if exchange.faults:
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(exchange.faults))
        return self._answer(operation, exchange, Headers(request.headers).get("accept", "*/*"))

    def _exchange(
        self, operation: ApiOperation, values: Mapping[str, Any], sent: Any, faults: list[str]
    ) -> Exchange:
        key = self._old_key(operation)
        rewrites = self._mutation.requests if self._mutation else {}
        document = dict(self._new.document)
        parameters: dict[str, Any] = {}
        for parameter in operation.parameters:
            old: str | None = parameter.key
            if self._mutation:
                old = self._mutation.parameters.get((key, parameter.key), parameter.key)
            if old is None:
                continue
            if parameter.key in values:
                pointer = parameter.schema.pointer
                parameters[old] = _checked_rewrite(document, pointer, values[parameter.key], rewrites, faults)
            elif parameter.schema.default is not NO_DEFAULT:
                parameters[old] = parameter.schema.default
        content = None if operation.body is None else operation.body.contents[0]
        if content is not None and content.schema is not None and sent is not None:
            pointer = content.schema.pointer
            sent = with_defaults(document, pointer, sent)
            sent = _checked_rewrite(document, pointer, sent, rewrites, faults)
        return Exchange(operation=key, parameters=parameters, body=sent, faults=tuple(faults))

    def _answer(self, operation: ApiOperation, exchange: Exchange, accept: str) -> Response:
        status = self._mutation.status if self._mutation else ""
        chosen = (one for one in operation.answers if one.status == status)
        answer = next(chosen, success(operation))
        if answer is None:
            return Response(int(HTTPStatus.NO_CONTENT))
        return self._writer.write(answer, accept, exchange.operation, self._result(exchange))

    def _result(self, exchange: Exchange) -> Result:
        """The answer of the old version to the same request, rewritten."""
        old = self._old_operations.get(exchange.operation)
        content = None if old is None else json_content(success(old))
        if content is None or content.schema is None:
            return Result()
        sample = json.loads(json.dumps(self._samples.sample(content.schema, exchange.operation)))
        value = self._polish(exchange.operation, exchange.parameters, sample)
        document, pointer = dict(self._old.document), content.schema.pointer
        for rewrites in self._rewrites:
            value = rewritten(document, pointer, value, rewrites)
        return Result(value, has_value=True)


def _checked_rewrite(
    document: Document, pointer: str, value: Any, rewrites: Mapping[str, Rewrite], faults: list[str]
) -> Any:
    """The value in the words of the old version; one that the new version does not take is a fault."""
    try:
        return rewritten(document, pointer, value, rewrites)
    except ValueError as error:
        faults.append(f"{pointer}: {error}")
        return value


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


def _unknown(
    api: Api, samples: Samples, operation: ApiOperation, given: Mapping[str, list[tuple[str, str]]]
) -> list[str]:
    """The query parameters of a request that the spec does not have."""
    parameters = [one for one in operation.parameters if one.location == "query"]
    if any(isinstance(samples.resolved(one.schema).shape, Object) for one in parameters):
        return []
    keys = {one.parameter for one in api.security_schemes.values() if one.location == "query"}
    known = {one.name for one in parameters} | keys
    return [name for name, _ in given["query"] if name not in known]
