"""`summarize` makes the summary of an effective spec."""

from collections import Counter
from collections.abc import Iterator

from attrs import frozen

from seawall.codegen.api.lists import (
    CURSOR_NAMES,
    LIMIT_NAMES,
    OFFSET_NAMES,
    PAGE_NAMES,
    list_path,
    plain_name,
)
from seawall.codegen.api.model import Api, ApiOperation, Content, SecurityScheme
from seawall.codegen.api.reach import every_schema, resolve
from seawall.codegen.api.shapes import Array, Enumeration, Object, Ref, Schema, Union
from seawall.codegen.doctor.rules import RULES
from seawall.codegen.effective_spec import EffectiveSpec

__all__ = ["OperationSummary", "Paging", "SchemaSummary", "Summary", "Waiting", "summarize"]

_STATES = frozenset({"status", "state", "phase", "lifecycle"})
# Parts of words that say that nothing more will happen.
_ENDS = (
    "abort",
    "cancel",
    "complet",
    "done",
    "end",
    "error",
    "expire",
    "fail",
    "finish",
    "succe",
    "terminat",
)
_STREAMS = frozenset({"event-stream", "json-lines"})


@frozen(kw_only=True)
class Paging:
    """Way to read a list: `kind` is `cursor`, `page`, `offset`, `link` or `whole`; `items` is their place."""

    kind: str
    parameters: tuple[str, ...] = ()
    items: str = ""


@frozen(kw_only=True)
class Waiting:
    """A property whose values are states, and those that look like the last ones."""

    property: str
    states: tuple[str, ...]
    final: tuple[str, ...]


@frozen(kw_only=True)
class OperationSummary:
    """One operation; `sends` and `receives` are media types with schemas, `errors` the other statuses."""

    key: str
    id: str
    summary: str
    tag: str
    parameters: tuple[str, ...]
    sends: tuple[str, ...]
    receives: tuple[str, ...]
    errors: tuple[str, ...]
    security: str
    deprecated: bool
    streams: bool
    paging: Paging | None
    waiting: Waiting | None


@frozen(kw_only=True)
class SchemaSummary:
    """One component schema; `used` counts the references to it."""

    name: str
    kind: str
    size: int
    used: int


@frozen(kw_only=True)
class Summary:
    """Summary of an API. `fixes` counts the fixes of the doctor by rule, each with its explanation."""

    title: str
    version: str
    servers: tuple[str, ...]
    security: tuple[str, ...]
    operations: tuple[OperationSummary, ...]
    webhooks: tuple[str, ...]
    schemas: tuple[SchemaSummary, ...]
    fixes: tuple[tuple[str, int, str], ...]
    lost: tuple[str, ...]


def summarize(spec: EffectiveSpec) -> Summary:
    """Summarize `spec`."""
    api = spec.api
    rules = Counter(fix.rule for fix in spec.fixes)
    return Summary(
        title=api.title,
        version=api.version,
        servers=tuple(server.url for server in api.servers),
        security=tuple(f"{name}: {_scheme(scheme)}" for name, scheme in api.security_schemes.items()),
        operations=tuple(_operation(api, operation) for operation in api.operations),
        webhooks=tuple(webhook.path for webhook in api.webhooks),
        schemas=_schemas(api),
        fixes=tuple((rule, count, RULES[rule].explanation) for rule, count in rules.most_common()),
        lost=tuple(f"{finding.pointer}: {finding.message}" for finding in api.findings if finding.is_error),
    )


