"""Swagger 2.0: body and form parameters, answers, servers and security schemes."""

from collections.abc import Sequence

from seawall.codegen.doctor.conversion import Conversion
from seawall.codegen.doctor.operation.parameters import Parameter
from seawall.codegen.doctor.place import Place
from seawall.codegen.doctor.schema.schema import convert_schema
from seawall.codegen.doctor.structure import as_object
from seawall.codegen.errors import SpecError
from seawall.codegen.spec.plain_data import Json

__all__ = [
    "body_of_parameters",
    "media_types",
    "swagger_answer",
    "swagger_security_scheme",
    "swagger_servers",
]

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_MOST_MEDIA_TYPES = 100
_MULTIPART = "multipart/form-data"
_FORMS = (_MULTIPART, _FORM)
_FLOWS = {"accessCode": "authorizationCode", "application": "clientCredentials"}
_FLOW_URLS = ("authorizationUrl", "tokenUrl", "refreshUrl")
_STYLES = {"ssv": "spaceDelimited", "pipes": "pipeDelimited"}
_OF_PARAMETERS = frozenset({"name", "in", "required", "description", "collectionFormat", "allowEmptyValue"})


def media_types(value: Json, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """Return the media types that `value`, of an operation, lists; `otherwise` if it is no list.

    Raises SpecError if they are more than 100: each answer has each of them.
    """
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list):
        return otherwise
    if len(value) > _MOST_MEDIA_TYPES:
        raise SpecError(f"A list of media types has {len(value):,} items; the limit is {_MOST_MEDIA_TYPES}.")
    return tuple(dict.fromkeys(map(str, value)))


def swagger_answer(
    conversion: Conversion, source: dict[str, Json], place: Place, produces: Sequence[str]
) -> dict[str, Json]:
    """Return an answer whose schema and examples are below its media types."""
    result = {key: value for key, value in source.items() if key not in {"schema", "examples", "example"}}
    examples = source.get("examples")
    by_type = examples if isinstance(examples, dict) else {}
    if "schema" not in source and not by_type:
        return result
    content: dict[str, Json] = {}
    is_file = isinstance(source.get("schema"), dict) and source["schema"].get("type") == "file"  # type: ignore[union-attr]
    names = [*produces] or [_JSON]
    if is_file and not {*names} - {_JSON, "*/*"}:
        names = ["application/octet-stream"]
    if "schema" not in source:
        names = [name for name in by_type if not name.startswith("x-")]
    for name in names:
        content[name] = {}
    if "schema" in source:
        _put_schema_everywhere(conversion, source["schema"], content, place / "schema")
    for name, example in by_type.items():
        media_type = content.get(name)
        if isinstance(media_type, dict):
            media_type["example"] = example
    return {**result, "content": content}


def _put_schema_everywhere(
    conversion: Conversion, schema: Json, content: dict[str, Json], place: Place
) -> None:
    for media_type in content.values():
        assert isinstance(media_type, dict)
        # Each has its own copy, so that the limit of values counts it.
        media_type["schema"] = convert_schema(conversion, schema, place)


def body_of_parameters(
    conversion: Conversion, parameters: Sequence[Parameter], place: Place, consumes: Sequence[str]
) -> dict[str, Json]:
    """Return the request body that the body and form `parameters` describe."""
    for parameter in parameters:
        if parameter.ref is not None:
            conversion.count_copy(parameter.source, parameter.place)
    whole = [parameter for parameter in parameters if parameter.location == "body"]
    conversion.fix(
        "body-parameter",
        place,
        "The parameters become the request body.",
        before=[parameter.name for parameter in parameters],
    )
    if whole:
        return _whole_body(conversion, whole[0], consumes)
    return _form_body(conversion, parameters, consumes)


