"""Builds declarations from the parser's objects and from the facts of the spec."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import EnumProperty, ModelProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol

from seawall.codegen.api.discriminators import discriminators_by_title
from seawall.codegen.api.openapi_client import Parsed
from seawall.codegen.api.operations import OperationFacts, Parameter, ParserInput
from seawall.codegen.api.schemas import Schemas
from seawall.codegen.client.declarations import (
    Body,
    CallDecl,
    Declarations,
    EnumDecl,
    FieldDecl,
    ModelDecl,
    ParameterDecl,
)
from seawall.codegen.client.docstrings import MAX_SENTENCE, first_sentence
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
from seawall.codegen.errors import UnsupportedPart, UnsupportedSpecError
from seawall.codegen.names.names import RESERVED_FIELDS, member_name, python_name
from seawall.codegen.spec.document import Json

__all__ = ["build_declarations"]


def build_declarations(
    document: dict[str, Json], parser_input: ParserInput, parsed: Parsed, schemas: Schemas
) -> Declarations:
    """Build the declarations of a client, in a fixed order.

    Raises UnsupportedSpecError if a required parameter can not be sent.
    """
    types = TypeMapper(parsed, schemas.titles, discriminators_by_title(_component_schemas(parser_input)))
    # Map every property once before any model is built: a union decides which fields of its members are
    # discriminators, and those fields become literals.
    for prop in _every_property(parsed):
        types.map(prop)
    builder = _DeclarationBuilder(types, schemas)
    enums = {enum.name: enum for enum in map(builder.build_enum, parsed.enums.values()) if enum.members}
    members = {enum.name: {value: name for name, value in enum.members} for enum in enums.values()}
    models = {model.name: model for model in map(builder.build_model, parsed.models.values()) if model.fields}
    calls = tuple(
        builder.build_call(fact, parsed.endpoints[fact.key], members) for fact in parser_input.operations
    )
    if builder.unsupported:
        raise UnsupportedSpecError(tuple(builder.unsupported))
    # A class is unreachable if its union became a dict, or if its parameter was omitted.
    used = _reachable_classes(calls, models)
    ambiguous = [
        f"{' and '.join(names)} have no discriminator and no distinct required key; they decode as a dict"
        for names in sorted(types.ambiguous)
    ]
    info = document.get("info")
    version = info.get("version") if isinstance(info, dict) else None
    return Declarations(
        version=version if isinstance(version, str) else "",
        server_path=_server_path(document),
        enums=tuple(enums[name] for name in sorted(enums) if name in used),
        models=tuple(models[name] for name in sorted(models) if name in used),
        calls=calls,
        notes=(*builder.notes, *ambiguous),
    )


def _component_schemas(parser_input: ParserInput) -> Mapping[str, Json]:
    components = parser_input.document.get("components")
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


def _reachable_classes(calls: Iterable[CallDecl], models: Mapping[str, ModelDecl]) -> set[str]:
    """The names of the classes that a call accepts or returns, directly or nested."""
    used: set[str] = set()
    pending = [type_expr for call in calls for type_expr in _type_exprs(call)]
    while pending:
        for reference in references(pending.pop()):
            if reference.name not in used:
                used.add(reference.name)
                model = models.get(reference.name)
                pending.extend(field.type_expr for field in (model.fields if model is not None else ()))
    return used


def _type_exprs(call: CallDecl) -> Iterator[TypeExpr]:
    yield from (result for _, result in call.results if result is not None)
    yield from (parameter.type_expr for parameter in call.parameters)
    if call.body is not None:
        yield call.body.type_expr


def _server_path(document: dict[str, Json]) -> str:
    servers = document.get("servers")
    first = servers[0] if isinstance(servers, list) and servers else None
    url = first.get("url") if isinstance(first, dict) else None
    try:
        return urlsplit(url).path.rstrip("/") if isinstance(url, str) else ""
    except ValueError:
        # A malformed host, e.g. `https://[x`; the user sets the base URL anyway.
        return ""


class _DeclarationBuilder:
    """Builds one declaration at a time; collects notes and unsupported parts."""

    def __init__(self, types: TypeMapper, schemas: Schemas) -> None:
        self._types = types
        self._values = schemas.enum_values
        self._keys = schemas.keys
        self.unsupported: list[UnsupportedPart] = []
        self.notes: list[str] = []

    def build_enum(self, enum: EnumProperty) -> EnumDecl:
        members: list[tuple[str, str]] = []
        taken: set[str] = set()
        for placeholder in enum.values if enum.value_type is str else ():
            value = self._values.text(placeholder)
            name = member_name(value, taken)
            taken.add(name)
            members.append((name, value))
        name = self._types.name(str(enum.class_info.name))
        doc = first_sentence(_description(enum)) or f"The values of {name}."
        return EnumDecl(name=name, doc=doc, members=tuple(members))

    def build_model(self, model: ModelProperty) -> ModelDecl:
        fields: list[FieldDecl] = []
        taken: set[str] = set()
        notes = []
        for prop in [*(model.required_properties or []), *(model.optional_properties or [])]:
            wire = self._keys.text(prop.name.get_untrusted_value())
            name = python_name(wire, taken, reserved=RESERVED_FIELDS)
            taken.add(name)
            fields.append(
                FieldDecl(
                    name=name,
                    wire=wire,
                    type_expr=self._types.map_field(model, prop),
                    optional=not prop.required,
                )
            )
            notes.extend(self._known_numbers(name, prop))
        name = self._types.name(str(model.class_info.name))
        doc = first_sentence(_description(model)) or f"The wire form of {name}."
        return ModelDecl(name=name, doc=doc, note=" ".join(notes), fields=tuple(fields))

    def _known_numbers(self, name: str, prop: PropertyProtocol) -> list[str]:
        if not isinstance(prop, EnumProperty) or prop.value_type is not int:
            return []
        known = ", ".join(self._values.text(placeholder) for placeholder in prop.values)
        return [f"`{name}` is one of {known}."]

    def build_call(
        self, fact: OperationFacts, endpoint: Endpoint, members: dict[str, dict[str, str]]
    ) -> CallDecl:
        props = {
            (str(place.value), prop.name.get_untrusted_value()): prop
            for place, prop in endpoint.iter_all_parameters()
        }
        taken = {"body"} if endpoint.bodies else set()
        parameters: list[ParameterDecl] = []
        for parameter in _in_order(fact):
            type_expr = self._types.map(props[parameter.location, parameter.placeholder])
            if is_object(type_expr):
                self._omit(fact, parameter)
                continue
            declared = _parameter(parameter, type_expr, members, taken)
            taken.add(declared.name)
            parameters.append(declared)
        return CallDecl(
            name=fact.name,
            method=fact.method,
            path=fact.path,
            doc=_call_doc(fact),
            results=tuple((status, self._result(status, endpoint)) for status in fact.statuses),
            parameters=tuple(parameters),
            body=self._body(fact, endpoint),
        )

    def _omit(self, fact: OperationFacts, parameter: Parameter) -> None:
        if parameter.required:
            reason = f"the required parameter {parameter.wire!r} is an object, which is not supported"
            self.unsupported.append(UnsupportedPart(fact.key, reason))
        self.notes.append(f"{fact.key}: the parameter {parameter.wire!r} is an object; it is omitted")

    def _result(self, status: int, endpoint: Endpoint) -> TypeExpr | None:
        response = next(item for item in endpoint.responses if item.status_code.pattern == str(status))
        return None if response.source["attribute"] == "None" else self._types.map(response.prop)

    def _body(self, fact: OperationFacts, endpoint: Endpoint) -> Body | None:
        if fact.media_type is None:
            return None
        type_expr = self._types.map(endpoint.bodies[0].prop)
        return Body(type_expr=type_expr, media_type=fact.media_type, required=fact.body_required)


def _call_doc(fact: OperationFacts) -> str:
    lead = f"{fact.method} {fact.path}"
    # A path has no bound in length; a function name has.
    generic = f"{lead}." if len(lead) < MAX_SENTENCE else f"The operation {fact.name}."
    return first_sentence(fact.summary, lead=f"{lead}: ") or generic


def _in_order(fact: OperationFacts) -> Iterable[Parameter]:
    """Path parameters in the order of the path, then query and header parameters in the order of the spec."""
    places = re.findall(r"\{([^{}]*)\}", fact.path)
    path = [parameter for parameter in fact.parameters if parameter.location == "path"]
    yield from sorted(path, key=lambda parameter: places.index(parameter.wire))
    for location in ("query", "header"):
        yield from (parameter for parameter in fact.parameters if parameter.location == location)


def _parameter(
    parameter: Parameter, type_expr: TypeExpr, members: dict[str, dict[str, str]], taken: set[str]
) -> ParameterDecl:
    name = python_name(parameter.wire)
    if name in taken:
        name = python_name(f"{name}_{parameter.location}", taken)
    # A required parameter gets no default, even if the spec has one: the caller must decide.
    default = None
    if not parameter.required:
        default = _default(parameter.default, type_expr, members)
        if default is None:
            # An optional parameter without a usable default is omitted from the request if it is None.
            default, type_expr = "None", union([type_expr, NONE])
    return ParameterDecl(
        name=name, wire=parameter.wire, location=parameter.location, type_expr=type_expr, default=default
    )


def _default(value: Json, type_expr: TypeExpr, members: dict[str, dict[str, str]]) -> str | None:
    """The spec's default as Python code if it is a plain value that fits the type, else None."""
    parts = parts_of(type_expr)
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


def _description(prop: PropertyProtocol) -> str:
    return prop.description.get_untrusted_value() if prop.description is not None else ""
