"""Mutations of bodies, answers, headers and statuses."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import partial
from random import Random
from typing import Any

from benchmarks.mutation.mutation import Document, Edit, Mutation, at, set_key, unset_key
from benchmarks.mutation.places import OperationPlace, Spec
from benchmarks.mutation.registry import mutator

_TEXT = {"type": "object", "properties": {"note": {"type": "string"}}}
_JSON = "application/json"
_HEADER = {"schema": {"type": "string"}}


def _with_body(spec: Spec, *, has_body: bool) -> Iterator[OperationPlace]:
    for operation in spec.operations():
        if operation.method not in {"get", "head", "delete"} and ("requestBody" in operation.raw) is has_body:
            yield operation


def _body(*, required: bool) -> dict[str, Any]:
    return {"required": required, "content": {_JSON: {"schema": deepcopy(_TEXT)}}}


def _set_body(operation: OperationPlace, *, required: bool) -> Edit:
    body = _body(required=required)
    return partial(set_key, pointer=operation.pointer, key="requestBody", value=body)


@mutator("required-body-added")
def required_body(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in _with_body(spec, has_body=False):
        yield Mutation(place=operation.label, edit=_set_body(operation, required=True))


@mutator("optional-body-added")
def optional_body(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in _with_body(spec, has_body=False):
        yield Mutation(place=operation.label, edit=_set_body(operation, required=False))


@mutator("body-removed")
def body_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in _with_body(spec, has_body=True):
        edit = partial(unset_key, pointer=operation.pointer, key="requestBody")
        yield Mutation(place=operation.label, edit=edit)
    for operation in _with_body(spec, has_body=False):
        prepare = _set_body(operation, required=False)
        edit = partial(unset_key, pointer=operation.pointer, key="requestBody")
        yield Mutation(place=f"{operation.label}-unused", prepare=prepare, edit=edit)


@mutator("body-became-required")
def body_became_required(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in _with_body(spec, has_body=False):
        edit = partial(set_key, pointer=f"{operation.pointer}/requestBody", key="required", value=True)
        prepare = _set_body(operation, required=False)
        yield Mutation(place=operation.label, prepare=prepare, edit=edit)


@mutator("body-became-optional")
def body_became_optional(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in _with_body(spec, has_body=True):
        edit = partial(set_key, pointer=f"{operation.pointer}/requestBody", key="required", value=False)
        yield Mutation(place=operation.label, edit=edit)


def _answers(spec: Spec) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The label, pointer and content of each successful answer."""
    for operation in spec.operations():
        for status, answer in operation.raw.get("responses", {}).items():
            if str(status).startswith("2") and "$ref" not in answer:
                yield operation.label, f"{operation.pointer}/responses/{status}", answer


def _set_content(document: Document, *, pointer: str, content: Mapping[str, Any]) -> None:
    at(document, pointer)["content"] = deepcopy(dict(content))


@mutator("media-type-added")
def media_type_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    for label, pointer, answer in _answers(spec):
        if content := answer.get("content"):
            more = {**content, "text/csv": {"schema": {"type": "string"}}}
            yield Mutation(place=label, edit=partial(_set_content, pointer=pointer, content=more))
    for operation in _with_body(spec, has_body=True):
        pointer, body = spec.resolved(f"{operation.pointer}/requestBody")
        schema = next(iter(body["content"].values()))
        more = {**body["content"], "application/x-www-form-urlencoded": schema}
        yield Mutation(
            place=f"{operation.label}-body", edit=partial(_set_content, pointer=pointer, content=more)
        )


@mutator("media-type-removed")
def media_type_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for label, pointer, answer in _answers(spec):
        if answer.get("content"):
            other = {"text/csv": {"schema": {"type": "string"}}}
            yield Mutation(
                place=label,
                edit=partial(_set_content, pointer=pointer, content=other),
                keeps_meaning=False,
            )
    for operation in _with_body(spec, has_body=True):
        pointer, body = spec.resolved(f"{operation.pointer}/requestBody")
        other = {"application/x-www-form-urlencoded": next(iter(body["content"].values()))}
        yield Mutation(
            place=f"{operation.label}-body", edit=partial(_set_content, pointer=pointer, content=other)
        )


@mutator("media-type-renamed")
def media_type_renamed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for label, pointer, answer in _answers(spec):
        if _JSON in answer.get("content", {}):
            other = {"application/json; charset=utf-8": answer["content"][_JSON]}
            yield Mutation(place=label, edit=partial(_set_content, pointer=pointer, content=other))


def _stream(content: Mapping[str, Any]) -> dict[str, Any]:
    schema = next(iter(content.values())).get("schema", {})
    return {"text/event-stream": {"schema": schema}}