def _operation(api: Api, operation: ApiOperation) -> OperationSummary:
    good = [answer for answer in operation.answers if answer.status.startswith(("2", "3"))] or [
        answer for answer in operation.answers if answer.status == "default"
    ]
    contents = [content for answer in good for content in answer.contents]
    schemas = [
        content.schema for content in contents if content.kind == "json" and content.schema is not None
    ]
    has_link = any(header.name.lower() == "link" for answer in good for header in answer.headers)
    return OperationSummary(
        key=operation.key,
        id=operation.operation_id,
        summary=operation.summary,
        tag=operation.tags[0] if operation.tags else "",
        parameters=tuple(
            f"{parameter.key}{'' if parameter.required else '?'}" for parameter in operation.parameters
        ),
        sends=() if operation.body is None else tuple(map(_content, operation.body.contents)),
        receives=tuple(
            f"{answer.status} {', '.join(map(_content, answer.contents))}".rstrip() for answer in good
        ),
        errors=tuple(answer.status for answer in operation.answers if answer not in good),
        security=_security(operation),
        deprecated=operation.deprecated,
        streams=any(content.kind in _STREAMS for content in contents),
        paging=_paging(api, operation, schemas, has_link=has_link),
        waiting=_waiting(api, schemas) if operation.method == "GET" else None,
    )


def _paging(api: Api, operation: ApiOperation, schemas: list[Schema], *, has_link: bool) -> Paging | None:
    places = [place for schema in schemas if (place := list_path(api, schema)) is not None]
    if operation.method != "GET" or not places:
        return None
    names = {
        plain_name(parameter.name): parameter.name
        for parameter in operation.parameters
        if parameter.location == "query"
    }
    items = ".".join(places[0])
    for kind, known in (("cursor", CURSOR_NAMES), ("page", PAGE_NAMES), ("offset", OFFSET_NAMES)):
        found = [original for name, original in names.items() if name in known]
        if found:
            sizes = [original for name, original in names.items() if name in LIMIT_NAMES]
            return Paging(kind=kind, parameters=(*found, *sizes), items=items)
    if not places[0] or items.rpartition(".")[2] in {"data", "items", "results"}:
        return Paging(kind="link" if has_link else "whole", items=items)
    return None


def _waiting(api: Api, schemas: list[Schema]) -> Waiting | None:
    for schema in schemas:
        shape = resolve(api, schema).shape
        for item in shape.properties if isinstance(shape, Object) else ():
            if plain_name(item.name).endswith(tuple(_STATES)):
                states = tuple(_values(api, item.schema))
                final = tuple(state for state in states if any(end in state.lower() for end in _ENDS))
                if final and len(final) < len(states):
                    return Waiting(property=item.name, states=states, final=final)
    return None


def _values(api: Api, schema: Schema) -> Iterator[str]:
    shape = resolve(api, schema).shape
    if isinstance(shape, Enumeration):
        yield from (value for value in shape.values if isinstance(value, str))
    if isinstance(shape, Union):
        for member in shape.members:
            yield from _values(api, member)


def _schemas(api: Api) -> tuple[SchemaSummary, ...]:
    used = Counter(schema.shape.name for schema in every_schema(api) if isinstance(schema.shape, Ref))
    return tuple(
        SchemaSummary(name=name, kind=_kind(schema), size=len(list(schema.children())), used=used[name])
        for name, schema in api.schemas.items()
    )


def _kind(schema: Schema) -> str:
    match schema.shape:
        case Object():
            return "object"
        case Enumeration():
            return "enum"
        case Array():
            return "array"
        case Union():
            return "union"
        case Ref(name):
            return f"alias of {name}"
    return type(schema.shape).__name__.lower()


def _content(content: Content) -> str:
    if content.schema is None:
        return content.media_type
    shape = content.schema.shape
    if isinstance(shape, Ref):
        return f"{content.media_type} {shape.name}"
    if isinstance(shape, Array) and isinstance(shape.items.shape, Ref):
        return f"{content.media_type} list of {shape.items.shape.name}"
    return f"{content.media_type} {_kind(content.schema)}"


def _security(operation: ApiOperation) -> str:
    return " or ".join(" and ".join(alternative) or "none" for alternative in operation.security)


def _scheme(scheme: SecurityScheme) -> str:
    match scheme.type:
        case "apiKey":
            return f"API key in {scheme.location} {scheme.parameter}"
        case "http":
            return f"HTTP {scheme.scheme}"
        case "oauth2":
            return f"OAuth 2 ({', '.join(scheme.flows)})"
    return scheme.type
