"""Runs openapi-python-client's parser, and sees to it that nothing which went in is lost."""

import re
from importlib.metadata import PackageNotFoundError, version

from attrs import frozen
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError, ParseError
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import EnumProperty, ModelProperty
from openapi_python_client.strings import PythonIdentifier

from seawall.codegen.api.operations import OperationFacts, Reading
from seawall.codegen.api.schemas import Schemas
from seawall.codegen.errors import GenerationError, Loss, ToolError

__all__ = ["PINNED", "Parsed", "check_parser", "parse"]

PINNED = "0.29.1"
"""openapi-python-client's version: its objects are no public interface, so another may mean other output."""

_PREFIX = "field_"


@frozen(kw_only=True)
class Parsed:
    """What the parser made: endpoints by the operation's key, models and enums by the parser's names."""

    endpoints: dict[str, Endpoint]
    models: dict[str, ModelProperty]
    enums: dict[str, EnumProperty]
    losses: tuple[Loss, ...]


def check_parser(found: str | None = None) -> str:
    """The parser's version, `found` or the one installed. Raises ToolError unless it is the pinned one."""
    try:
        found = found or version("openapi-python-client")
    except PackageNotFoundError as error:
        raise ToolError("openapi-python-client is not installed: pip install 'seawall[codegen]'.") from error
    if found != PINNED:
        raise ToolError(f"openapi-python-client {found} is installed; generation needs {PINNED}.")
    return found


def parse(reading: Reading, schemas: Schemas) -> Parsed:
    """The parser's objects for `reading.document`; `schemas` knows what its tokens stand for."""
    check_parser()
    data = _run(reading)
    endpoints: dict[str, Endpoint] = {}
    errors: list[ParseError] = []
    for collection in data.endpoint_collections_by_tag.values():
        endpoints.update({str(endpoint.name): endpoint for endpoint in collection.endpoints})
        errors.extend(collection.parse_errors)
    found = {
        fact.key: endpoints[name]
        for fact in reading.operations
        if (name := str(PythonIdentifier(fact.name, _PREFIX))) in endpoints
    }
    losses = [_schema_loss(error, schemas) for error in data.errors]
    losses.extend(_operation_losses(reading, found, errors))
    return Parsed(
        endpoints=found,
        models={str(model.class_info.name): model for model in data.models},
        enums={str(enum.class_info.name): enum for enum in data.enums if isinstance(enum, EnumProperty)},
        losses=tuple(losses),
    )


def _run(reading: Reading) -> GeneratorData:
    try:
        data = GeneratorData.from_dict(reading.document, config=_config())
    # The parser raises what it likes (ValueError, KeyError …) on specs that it does not foresee.
    except Exception as error:
        raise GenerationError(
            f"The parser failed on the whole spec: {type(error).__name__}: {_plain(str(error))}"
        ) from error
    if isinstance(data, GeneratorError):
        raise GenerationError(f"The parser refused the whole spec: {_plain(data.detail or data.header)}")
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


def _schema_loss(error: ParseError, schemas: Schemas) -> Loss:
    text = _plain(f"{error.header} {error.detail or ''}")
    named = re.findall(r"/components/schemas/(s\d+)", text)
    text = re.sub(r"/components/schemas/(s\d+)", lambda match: schemas.components.text(match[1]), text)
    return Loss(f"schema {schemas.components.text(named[0])}" if named else "schema", text)


def _operation_losses(reading: Reading, found: dict[str, Endpoint], errors: list[ParseError]) -> list[Loss]:
    """What is missing of each operation, by comparison; the parser's own words only say why."""
    losses = []
    for fact in reading.operations:
        missing = _missing(fact, found.get(fact.key))
        if missing:
            header = f"WARNING parsing {fact.method} {fact.token_path} within"
            reasons = [_plain(error.detail or "") for error in errors if error.header.startswith(header)]
            losses.append(Loss(fact.key, f"{missing}: {'; '.join(reasons) or 'the parser gives no reason'}"))
    return losses


def _missing(fact: OperationFacts, endpoint: Endpoint | None) -> str:
    if endpoint is None:
        return "the parser drops it"
    parsed = {
        (location, parameter.name.get_untrusted_value())
        for location, parameter in (
            (str(place.value), item) for place, item in endpoint.iter_all_parameters()
        )
    }
    for parameter in fact.parameters:
        if (parameter.location, parameter.token) not in parsed:
            return f"the parser drops its parameter {parameter.wire!r}"
    if {response.status_code.pattern for response in endpoint.responses} != {
        str(status) for status in fact.statuses
    }:
        return "the parser drops a successful answer"
    if (fact.media_type is not None) != bool(endpoint.bodies):
        return "the parser drops its body"
    return ""


def _plain(text: str) -> str:
    """The parser's words on one line, without the addresses of objects, which differ at each run."""
    text = re.sub(r"<[\w.]*UntrustedString object at 0x[0-9a-f]+>", "…", text)
    return " ".join(text.split())[:500]
