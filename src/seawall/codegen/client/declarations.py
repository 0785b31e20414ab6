"""From the parser's objects and the spec's own facts to declarations."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import EnumProperty, ModelProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol

from seawall.codegen.api.discriminators import tags_by_title
from seawall.codegen.api.openapi_client import Parsed
from seawall.codegen.api.operations import OperationFacts, Parameter, Reading
from seawall.codegen.api.schemas import Schemas
from seawall.codegen.client.intermediate import (
    Body,
    CallDecl,
    Declarations,
    EnumDecl,
    FieldDecl,
    ModelDecl,
    ParameterDecl,
)
from seawall.codegen.client.literals import text_literal
from seawall.codegen.client.type_exprs import (
    NONE,
    EnumRef,
    Plain,
    TypeExpr,
    is_object,
    parts_of,
    references,
    union,
)
from seawall.codegen.client.type_mapping import TypeMapper, is_free_form
from seawall.codegen.errors import Loss, LostError
from seawall.codegen.names.names import RESERVED_FIELDS, member_name, python_name
from seawall.codegen.spec.document import Json

__all__ = ["declarations"]


def declarations(
    document: dict[str, Json], reading: Reading, parsed: Parsed, schemas: Schemas
) -> Declarations:
    """Everything that the client of `document` declares, in a fixed order.

    Raises LostError where a parameter that must be given can not be sent.
    """
    types = TypeMapper(parsed, schemas.titles, tags_by_title(_components(reading)))
    # Every union is seen before any field is made: what tells its members apart is written in their fields.
    for prop in _every_property(parsed):
        types.of(prop)
    maker = _Maker(types, schemas)
    enums = {enum.name: enum for enum in map(maker.enum, parsed.enums.values()) if enum.members}
    members = {enum.name: {value: name for name, value in enum.members} for enum in enums.values()}
    models = {model.name: model for model in map(maker.model, parsed.models.values()) if model.fields}
    calls = tuple(maker.call(fact, parsed.endpoints[fact.key], members) for fact in reading.operations)
    if maker.losses:
        raise LostError(tuple(maker.losses))
    used = _reached(calls, models)
    vague = [f"nothing tells {' from '.join(names)}; they decode as a dict" for names in sorted(types.vague)]
    info = document.get("info")
    version = info.get("version") if isinstance(info, dict) else None
    return Declarations(
        version=version if isinstance(version, str) else "",
        server_path=_server_path(document),
        enums=tuple(enums[name] for name in sorted(enums) if name in used),
        models=tuple(models[name] for name in sorted(models) if name in used),
        calls=calls,
        notes=(*maker.notes, *vague),
    )


def _components(reading: Reading) -> Mapping[str, Json]:
    components = reading.document.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    return schemas if isinstance(schemas, dict) else {}


def _every_property(parsed: Parsed) -> Iterator[PropertyProtocol]:
    for model in parsed.models.values():
        yield from model.required_properties or []
        yield from model.optional_properties or []
        if is_free_form(model) and model.additional_properties is not None:
            yield model.additional_properties
    for endpoint in parsed.endpoints.values():
        yield from (prop for _, prop in endpoint.iter_all_parameters())
        yield from (body.prop for body in endpoint.bodies)
        yield from (response.prop for response in endpoint.responses)


def _reached(calls: Iterable[CallDecl], models: Mapping[str, ModelDecl]) -> set[str]:
    """The names of the classes that some call takes or gives, directly or within another."""
    used: set[str] = set()
    waiting = [shape for call in calls for shape in _shapes(call)]
    while waiting:
        for reference in references(waiting.pop()):
            if reference.name not in used:
                used.add(reference.name)
                model = models.get(reference.name)
                waiting.extend(field.shape for field in (model.fields if model is not None else ()))
    return used


def _shapes(call: CallDecl) -> Iterator[TypeExpr]:
    yield from (shape for _, shape in call.answers if shape is not None)
    yield from (parameter.shape for parameter in call.parameters)
    if call.body is not None:
        yield call.body.shape


def _server_path(document: dict[str, Json]) -> str:
    servers = document.get("servers")
    first = servers[0] if isinstance(servers, list) and servers else None
    url = first.get("url") if isinstance(first, dict) else None
    try:
        return urlsplit(url).path.rstrip("/") if isinstance(url, str) else ""
    except ValueError:
        return ""


class _Maker:
    """Makes declarations of the parser's objects."""

    def __init__(self, types: TypeMapper, schemas: Schemas) -> None:
        self._types = types
        self._values = schemas.enum_values
        self._keys = schemas.keys
        self.losses: list[Loss] = []
        self.notes: list[str] = []

    def enum(self, enum: EnumProperty) -> EnumDecl:
        members: list[tuple[str, str]] = []
        taken: set[str] = set()
        for token in enum.values if enum.value_type is str else ():
            value = self._values.text(token)
            name = member_name(value, taken)
            taken.add(name)
            members.append((name, value))
        name = self._types.name(str(enum.class_info.name))
        return EnumDecl(name=name, doc=_text(enum) or f"The values of {name}.", members=tuple(members))

    def model(self, model: ModelProperty) -> ModelDecl:
        fields: list[FieldDecl] = []
        taken: set[str] = set()
        notes = []
        for prop in [*(model.required_properties or []), *(model.optional_properties or [])]:
            wire = self._keys.text(prop.name.get_untrusted_value())
            name = python_name(wire, taken, reserved=RESERVED_FIELDS)
            taken.add(name)
            fields.append(
                FieldDecl(
                    name=name, wire=wire, shape=self._types.field(model, prop), optional=not prop.required
                )
            )
            notes.extend(self._known_numbers(name, prop))
        name = self._types.name(str(model.class_info.name))
        doc = _text(model) or f"The wire form of {name}."
        return ModelDecl(name=name, doc=doc, note=" ".join(notes), fields=tuple(fields))

    def _known_numbers(self, name: str, prop: PropertyProtocol) -> list[str]:
        if not isinstance(prop, EnumProperty) or prop.value_type is not int:
            return []
        return [f"`{name}` is one of {', '.join(self._values.text(token) for token in prop.values)}."]

    def call(self, fact: OperationFacts, endpoint: Endpoint, members: dict[str, dict[str, str]]) -> CallDecl:
        props = {
            (str(place.value), prop.name.get_untrusted_value()): prop
            for place, prop in endpoint.iter_all_parameters()
        }
        taken = {"body"} if endpoint.bodies else set()
        parameters: list[ParameterDecl] = []
        for parameter in _in_order(fact):
            shape = self._types.of(props[parameter.location, parameter.token])
            if is_object(shape):
                self._leave_out(fact, parameter)
                continue
            made = _parameter(parameter, shape, members, taken)
            taken.add(made.name)
            parameters.append(made)
        return CallDecl(
            name=fact.name,
            method=fact.method,
            path=fact.path,
            doc=f"{fact.method} {fact.path}" + (f": {fact.summary}" if fact.summary else ""),
            answers=tuple((status, self._answer(status, endpoint)) for status in fact.statuses),
            parameters=tuple(parameters),
            body=self._body(fact, endpoint),
        )

    def _leave_out(self, fact: OperationFacts, parameter: Parameter) -> None:
        if parameter.required:
            self.losses.append(
                Loss(fact.key, f"its parameter {parameter.wire!r} is an object, which is not supported")
            )
        self.notes.append(f"{fact.key}: the parameter {parameter.wire!r}, an object, is left out")

    def _answer(self, status: int, endpoint: Endpoint) -> TypeExpr | None:
        response = next(item for item in endpoint.responses if item.status_code.pattern == str(status))
        return None if response.source["attribute"] == "None" else self._types.of(response.prop)

    def _body(self, fact: OperationFacts, endpoint: Endpoint) -> Body | None:
        if fact.media_type is None:
            return None
        shape = self._types.of(endpoint.bodies[0].prop)
        return Body(shape=shape, media_type=fact.media_type, required=fact.body_required)


