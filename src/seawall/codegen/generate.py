"""Generation as one function from inputs to files, `generated`; `generate` reads the inputs first."""

from collections.abc import Mapping

from attrs import field, frozen

from seawall.codegen.api.openapi_client import check_parser, parse
from seawall.codegen.api.operations import operations_in, read_operations
from seawall.codegen.api.schemas import Schemas
from seawall.codegen.client.declarations import declarations
from seawall.codegen.client.intermediate import Declarations
from seawall.codegen.client.lock import lock_file
from seawall.codegen.client.render import read_templates, render
from seawall.codegen.client.safety_check import check_declarations
from seawall.codegen.config import SdkConfig
from seawall.codegen.errors import LostError
from seawall.codegen.names.names import (
    Names,
    proposed_operation,
    read_names,
    with_proposals,
    write_names,
)
from seawall.codegen.spec.document import Json, check_openapi, load_document
from seawall.codegen.spec.files import read_bytes, read_optional
from seawall.codegen.spec.overlay import apply_overlay

__all__ = ["GenerationResult", "Inputs", "generate", "generated"]


@frozen(kw_only=True)
class Inputs:
    """All that decides the output, as bytes; `names` is None before the first generation."""

    config: SdkConfig
    spec: bytes
    overlays: tuple[tuple[str, bytes], ...]
    names: bytes | None
    templates: Mapping[str, bytes]


@frozen(kw_only=True)
class GenerationResult:
    """What generation makes: `files` of the output folder, the names file, the lock; and what it left out."""

    files: Mapping[str, bytes]
    names: bytes
    lock: bytes
    spec: dict[str, Json] = field(repr=False)
    declarations: Declarations = field(repr=False)
    notes: tuple[str, ...] = ()


def generate(config: SdkConfig) -> GenerationResult:
    """Read the inputs that `config` names and generate; nothing is written."""
    return generated(
        Inputs(
            config=config,
            spec=read_bytes(config.path(config.spec), "spec"),
            overlays=tuple((name, read_bytes(config.path(name), "overlay")) for name in config.overlays),
            names=read_optional(config.path(config.names)),
            templates=read_templates(),
        )
    )


def generated(inputs: Inputs) -> GenerationResult:
    """The client of `inputs`, whole. Raises a GenerationError where it can not be generated whole."""
    config = inputs.config
    version = check_parser()
    document = _effective(inputs)
    names = _names(inputs, document)
    schema_names = {name: names.schemas[name] for name in _schemas_in(document)}
    schemas = Schemas(document, schema_names)
    reading = read_operations(document, names.operations, schemas)
    parsed = parse(reading, schemas)
    losses = tuple(dict.fromkeys([*reading.losses, *parsed.losses]))
    if losses:
        raise LostError(losses)
    decls = declarations(document, reading, parsed, schemas)
    files = render(decls, config.marker, inputs.templates)
    for name, content in files.items():
        check_declarations(name, content)
    pins = write_names(names)
    lock = lock_file(
        generator=version,
        inputs={
            f"seawall.toml [sdk.{config.name}]": config.settings,
            config.spec: inputs.spec,
            config.names: pins,
            **dict(inputs.overlays),
            **{f"templates/{name}": content for name, content in inputs.templates.items()},
        },
        outputs={f"{config.output}/{name}": content for name, content in files.items()},
    )
    return GenerationResult(
        files=files,
        names=pins,
        lock=lock,
        spec=document,
        declarations=decls,
        notes=(*reading.notes, *decls.notes),
    )


def _effective(inputs: Inputs) -> dict[str, Json]:
    """The spec with its overlays applied."""
    document = load_document(inputs.spec, inputs.config.spec)
    check_openapi(document, inputs.config.spec)
    for name, content in inputs.overlays:
        document = apply_overlay(document, load_document(content, name), name)
    check_openapi(document, f"{inputs.config.spec} with its overlays")
    return document


def _names(inputs: Inputs, document: dict[str, Json]) -> Names:
    source = inputs.config.names
    pins = read_names(None if inputs.names is None else load_document(inputs.names, source), source)
    operations = {}
    for located in operations_in(document):
        operation_id = located.operation.get("operationId")
        stated = operation_id if isinstance(operation_id, str) else None
        operations[located.key] = proposed_operation(located.method, located.path, stated)
    return with_proposals(pins, operations, _schemas_in(document), source)


def _schemas_in(document: dict[str, Json]) -> list[str]:
    components = document.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    return list(schemas) if isinstance(schemas, dict) else []
