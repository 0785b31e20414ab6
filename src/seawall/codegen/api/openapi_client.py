"""Runs openapi-python-client's parser and reports every operation or schema that it dropped."""

import re
from importlib.metadata import PackageNotFoundError, version

from attrs import frozen
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError, ParseError
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import EnumProperty, ModelProperty
from openapi_python_client.strings import PythonIdentifier

from seawall.codegen.api.operations import OperationFacts, ParserInput
from seawall.codegen.api.schemas import Schemas
from seawall.codegen.errors import GenerationError, ToolError, UnsupportedPart

__all__ = ["PINNED", "Parsed", "check_parser", "parse"]

PINNED = "0.29.1"
"""The only supported version of openapi-python-client: its objects are not a public API."""

_PREFIX = "field_"


@frozen(kw_only=True)
class Parsed:
    """Result of the parser: endpoints by operation key, models and enums by the parser's class names."""

    endpoints: dict[str, Endpoint]
    models: dict[str, ModelProperty]
    enums: dict[str, EnumProperty]
    unsupported: tuple[UnsupportedPart, ...]


def check_parser(found: str | None = None) -> str:
    """Return the parser's version (`found` overrides it). Raises ToolError unless it is the pinned one."""
    try:
        found = found or version("openapi-python-client")
    except PackageNotFoundError as error:
        raise ToolError("openapi-python-client is not installed: pip install 'seawall[codegen]'.") from error
    if found != PINNED:
        raise ToolError(
            f"openapi-python-client {found} is installed; generation needs {PINNED}. "
            f"Install it: pip install openapi-python-client=={PINNED}"
        )
    return found


def parse(parser_input: ParserInput, schemas: Schemas) -> Parsed:
    """Parse `parser_input.document`; `schemas` resolves the placeholders in error messages."""
    check_parser()
    data = _run_parser(parser_input)
    endpoints: dict[str, Endpoint] = {}
    errors: list[ParseError] = []
    for collection in data.endpoint_collections_by_tag.values():
        endpoints.update({str(endpoint.name): endpoint for endpoint in collection.endpoints})
        errors.extend(collection.parse_errors)
    found = {
        fact.key: endpoints[name]
        for fact in parser_input.operations
        if (name := str(PythonIdentifier(fact.name, _PREFIX))) in endpoints
    }
    unsupported = [_unsupported_schema(error, schemas) for error in data.errors]
    unsupported.extend(_unsupported_operations(parser_input, found, errors))
    return Parsed(
        endpoints=found,
        models={str(model.class_info.name): model for model in data.models},
        enums={str(enum.class_info.name): enum for enum in data.enums if isinstance(enum, EnumProperty)},
        unsupported=tuple(unsupported),
    )


def _run_parser(parser_input: ParserInput) -> GeneratorData:
    try:
        data = GeneratorData.from_dict(parser_input.document, config=_config())
    # The parser documents no exceptions; an unusual spec can raise any (ValueError, KeyError, AttributeError
    # …).
    except Exception as error:
        raise GenerationError(
            f"The parser failed on the whole spec: {type(error).__name__}: {_on_one_line(str(error))}"
        ) from error
    if isinstance(data, GeneratorError):
        raise GenerationError(
            f"The parser refused the whole spec: {_on_one_line(data.detail or data.header)}"
        )
    return data


def _config() -> Config:
    return Config.from_sources(
        ConfigFile(post_hooks=[], field_prefix=_PREFIX),
        meta_type=MetaType.NONE,
        document_source="",
        file_encoding="utf-8",
        overwrite=False,
        output_path=None,
    )


def _unsupported_schema(error: ParseError, schemas: Schemas) -> UnsupportedPart:
    text = _on_one_line(f"{error.header} {error.detail or ''}")
    named = re.findall(r"/components/schemas/(s\d+)", text)
    text = re.sub(r"/components/schemas/(s\d+)", lambda match: schemas.components.text(match[1]), text)
    return UnsupportedPart(f"schema {schemas.components.text(named[0])}" if named else "schema", text)


def _unsupported_operations(
    parser_input: ParserInput, found: dict[str, Endpoint], errors: list[ParseError]
) -> list[UnsupportedPart]:
    """Find the dropped parts by comparing input and output; the parser's messages only give the reason."""
    unsupported = []
    for fact in parser_input.operations:
        missing = _missing(fact, found.get(fact.key))
        if missing:
            header = f"WARNING parsing {fact.method} {fact.placeholder_path} within"
            reasons = [
                _on_one_line(error.detail or "") for error in errors if error.header.startswith(header)
            ]
            reason = "; ".join(reasons) or "the parser gives no reason"
            unsupported.append(UnsupportedPart(fact.key, f"{missing}: {reason}"))
    return unsupported


def _missing(fact: OperationFacts, endpoint: Endpoint | None) -> str:
    if endpoint is None:
        return "the parser drops the operation"
    parsed = {
        (location, parameter.name.get_untrusted_value())
        for location, parameter in (
            (str(place.value), item) for place, item in endpoint.iter_all_parameters()
        )
    }
    for parameter in fact.parameters:
        if (parameter.location, parameter.placeholder) not in parsed:
            return f"the parser drops the parameter {parameter.wire!r}"
    if {response.status_code.pattern for response in endpoint.responses} != {
        str(status) for status in fact.statuses
    }:
        return "the parser drops a successful response"
    if (fact.media_type is not None) != bool(endpoint.bodies):
        return "the parser drops the request body"
    return ""


def _on_one_line(text: str) -> str:
    """The parser's message on one line, without object addresses, which differ in each run."""
    text = re.sub(r"<[\w.]*UntrustedString object at 0x[0-9a-f]+>", "…", text)
    return " ".join(text.split())[:500]
