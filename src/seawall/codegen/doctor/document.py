"""Converts a whole spec to canonical OpenAPI 3.1."""

from collections.abc import Iterator
from copy import deepcopy

from attrs import frozen

from seawall.codegen.doctor.aliases import EMPTY, without_cycles
from seawall.codegen.doctor.components import allowed_name
from seawall.codegen.doctor.conversion import KINDS, Conversion, PendingComponent
from seawall.codegen.doctor.dialects import dialect_of, root_dialect
from seawall.codegen.doctor.expansion import check_expansion
from seawall.codegen.doctor.fix import Fix
from seawall.codegen.doctor.limits import check_limits
from seawall.codegen.doctor.operation.operation_ids import set_operation_ids
from seawall.codegen.doctor.operation.operations import convert_path_item
from seawall.codegen.doctor.operation.paths import convert_paths
from seawall.codegen.doctor.operation.requirements import convert_security, convert_servers
from seawall.codegen.doctor.operation.swagger import media_types, swagger_servers
from seawall.codegen.doctor.parts import convert_component
from seawall.codegen.doctor.place import Place
from seawall.codegen.doctor.references import References, Target
from seawall.codegen.doctor.structure import as_list, as_object, entries, resolved, text_kinds
from seawall.codegen.errors import SpecError
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.spec.plain_data import Json

__all__ = ["CanonicalSpec", "canonical_spec"]

_VERSION = "3.1.1"
# Shared path items are copied, so that the result may be larger than the documents.
_MOST_GROWTH, _SPARE_VALUES = 3, 100_000
_SWAGGER_KINDS = {
    "schemas": "definitions",
    "parameters": "parameters",
    "responses": "responses",
    "securitySchemes": "securityDefinitions",
}
_KNOWN = frozenset(
    {
        *("openapi", "swagger", "info", "servers", "paths", "webhooks", "components", "security", "tags"),
        *("externalDocs", "jsonSchemaDialect", "$self", "$schema"),
    }
)
_KNOWN_IN_SWAGGER = frozenset(
    {*_SWAGGER_KINDS.values(), "host", "basePath", "schemes", "consumes", "produces"}
)


@frozen
class CanonicalSpec:
    """A spec in canonical form, and every fix that led there; do not change its values: some are shared."""

    document: dict[str, Json]
    fixes: tuple[Fix, ...]


def canonical_spec(documents: Documents) -> CanonicalSpec:
    """Convert `documents`, of any dialect, to one document of canonical OpenAPI 3.1.

    Raises SpecError if the root is not Swagger 2.0 or OpenAPI 3.0 to 3.2, or exceeds a limit.
    """
    dialect = root_dialect(documents.documents[documents.root], documents.root)
    most_values = _SPARE_VALUES + _MOST_GROWTH * check_limits(documents)
    dialects = {key: dialect_of(document) or dialect for key, document in documents.documents.items()}
    conversion = Conversion(documents, dialects, References(documents), most_values)
    for location, text in documents.notes:
        conversion.fix("duplicate-key", Place(location, location), f"{text[:1].upper()}{text[1:]}.")
    try:
        document = _document(conversion)
        schemas = as_object(conversion, document.get("components"), _top(conversion)).get("schemas")
        check_expansion(schemas if isinstance(schemas, dict) else {}, conversion.combined)
    except RecursionError as error:
        raise SpecError(f"{documents.root} is nested too deep: parts of it hold themselves.") from error
    return CanonicalSpec(document, tuple(conversion.fixes))


def _top(conversion: Conversion) -> Place:
    return Place(conversion.documents.root, conversion.documents.root)


def _document(conversion: Conversion) -> dict[str, Json]:
    root = conversion.documents.documents[conversion.documents.root]
    assert isinstance(root, dict)
    place = _top(conversion)
    _claim_components(conversion, root, place)
    converted: dict[str, Json] = {"openapi": _version(conversion, root, place)}
    converted["info"] = _info(conversion, root, place)
    servers = _servers(conversion, root, place)
    if servers:
        converted["servers"] = servers
    security = convert_security(conversion, root.get("security"), place / "security")
    if security is not None:
        converted["security"] = security
    if "tags" in root:
        converted["tags"] = _tags(conversion, _part(conversion, root, place, "tags"))
    converted["paths"] = convert_paths(conversion, root.get("paths"), place / "paths")
    webhooks = _webhooks(conversion, root, place)
    if webhooks:
        converted["webhooks"] = webhooks
    if not converted["paths"] and not webhooks:
        conversion.fix("no-operations", place, "There is nothing to call.")
    extensions = _extensions(_part(conversion, root, place, "components").value)
    components = _components(conversion) | extensions
    if components:
        converted["components"] = components
    set_operation_ids(conversion)
    if "externalDocs" in root:
        converted["externalDocs"] = root["externalDocs"]
    converted |= _extensions(root)
    converted.pop("x-webhooks", None)
    _report_unknown_keys(conversion, root, place)
    return converted


def _extensions(part: Json) -> dict[str, Json]:
    if not isinstance(part, dict):
        return {}
    return {key: value for key, value in part.items() if key.startswith("x-")}


def _part(conversion: Conversion, root: dict[str, Json], place: Place, key: str) -> Target:
    """Return the value of `key`, which may be in a document of its own."""
    written, at = root.get(key), place / key
    target = resolved(conversion, "schemas", written, at)
    if target is None:
        conversion.fix("lost-reference", at, f"The {key} are missing.", before=written)
    return target or Target(at, None)


