"""Generation: `load_inputs` reads every input, `generate` is a pure function from inputs to files."""

from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from seawall.codegen.api.openapi_client import check_parser, parse
from seawall.codegen.api.operations import iter_operations, read_operations
from seawall.codegen.api.schemas import Schemas
from seawall.codegen.client.declaration_builder import build_declarations
from seawall.codegen.client.declarations import Declarations
from seawall.codegen.client.lock import lock_file
from seawall.codegen.client.render import read_templates, render
from seawall.codegen.client.safety_check import check_declarations
from seawall.codegen.config import SdkConfig
from seawall.codegen.errors import SpecError, UnsupportedSpecError
from seawall.codegen.names.names import (
    Names,
    add_proposals,
    propose_function_name,
    read_names,
    write_names,
)
from seawall.codegen.spec.document import Json, check_openapi, load_document
from seawall.codegen.spec.overlay import apply_overlay

__all__ = ["GenerationResult", "Inputs", "generate", "load_inputs"]


@frozen(kw_only=True)
class Inputs:
    """Everything that decides the output, as bytes; `names` is None before the first generation."""

    config: SdkConfig
    spec: bytes
    overlays: tuple[tuple[str, bytes], ...]
    names: bytes | None
    templates: Mapping[str, bytes]


@frozen(kw_only=True)
class GenerationResult:
    """Result of a generation: the files of the output folder, the names file, the lock file and notes."""

    files: Mapping[str, bytes]
    names: bytes
    lock: bytes
    declarations: Declarations = field(repr=False)
    notes: tuple[str, ...] = ()


def load_inputs(config: SdkConfig) -> Inputs:
    """Read the inputs that `config` names. Raises SpecError if one can not be read."""
    names = config.path(config.names)
    return Inputs(
        config=config,
        spec=_read(config.path(config.spec), "spec"),
        overlays=tuple((name, _read(config.path(name), "overlay")) for name in config.overlays),
        names=_read(names, "names file") if names.exists() else None,
        templates=read_templates(),
    )


def _read(path: Path, kind: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SpecError(
            f"The {kind} {path} can not be read: {error.strerror}; check the path in seawall.toml."
        ) from error


def generate(inputs: Inputs) -> GenerationResult:
    """Generate the complete client. Raises a GenerationError if a part of it can not be generated."""
    config = inputs.config
    version = check_parser()
    document = _effective_spec(inputs)
    names = _pinned_names(inputs, document)
    schemas = Schemas(document, {name: names.schemas[name] for name in _schema_names(document)})
    parser_input = read_operations(document, names.operations, schemas)
    parsed = parse(parser_input, schemas)
    # Collected from both steps, so that one run reports every unsupported part.
    unsupported = tuple(dict.fromkeys([*parser_input.unsupported, *parsed.unsupported]))
    if unsupported:
        raise UnsupportedSpecError(unsupported)
    declarations = build_declarations(document, parser_input, parsed, schemas)
    files = render(declarations, config.marker, inputs.templates)
    for name, content in files.items():
        check_declarations(name, content)
    pins = write_names(names)
    return GenerationResult(
        files=files,
        names=pins,
        lock=_lock(inputs, version, pins, files),
        declarations=declarations,
        notes=(*parser_input.notes, *declarations.notes),
    )


def _effective_spec(inputs: Inputs) -> dict[str, Json]:
    """The spec with its overlays applied."""
    document = load_document(inputs.spec, inputs.config.spec)
    check_openapi(document, inputs.config.spec)
    for name, content in inputs.overlays:
        document = apply_overlay(document, load_document(content, name), name)
    check_openapi(document, f"{inputs.config.spec} with its overlays")
    return document


def _pinned_names(inputs: Inputs, document: dict[str, Json]) -> Names:
    source = inputs.config.names
    pins = read_names(None if inputs.names is None else load_document(inputs.names, source), source)
    proposals = {}
    for operation in iter_operations(document):
        operation_id = operation.content.get("operationId")
        proposals[operation.key] = propose_function_name(
            operation.method, operation.path, operation_id if isinstance(operation_id, str) else None
        )
    return add_proposals(pins, proposals, _schema_names(document), source)


def _schema_names(document: dict[str, Json]) -> list[str]:
    components = document.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    return list(schemas) if isinstance(schemas, dict) else []


def _lock(inputs: Inputs, version: str, pins: bytes, files: Mapping[str, bytes]) -> bytes:
    config = inputs.config
    return lock_file(
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
