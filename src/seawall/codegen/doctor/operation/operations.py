"""Converts path items and their operations."""

from collections.abc import Sequence
from typing import Final

from attrs import evolve, field, frozen

from seawall.codegen.doctor.conversion import Conversion, PendingOperation
from seawall.codegen.doctor.fix import Severity
from seawall.codegen.doctor.operation.answers import convert_answers, convert_body
from seawall.codegen.doctor.operation.parameter_lists import ParameterList, read_parameters, with_placeholders
from seawall.codegen.doctor.operation.parameters import Parameter
from seawall.codegen.doctor.operation.requirements import convert_security, convert_servers
from seawall.codegen.doctor.operation.swagger import body_of_parameters, media_types
from seawall.codegen.doctor.operation.templates import PathTemplate
from seawall.codegen.doctor.place import Place
from seawall.codegen.doctor.references import Target
from seawall.codegen.doctor.structure import as_list, as_object, entries, flag_kinds, reference_to, text_kinds
from seawall.codegen.spec.plain_data import Json

__all__ = ["METHODS", "convert_callback", "convert_path_item"]

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""Keys of a path that hold an operation; `query` is of OpenAPI 3.2 and stays."""

_SWAGGER_ONLY = ("consumes", "produces", "schemes")


@frozen
class _Item:
    """A path item while its operations are converted; `template` is None for a webhook or callback."""

    path: str
    template: PathTemplate | None
    shared: ParameterList = field(factory=ParameterList)


def convert_path_item(
    conversion: Conversion, value: Json, place: Place, path: str, template: PathTemplate | None = None
) -> dict[str, Json]:
    """Return the canonical form of a path item; one that is a reference is copied here.

    `template` is that of the path; a webhook or a callback has none.
    """
    parts, content = _parts(conversion, value, place)
    if content in conversion.open_items:
        message = "The path item holds itself, in a callback: it ends here."
        conversion.fix("circular-reference", place, message)
        return {}
    conversion.open_items.add(content)
    converted = _path_item(conversion, parts, place, _Item(path, template))
    conversion.open_items.remove(content)
    return converted


def _path_item(
    conversion: Conversion, parts: dict[str, Target], place: Place, item: _Item
) -> dict[str, Json]:
    converted: dict[str, Json] = {}
    at = parts.pop("parameters", Target(place / "parameters", None))
    shared = read_parameters(conversion, at.value, at.place, item.template)
    if item.template is not None:
        shared = with_placeholders(conversion, shared, item.template, place)
    item = evolve(item, shared=shared)
    if shared.converted:
        converted["parameters"] = [*shared.converted]
    for key, part in parts.items():
        _put(conversion, converted, key, part, item)
    return converted


def _parts(
    conversion: Conversion, value: Json, place: Place
) -> tuple[dict[str, Target], tuple[str, tuple[str, ...]]]:
    """Return the values of a path item by key, also those of its reference, and where it stands."""
    own = place.document, place.keys()
    source = as_object(conversion, value, place)
    parts = {key: Target(place / key, item) for key, item in source.items() if key != "$ref"}
    ref = source.get("$ref")
    if not isinstance(ref, str):
        return parts, own
    target = conversion.references.find(ref, place)
    end = None if target is None else conversion.references.follow(target)
    if end is None:
        message = "The operations of the path are missing."
        conversion.fix("lost-reference", place / "$ref", message, before=ref)
        return parts, own
    conversion.fix("inlined-reference", place / "$ref", "The path item is copied here.", before=ref)
    conversion.count_copy(end.value, end.place)
    content = as_object(conversion, end.value, end.place)
    below = {key: Target(end.place / key, item) for key, item in content.items()}
    return below | parts, (end.place.document, end.place.keys())


def _put(conversion: Conversion, converted: dict[str, Json], key: str, target: Target, item: _Item) -> None:
    """Put one value of a path item into `converted`."""
    value, place, method = target.value, target.place, key.lower()
    if key.startswith("x-"):
        converted[key] = value
    elif key in {"summary", "description"}:
        converted[key] = value
        text_kinds(conversion, converted, (key,), place)
    elif key == "servers":
        converted[key] = convert_servers(conversion, value, place)
    elif key == "additionalOperations":
        converted[key] = {
            name: _operation(conversion, name, operation, below, item)
            for name, operation, below in entries(conversion, value, place)
        }
    elif method in METHODS and method not in converted:
        if key != method:
            conversion.fix("unknown-method", place, f"The method is {method}.", before=key, after=method)
        converted[method] = _operation(conversion, method, value, place, item)
    else:
        is_operation = isinstance(value, dict) and "responses" in value
        severity = Severity.ERROR if is_operation else None
        message = f"{key!a:.80} is no method: it is left out."
        conversion.fix("unknown-method", place, message, before=key, severity=severity)


def _operation(
    conversion: Conversion, method: str, value: Json, place: Place, item: _Item
) -> dict[str, Json]:
    conversion.count(place)
    source = dict(as_object(conversion, value, place))
    text_kinds(conversion, source, ("operationId", "summary", "description"), place)
    flag_kinds(conversion, source, ("deprecated",), place)
    produces = _media_types(conversion, source, place, "produces")
    parameters = read_parameters(
        conversion, source.pop("parameters", None), place / "parameters", item.template
    )
    if item.template is not None:
        parameters = with_placeholders(conversion, parameters, item.template, place, shared=item.shared)
    if parameters.converted:
        source["parameters"] = [*parameters.converted]
    _put_body(conversion, source, place, parameters.body or item.shared.body)
    answers = source.get("responses")
    source["responses"] = convert_answers(conversion, answers, place / "responses", produces)
    _put_rest(conversion, source, place)
    conversion.operations.append(PendingOperation(source, method, item.path, place))
    return source


def _put_body(
    conversion: Conversion, source: dict[str, Json], place: Place, parameters: Sequence[Parameter]
) -> None:
    consumes = _media_types(conversion, source, place, "consumes")
    for key in _SWAGGER_ONLY:
        if conversion.is_swagger(place):
            source.pop(key, None)
    if "requestBody" in source:
        body = convert_body(conversion, source.pop("requestBody"), place / "requestBody")
    elif parameters:
        body = body_of_parameters(conversion, parameters, place / "parameters", consumes)
    else:
        return
    if body is not None:
        source["requestBody"] = body


def _put_rest(conversion: Conversion, source: dict[str, Json], place: Place) -> None:
    if "servers" in source:
        source["servers"] = convert_servers(conversion, source["servers"], place / "servers")
    if "security" in source:
        security = convert_security(conversion, source.pop("security"), place / "security")
        if security is not None:
            source["security"] = security
    if "tags" in source:
        tags = as_list(conversion, source["tags"], place / "tags")
        names = [tag for tag in tags if isinstance(tag, str)]
        for name in names:
            conversion.check_name(name, place / "tags")
        source["tags"] = list[Json](names)
    if "callbacks" in source:
        source["callbacks"] = {
            name: convert_callback(conversion, value, below)
            for name, value, below in entries(conversion, source["callbacks"], place / "callbacks")
            if isinstance(value, dict) or not name.startswith("x-")
        }


def convert_callback(conversion: Conversion, value: Json, place: Place) -> dict[str, Json]:
    """Return the canonical form of a callback: path items by expression, or a reference to a component."""
    if isinstance(value, dict) and isinstance(value.get("$ref"), str):
        component = conversion.component("callbacks", str(value["$ref"]), place)
        if component is None:
            conversion.fix("lost-reference", place, "The callback is left out.", before=value)
            return {}
        return reference_to("callbacks", component, value)
    return {
        name: item if name.startswith("x-") else convert_path_item(conversion, item, below, name)
        for name, item, below in entries(conversion, value, place)
    }


def _media_types(
    conversion: Conversion, source: dict[str, Json], place: Place, keyword: str
) -> tuple[str, ...]:
    """Return what an operation of Swagger 2.0 consumes or produces; by default what its document does."""
    if not conversion.is_swagger(place):
        return ()
    documents = conversion.documents
    for key in (place.document, documents.root):
        document = documents.documents[key]
        if isinstance(document, dict) and keyword in document:
            return media_types(source.get(keyword), media_types(document[keyword], ()))
    return media_types(source.get(keyword), ())