@mutator("streaming-added")
def streaming_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    for label, pointer, answer in _answers(spec):
        if content := answer.get("content"):
            more = {**content, **_stream(content)}
            yield Mutation(place=label, edit=partial(_set_content, pointer=pointer, content=more))


@mutator("streaming-removed")
def streaming_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for label, pointer, answer in _answers(spec):
        if content := answer.get("content"):
            more = {**content, **_stream(content)}
            yield Mutation(
                place=label,
                prepare=partial(_set_content, pointer=pointer, content=more),
                edit=partial(_set_content, pointer=pointer, content=content),
            )


def _set_status(document: Document, *, pointer: str, new: str) -> None:
    answers, _, old = pointer.rpartition("/")
    table = at(document, answers)
    table[new] = table.pop(old)


@mutator("success-status-removed")
def status_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for label, pointer, _ in _answers(spec):
        new = random.choice([one for one in ("200", "201", "202") if one != pointer.rpartition("/")[2]])
        edit = partial(_set_status, pointer=pointer, new=new)
        yield Mutation(place=label, edit=edit)
    for label, pointer, answer in _answers(spec):
        if answer.get("content"):

            def empty(document: Document, pointer: str = pointer) -> None:
                _set_status(document, pointer=pointer, new="204")
                del at(document, f"{pointer.rpartition('/')[0]}/204")["content"]

            yield Mutation(place=f"{label}-empty", edit=empty, keeps_meaning=False)


@mutator("success-status-added")
def status_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    for label, pointer, _ in _answers(spec):
        answers = pointer.rpartition("/")[0]
        edit = partial(set_key, pointer=answers, key="206", value={"description": "Some of it"})
        yield Mutation(place=label, edit=edit, status="206", keeps_meaning=False)


@mutator("error-status-added")
def error_status_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    for label, pointer, _ in _answers(spec):
        answers = pointer.rpartition("/")[0]
        edit = partial(set_key, pointer=answers, key="418", value={"description": "Another error"})
        yield Mutation(place=label, edit=edit)


@mutator("error-status-removed")
def error_status_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in spec.operations():
        for status in operation.raw.get("responses", {}):
            if str(status).startswith("4"):
                edit = partial(unset_key, pointer=f"{operation.pointer}/responses", key=status)
                yield Mutation(place=f"{operation.label}-{status}", edit=edit)


@mutator("status-generalized")
def status_generalized(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in spec.operations():
        for status in operation.raw.get("responses", {}):
            if str(status).startswith("4"):
                pointer = f"{operation.pointer}/responses/{status}"
                edit = partial(_set_status, pointer=pointer, new="4XX")
                yield Mutation(place=f"{operation.label}-{status}", edit=edit)


def _headers(header: Mapping[str, Any] | None) -> Mapping[str, Any]:
    return {} if header is None else {"X-Total": deepcopy(dict(header))}


def _header(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, spec: Spec
) -> Iterator[Mutation]:
    for label, pointer, _ in _answers(spec):

        def edit(document: Document, header: Mapping[str, Any] | None, pointer: str = pointer) -> None:
            part = at(document, pointer)
            others = {key: value for key, value in part.get("headers", {}).items() if key != "X-Total"}
            part["headers"] = {**others, **_headers(header)}

        prepare = None if before is None else partial(edit, header=before)
        yield Mutation(place=label, prepare=prepare, edit=partial(edit, header=after))


_REQUIRED = {**_HEADER, "required": True}


@mutator("header-added")
def header_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _header(None, _HEADER, spec)


@mutator("required-header-removed")
def required_header_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _header(_REQUIRED, None, spec)


@mutator("optional-header-removed")
def optional_header_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _header(_HEADER, None, spec)


@mutator("header-became-required")
def header_became_required(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _header(_HEADER, _REQUIRED, spec)


@mutator("header-became-optional")
def header_became_optional(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _header(_REQUIRED, _HEADER, spec)


@mutator("header-deprecated")
def header_deprecated(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _header(_HEADER, {**_HEADER, "deprecated": True}, spec)


@mutator("encoding-changed")
def encoding_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in _with_body(spec, has_body=False):

        def prepare(document: Document, style: str = "form", pointer: str = operation.pointer) -> None:
            schema = {
                "type": "object",
                "properties": {"tags": {"type": "array", "items": {"type": "string"}}},
            }
            form = {"schema": schema, "encoding": {"tags": {"style": style, "explode": style == "form"}}}
            content = {"application/x-www-form-urlencoded": form}
            at(document, pointer)["requestBody"] = {"required": False, "content": content}

        yield Mutation(place=operation.label, prepare=prepare, edit=partial(prepare, style="pipeDelimited"))