def _in_order(fact: OperationFacts) -> Iterable[Parameter]:
    """Path parameters as the path has them, then the query, then headers, each as the spec has them."""
    places = re.findall(r"\{([^{}]*)\}", fact.path)
    path = [parameter for parameter in fact.parameters if parameter.location == "path"]
    yield from sorted(path, key=lambda parameter: places.index(parameter.wire))
    for location in ("query", "header"):
        yield from (parameter for parameter in fact.parameters if parameter.location == location)


def _parameter(
    parameter: Parameter, shape: TypeExpr, members: dict[str, dict[str, str]], taken: set[str]
) -> ParameterDecl:
    name = python_name(parameter.wire)
    if name in taken:
        name = python_name(f"{name}_{parameter.location}", taken)
    default = None
    if not parameter.required:
        default = _default(parameter.default, shape, members)
        if default is None:
            default, shape = "None", union([shape, NONE])
    return ParameterDecl(
        name=name, wire=parameter.wire, location=parameter.location, shape=shape, default=default
    )


def _default(value: Json, shape: TypeExpr, members: dict[str, dict[str, str]]) -> str | None:
    """The spec's default as Python, where it is a plain value that fits the type; else None."""
    parts = parts_of(shape)
    if isinstance(value, str):
        for part in parts:
            if isinstance(part, EnumRef) and value in members[part.name]:
                return f"enums.{part.name}.{members[part.name][value]}"
        return text_literal(value) if Plain("str") in parts else None
    fits = {
        bool: (Plain("bool"),),
        int: (Plain("int"), Plain("float")),
        float: (Plain("float"),),
    }.get(type(value), ())
    if not any(part in fits for part in parts) or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return repr(value)


def _text(prop: PropertyProtocol) -> str:
    return prop.description.get_untrusted_value() if prop.description is not None else ""