def _whole_body(conversion: Conversion, parameter: Parameter, consumes: Sequence[str]) -> dict[str, Json]:
    source, place = parameter.source, parameter.place
    schema = source.get("schema", {key: source[key] for key in source.keys() & {"type", "format", "items"}})
    body: dict[str, Json] = {key: value for key, value in source.items() if key.startswith("x-")}
    if isinstance(source.get("description"), str):
        body["description"] = source["description"]
    names = [name for name in consumes if name not in _FORMS] or consumes or [_JSON]
    content: dict[str, Json] = {name: {} for name in names}
    _put_schema_everywhere(conversion, schema, content, place / "schema")
    return {**body, "content": content, "required": source.get("required") is True}


def _form_body(
    conversion: Conversion, parameters: Sequence[Parameter], consumes: Sequence[str]
) -> dict[str, Json]:
    properties: dict[str, Json] = {}
    required: list[Json] = []
    encodings: dict[str, Json] = {}
    has_file = False
    for parameter in parameters:
        field, encoding = _form_field(conversion, parameter)
        has_file = has_file or _is_file(field)
        properties[parameter.name] = field
        if encoding:
            encodings[parameter.name] = encoding
        if parameter.source.get("required") is True:
            required.append(parameter.name)
    schema: dict[str, Json] = {"type": "object", "properties": properties}
    if required:
        schema["required"] = required
    names = [name for name in consumes if name in _FORMS]
    if has_file or not names:
        names = [_MULTIPART] if has_file else [_FORM]
    content: dict[str, Json] = {}
    for name in names:
        media_type: dict[str, Json] = {"schema": schema}
        if encodings and name == _FORM:
            media_type["encoding"] = encodings
        content[name] = media_type
    return {"content": content, "required": bool(required)}


def _form_field(conversion: Conversion, parameter: Parameter) -> tuple[dict[str, Json], dict[str, Json]]:
    source, place = parameter.source, parameter.place
    written = source.get("schema")
    own = {key: value for key, value in source.items() if key not in _OF_PARAMETERS and key != "schema"}
    schema = convert_schema(conversion, {**written, **own} if isinstance(written, dict) else own, place)
    if isinstance(source.get("description"), str):
        schema.setdefault("description", source["description"])
    if schema.get("type") != "array":
        return schema, {}
    format_ = str(source.get("collectionFormat", "csv"))
    return schema, {"style": _STYLES.get(format_, "form"), "explode": format_ == "multi"}


def _is_file(schema: dict[str, Json]) -> bool:
    items = schema.get("items")
    return schema.get("format") == "binary" or (isinstance(items, dict) and _is_file(items))


def swagger_servers(conversion: Conversion, document: dict[str, Json], place: Place) -> list[Json]:
    """Return the servers that `schemes`, `host` and `basePath` describe."""
    host, path = document.get("host"), document.get("basePath")
    base = path if isinstance(path, str) else ""
    base = base if not base or base.startswith("/") else f"/{base}"
    urls: list[str] = [base] if base else []
    if isinstance(host, str) and host:
        schemes = [one for one in media_types(document.get("schemes"), ()) if one in {"https", "http"}]
        urls = [f"{scheme}://{host}{base}" for scheme in sorted(schemes, reverse=True) or ["https"]]
    servers: list[Json] = [{"url": url.rstrip("/") or "/"} for url in urls]
    if servers:
        conversion.fix("server", place, "Host and base path are a server.", after=servers)
    return servers


def swagger_security_scheme(conversion: Conversion, value: Json, place: Place) -> dict[str, Json]:
    """Return a security scheme of Swagger 2.0 in the form of OpenAPI 3.1."""
    source = dict(as_object(conversion, value, place))
    kind = source.get("type")
    if kind == "basic":
        source |= {"type": "http", "scheme": "basic"}
    elif kind == "oauth2" and "flows" not in source:
        flow: dict[str, Json] = {name: source.pop(name) for name in _FLOW_URLS if name in source}
        flow["scopes"] = source.pop("scopes", None) or {}
        name = str(source.pop("flow", "implicit"))
        source["flows"] = {_FLOWS.get(name, name): flow}
    if source != value:
        conversion.fix(
            "security-scheme", place, "It is written as in OpenAPI 3.1.", before=value, after=source
        )
    return source
