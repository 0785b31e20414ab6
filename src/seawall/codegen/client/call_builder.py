"""Builds the declarations of calls from an Api and its names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from seawall.codegen.api.model import Answer, Api, ApiOperation, ApiParameter, Body, Content, Encoding
from seawall.codegen.api.reach import default_of
from seawall.codegen.api.shapes import Schema
from seawall.codegen.client.declarations import AnswerType, BodyDecl, CallDecl, ParameterDecl
from seawall.codegen.client.docstrings import MAX_SENTENCE, first_sentence
from seawall.codegen.client.model_builder import default_note
from seawall.codegen.client.type_exprs import ANY, DictOf, Plain, TypeExpr, union
from seawall.codegen.client.type_mapping import TypeMapper
from seawall.codegen.names.names import Names
from seawall.codegen.names.spelling import snake

__all__ = ["build_calls"]

# A name that is none (RFC 9110, 5.1) can not come; a longer one would fill the docstring.
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_|~-]{1,60}")
_STREAMS = ("event-stream", "json-lines")
_WILDCARDS = {"json": "application/json", "text": "text/plain", "form": "application/x-www-form-urlencoded"}


def build_calls(api: Api, names: Names, types: TypeMapper) -> tuple[CallDecl, ...]:
    """Build the declaration of each operation, in the order of `api`."""
    return tuple(_call(operation, api, names, types) for operation in api.operations)


def _call(operation: ApiOperation, api: Api, names: Names, types: TypeMapper) -> CallDecl:
    name = names.operations[operation.key]
    arguments = names.parameters.get(operation.key, {})
    parameters = tuple(
        ParameterDecl(name=arguments[item.key], type_expr=types.of(item.schema), facts=item)
        for item in _in_order(operation)
    )
    results, errors = _split(operation.answers)
    return CallDecl(
        name=name,
        method=operation.method,
        # The fragment tells operations apart whose paths differ in their query; it is never sent.
        path=operation.path.partition("#")[0],
        doc=_doc(operation, name),
        note=_note(operation, parameters, results, api.schemas),
        module=snake(operation.tags[0] if operation.tags else _resource(operation.path)) or "general",
        results=tuple((item.status, _answer(item.contents, types)) for item in results),
        errors=tuple((item.status, _answer(item.contents, types)) for item in errors if item.contents),
        items=tuple(_items(results, types)),
        accept=tuple(dict.fromkeys(content.media_type for item in results for content in item.contents)),
        parameters=parameters,
        body=_body(operation.body, types),
        security=operation.security,
        deprecated=operation.deprecated,
        idempotency_header=next(
            (
                item.name
                for item in operation.parameters
                if item.location == "header" and item.name.lower() == "idempotency-key"
            ),
            None,
        ),
    )


def _resource(path: str) -> str:
    """The first segment of a path that is no version and no placeholder."""
    segments = (segment for segment in path.split("/") if segment and "{" not in segment)
    return next((segment for segment in segments if not re.fullmatch(r"v\d\S*|api", segment)), "")


def _doc(operation: ApiOperation, name: str) -> str:
    lead = f"{operation.method} {operation.path}"
    # A path has no bound in length; a function name has.
    generic = f"{lead}." if len(lead) < MAX_SENTENCE else f"The operation {name}."
    for text in (operation.summary, operation.description):
        if sentence := first_sentence(text, lead=f"{lead}: "):
            return sentence
    return generic


def _note(
    operation: ApiOperation,
    parameters: Sequence[ParameterDecl],
    results: Sequence[Answer],
    schemas: Mapping[str, Schema],
) -> str:
    defaults = default_note((item.name, default_of(schemas, item.facts.schema)) for item in parameters)
    deprecated = "Deprecated." if operation.deprecated else ""
    return " ".join(filter(None, [deprecated, defaults, _header_note(results)]))


def _header_note(results: Iterable[Answer]) -> str:
    """The headers of the results, which are not decoded: their names, as `Result.response` has them."""
    names = dict.fromkeys(header.name for answer in results for header in answer.headers)
    known = [f"`{name}`" for name in names if _HEADER_NAME.fullmatch(name)]
    return f"Headers of the response: {', '.join(known)}." if known else ""


def _in_order(operation: ApiOperation) -> Iterator[ApiParameter]:
    """Path parameters in the order of the path, then query, header and cookie parameters as in the spec."""
    places = re.findall(r"\{([^{}]*)\}", operation.path)
    order = {name: index for index, name in enumerate(places)}
    path = [item for item in operation.parameters if item.location == "path"]
    yield from sorted(path, key=lambda item: order.get(item.name, len(order)))
    for location in ("query", "header", "cookie"):
        yield from (item for item in operation.parameters if item.location == location)


def _split(answers: Iterable[Answer]) -> tuple[list[Answer], list[Answer]]:
    """The answers that are results and those that are errors; a lone `default` is both."""
    by_kind: dict[str, list[Answer]] = {}
    for answer in sorted(answers, key=lambda item: item.status):
        by_kind.setdefault(answer.status[0], []).append(answer)
    errors = [*by_kind.get("4", []), *by_kind.get("5", []), *by_kind.get("d", [])]
    for kind in "23d1":
        if kind in by_kind:
            return by_kind[kind], errors
    return [], errors


def _answer(contents: Sequence[Content], types: TypeMapper) -> AnswerType:
    if not contents:
        return None
    found = tuple((content.media_type, types.of_content(content)) for content in contents)
    is_json = all(content.kind == "json" for content in contents)
    return found[0][1] if is_json and len({type_expr for _, type_expr in found}) == 1 else found


def _items(results: Iterable[Answer], types: TypeMapper) -> "Iterator[tuple[str, TypeExpr]]":
    """The media types of the streams, with the types of their items."""
    found: dict[str, TypeExpr] = {}
    for content in (content for answer in results for content in answer.contents):
        if content.kind in _STREAMS:
            schema = content.item_schema or content.schema
            found.setdefault(content.media_type, ANY if schema is None else types.of(schema))
    yield from found.items()


def _body(body: Body | None, types: TypeMapper) -> BodyDecl | None:
    if body is None or not body.contents:
        return None
    media_types: dict[str, Content] = {}
    for content in body.contents:
        media_types.setdefault(_concrete(content), content)
    return BodyDecl(
        type_expr=union([_body_type(content, types) for content in media_types.values()]),
        media_types=tuple(media_types),
        required=body.required,
        encodings={
            media_type: {name: item for name, item in content.encodings.items() if item != Encoding()}
            for media_type, content in media_types.items()
            if any(item != Encoding() for item in content.encodings.values())
        },
    )


def _body_type(content: Content, types: TypeMapper) -> TypeExpr:
    found = types.of_content(content)
    if content.kind in {"binary", "xml"}:
        # A file is sent from the disk.
        return union([found, Plain("FilePart")])
    # A form without a schema has fields of any name.
    return DictOf(ANY) if content.kind in {"form", "multipart"} and found == ANY else found


def _concrete(content: Content) -> str:
    """The media type to send; a range such as `image/*` names none."""
    if "*" not in content.media_type:
        return content.media_type
    return _WILDCARDS.get(content.kind, "application/octet-stream")