def _report_unknown_keys(conversion: Conversion, root: dict[str, Json], place: Place) -> None:
    known = _KNOWN | _KNOWN_IN_SWAGGER if conversion.is_swagger(place) else _KNOWN
    for key in root:
        if key not in known and not key.startswith("x-"):
            conversion.fix("unknown-key", place / key, "It is left out.", before=key)


def _version(conversion: Conversion, root: dict[str, Json], place: Place) -> str:
    key = "swagger" if "swagger" in root else "openapi"
    version = root[key]
    if isinstance(version, str) and version.startswith("3.1."):
        return version
    conversion.fix("dialect", place / key, "The spec is converted.", before=version, after=_VERSION)
    return _VERSION


def _info(conversion: Conversion, root: dict[str, Json], place: Place) -> dict[str, Json]:
    part = _part(conversion, root, place, "info")
    place = part.place
    info = dict(as_object(conversion, part.value, place))
    text_kinds(conversion, info, ("title", "version", "description", "summary", "termsOfService"), place)
    for key, value in (("title", "API"), ("version", "0")):
        if key not in info:
            info[key] = value
            conversion.fix("missing-info", place / key, f"The {key} is required.", after=value)
    return info


def _servers(conversion: Conversion, root: dict[str, Json], place: Place) -> list[Json]:
    if conversion.is_swagger(place):
        return swagger_servers(conversion, root, place)
    part = _part(conversion, root, place, "servers")
    return convert_servers(conversion, part.value, part.place)


def _tags(conversion: Conversion, part: Target) -> list[Json]:
    tags: list[Json] = []
    place = part.place
    for index, item in enumerate(as_list(conversion, part.value, place)):
        if isinstance(item, dict) and isinstance(item.get("name"), str):
            tags.append(item)
        else:
            conversion.fix("invalid-value", place / index, "A tag is an object with a name.", before=item)
    return tags


def _webhooks(conversion: Conversion, root: dict[str, Json], place: Place) -> dict[str, Json]:
    key = "webhooks" if "webhooks" in root else "x-webhooks"
    value = root.get(key)
    if not isinstance(value, dict):
        return {}
    if key == "x-webhooks":
        conversion.fix("webhooks-extension", place / key, "They are `webhooks`.")
    return {
        # An event may have a name like that, and then it is an object.
        name: item
        if name.startswith("x-") and not isinstance(item, dict)
        else convert_path_item(conversion, item, below, name)
        for name, item, below in entries(conversion, value, place / key)
    }


def _claim_components(conversion: Conversion, root: dict[str, Json], place: Place) -> None:
    """Give each component of the root document its own name, before any other value gets one."""
    produces = media_types(root.get("produces"), ()) if conversion.is_swagger(place) else ()
    for kind, found in _root_components(conversion, root, place):
        names, types = conversion.names[kind], produces if kind == "responses" else ()
        given: dict[str, str] = {}
        for target, name in sorted(found, key=lambda one: allowed_name(one[1]) != one[1]):
            given[name] = names.claim(target.place, allowed_name(name), " ".join(types))
            if given[name] != name:
                message, at = f"It is called {given[name]}.", target.place
                conversion.fix("component-name", at, message, before=name, after=given[name])
        for target, name in found:
            content = _content(conversion, kind, target, given[name], types)
            conversion.pending.append(PendingComponent(kind, given[name], content, types))
        if kind == "securitySchemes":
            conversion.security_names.update(given)


def _content(conversion: Conversion, kind: str, target: Target, name: str, types: tuple[str, ...]) -> Target:
    """Return the component at `target`, or the value elsewhere that it only names."""
    if not (isinstance(target.value, dict) and target.value.keys() == {"$ref"}):
        return target
    end = conversion.references.follow(target)
    variant = " ".join(types)
    if end is None or conversion.names[kind].name_at(end.place, variant) is not None:
        return target
    conversion.names[kind].share(end.place, name, variant)
    return end


def _root_components(
    conversion: Conversion, root: dict[str, Json], place: Place
) -> Iterator[tuple[str, list[tuple[Target, str]]]]:
    if conversion.is_swagger(place):
        found = {kind: (root.get(key), place / key) for kind, key in _SWAGGER_KINDS.items()}
    else:
        part = _part(conversion, root, place, "components")
        at = part.place
        components = as_object(conversion, part.value, at)
        found = {kind: (components.get(kind), at / kind) for kind in KINDS}
    for kind, (value, below) in found.items():
        if value is not None:
            maps = entries(conversion, value, below)
            yield kind, [(Target(at, item), name) for name, item, at in maps if not _is_extension(name, item)]


def _is_extension(name: str, value: Json) -> bool:
    # An object is rather a component with an unusual name.
    return name.startswith("x-") and not isinstance(value, dict)


def _components(conversion: Conversion) -> dict[str, Json]:
    found: dict[str, dict[str, dict[str, Json]]] = {kind: {} for kind in KINDS}
    places: dict[tuple[str, str], Place] = {}
    while conversion.pending:
        pending = conversion.pending.popleft()
        converted = convert_component(conversion, pending)
        if converted is None and pending.kind in EMPTY:
            converted = deepcopy(EMPTY[pending.kind])
        if converted is not None:
            found[pending.kind][pending.name] = converted
            places[pending.kind, pending.name] = pending.target.place
    for kind, items in found.items():
        for name in without_cycles(kind, items):
            conversion.fix("circular-reference", places[kind, name], f"{name} leads back to itself.")
    return {kind: dict[str, Json](items) for kind, items in found.items() if items}
