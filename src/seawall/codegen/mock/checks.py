"""Checks the parameters and the body of a request against the spec."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast
from urllib.parse import parse_qsl, quote

from attrs import frozen
from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError, best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from seawall.codegen.api.model import ApiOperation, ApiParameter, Content
from seawall.codegen.api.shapes import Object, Schema
from seawall.codegen.mock.parameters import ParameterReader
from seawall.codegen.mock.patterns import search_of
from seawall.codegen.mock.samples import Samples
from seawall.codegen.spec.plain_data import Json
from seawall.codegen.spec.pointers import pointer_target

__all__ = ["Fault", "RequestChecks", "UnknownMediaTypeError"]

_SPEC = "urn:spec"
_MAX_FAULTS = 20


@frozen
class Fault:
    """A field of a request that does not fit: `query.limit` or `body.items[0].name`, and the reason."""

    field: str
    reason: str


class UnknownMediaTypeError(Exception):
    """The body has a media type that the operation does not take."""


class RequestChecks:
    """Checks requests against `document`, the effective spec."""

    def __init__(self, document: Mapping[str, Json], samples: Samples) -> None:
        self._document = document
        self._samples = samples
        self._reader = ParameterReader(samples)
        resource = DRAFT202012.create_resource(dict(document))
        self._registry: Registry[Any] = Registry().with_resource(_SPEC, resource)
        self._validators: dict[str, Any] = {}

    def parameters(
        self, operation: ApiOperation, given: Mapping[str, Sequence[tuple[str, str]]]
    ) -> tuple[dict[str, Json], list[Fault]]:
        """The values of the parameters by their keys (`query limit`), and what does not fit.

        `given` has the name-value pairs of each place.
        """
        values: dict[str, Json] = {}
        faults: list[Fault] = []
        for parameter in operation.parameters:
            value = self._reader.read(parameter, _pairs(parameter, given))
            if value is None:
                if parameter.required:
                    faults.append(Fault(f"{parameter.location}.{parameter.name}", "is required"))
                continue
            values[parameter.key] = value
            faults.extend(self._faults(parameter.schema, value, f"{parameter.location}.{parameter.name}"))
        return values, faults

    def body(self, operation: ApiOperation, media_type: str | None, body: bytes) -> tuple[Json, list[Fault]]:
        """The decoded body, and what does not fit. Raises UnknownMediaTypeError."""
        if operation.body is None:
            return None, []
        if not body and media_type is None:
            return None, [Fault("body", "is required")] if operation.body.required else []
        content = _content(operation.body.contents, media_type)
        if content.kind == "json":
            try:
                value: Json = json.loads(body)
            except ValueError:
                return None, [Fault("body", "is not JSON")]
        elif content.kind == "form":
            value = self._form(content, body)
        else:
            # Files and texts are taken as they are.
            return None, []
        return value, [] if content.schema is None else self._faults(content.schema, value, "body")

    def _form(self, content: Content, body: bytes) -> Json:
        shape = None if content.schema is None else self._samples.resolved(content.schema).shape
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
        if not isinstance(shape, Object):
            return dict(pairs)
        found: dict[str, Json] = {}
        for item in shape.properties:
            parameter = ApiParameter(
                pointer=item.schema.pointer, name=item.name, location="query", schema=item.schema
            )
            value = self._reader.read(parameter, pairs)
            if value is not None:
                found[item.name] = value
        return found

    def _faults(self, schema: Schema, value: Json, name: str) -> list[Fault]:
        found: dict[str, Fault] = {}
        for error in self._validator(schema.pointer).iter_errors(value):
            for fault in self._of(error, name):
                found.setdefault(fault.field, fault)
                if len(found) >= _MAX_FAULTS:
                    return list(found.values())
        return list(found.values())

    def _of(self, error: ValidationError, name: str) -> Iterator[Fault]:
        if error.validator == "required":
            names: Any = error.validator_value
            instance: Any = error.instance
            for missing in names:
                if missing not in instance and not self._is_read_only(error.schema, missing):
                    yield Fault(_path(name, [*error.absolute_path, missing]), "is required")
            return
        if error.context:
            # The best fit of a union says more than that none fits.
            best = best_match([error])
            if best is not None and best is not error and best.validator != "required":
                error = best
        yield Fault(_path(name, error.absolute_path), error.message[:200])

    def _is_read_only(self, schema: Any, name: str) -> bool:
        found = schema.get("properties", {}).get(name, {}) if isinstance(schema, dict) else {}
        if isinstance(found, dict) and found.get("readOnly") is True:
            return True
        ref = found.get("$ref") if isinstance(found, dict) else None
        if not isinstance(ref, str) or not ref.startswith("#"):
            return False
        target = pointer_target(self._document, ref)
        return isinstance(target, dict) and target.get("readOnly") is True

    def _validator(self, pointer: str) -> Any:
        if pointer not in self._validators:
            ref = f"{_SPEC}#{quote(pointer.removeprefix('#'))}"
            self._validators[pointer] = _Validator({"$ref": ref}, registry=self._registry)
        return self._validators[pointer]


def _pattern(_: Any, pattern: Any, instance: Any, __: Any) -> Iterator[ValidationError]:
    """The check of `pattern`; a pattern that RE2 does not know checks nothing."""
    search = search_of(pattern) if isinstance(instance, str) and isinstance(pattern, str) else None
    if search is not None and search(instance) is None:
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _pattern_properties(validator: Any, patterns: Any, instance: Any, _: Any) -> Iterator[ValidationError]:
    for pattern, schema in patterns.items() if isinstance(instance, dict) else ():
        search = search_of(pattern)
        if search is None:
            continue
        for name, value in instance.items():
            if search(name) is not None:
                yield from validator.descend(value, schema, path=name, schema_path=pattern)


def _additional_properties(
    validator: Any, allowed: Any, instance: Any, schema: Any
) -> Iterator[ValidationError]:
    patterns = schema.get("patternProperties", {})
    searches = [search for search in map(search_of, patterns) if search is not None]
    if not isinstance(instance, dict) or len(searches) < len(patterns):
        return
    known = schema.get("properties", {})
    for name, value in instance.items():
        if name in known or any(search(name) is not None for search in searches):
            continue
        if allowed is False:
            yield ValidationError(f"Additional properties are not allowed ({name!r} was unexpected)")
        else:
            yield from validator.descend(value, allowed, path=name)


def _unevaluated_properties(
    validator: Any, allowed: Any, instance: Any, schema: Any
) -> Iterator[ValidationError]:
    # The check of the library searches with `re`, which has no limit of time.
    if "patternProperties" not in schema:
        yield from (
            Draft202012Validator.VALIDATORS["unevaluatedProperties"](validator, allowed, instance, schema)
            or ()
        )


_Validator: Any = cast("Any", validators).extend(
    Draft202012Validator,
    {
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
        "additionalProperties": _additional_properties,
        "unevaluatedProperties": _unevaluated_properties,
    },
)


def _pairs(
    parameter: ApiParameter, given: Mapping[str, Sequence[tuple[str, str]]]
) -> Sequence[tuple[str, str]]:
    pairs = given.get(parameter.location, ())
    if parameter.location == "header":
        return [(parameter.name, text) for name, text in pairs if name.lower() == parameter.name.lower()]
    if parameter.location == "path":
        return [(name, _without_style(parameter, text)) for name, text in pairs]
    return pairs


def _without_style(parameter: ApiParameter, text: str) -> str:
    """A path value without the marks of its style: `.a.b` and `;id=a` become what `simple` has."""
    if parameter.style == "label":
        return text.removeprefix(".").replace(".", ",") if parameter.explode else text.removeprefix(".")
    if parameter.style == "matrix":
        return text.removeprefix(";").replace(f"{parameter.name}=", "").replace(";", ",")
    return text


def _content(contents: Sequence[Content], media_type: str | None) -> Content:
    name = (media_type or "").partition(";")[0].strip().lower()
    for content in contents:
        own = content.media_type.partition(";")[0].strip().lower()
        if own in {name, "*/*"} or (own.endswith("/*") and name.startswith(own[:-1])):
            return content
    if media_type is None:
        return contents[0]
    raise UnknownMediaTypeError(", ".join(content.media_type for content in contents))


def _path(name: str, keys: Any) -> str:
    return name + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
