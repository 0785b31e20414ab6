"""Generation: `load_inputs` reads every input, `generate` is a pure function from inputs to files."""

import json
import os
from collections.abc import Mapping
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path, PurePosixPath

from attrs import field, frozen

from seawall.codegen.api.model import Api, Finding
from seawall.codegen.api.selection import with_only, without_parts
from seawall.codegen.client.declaration_builder import build_declarations
from seawall.codegen.client.declarations import Declarations
from seawall.codegen.client.ledger import Ledger, build_ledger, waived_parts
from seawall.codegen.client.lock import lock_file
from seawall.codegen.client.render import render
from seawall.codegen.client.safety_check import check_declarations
from seawall.codegen.config import SdkConfig
from seawall.codegen.effective_spec import EffectiveSpec, effective_spec, made_operation_ids
from seawall.codegen.errors import SettingsError, SpecError, UnsupportedSpecError
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.fetch.fetch import fetch
from seawall.codegen.fetch.locations import is_git, is_url
from seawall.codegen.fetch.urls import HttpReader
from seawall.codegen.names.names import Names, choose_names, read_pins, write_pins
from seawall.codegen.spec.document import load_document

__all__ = ["GenerationResult", "Inputs", "document_hashes", "generate", "load_inputs", "stock_files"]


@frozen(kw_only=True)
class Inputs:
    """Everything that decides the output; `names` is None before the first generation.

    `hashes` has the SHA-256 of each document of the spec, by the name to show in the lock file. `stock` has
    the files that configure the stock style.
    """

    config: SdkConfig
    documents: Documents
    stock: Mapping[str, bytes] = field(factory=dict, repr=False)
    hashes: Mapping[str, str]
    overlays: tuple[tuple[str, bytes], ...]
    names: bytes | None


@frozen(kw_only=True)
class GenerationResult:
    """Result of a generation: the files of the output folder, and the names, lock and ledger files.

    `notes` are for the user, and `ledger` says whether a part of the spec is lost. `api` is the part of the
    spec that is generated, with the names `chosen`.
    """

    files: Mapping[str, bytes]
    names: bytes
    lock: bytes
    ledger: Ledger
    declarations: Declarations = field(repr=False)
    api: Api = field(repr=False)
    chosen: Names = field(repr=False)
    notes: tuple[str, ...] = ()


def load_inputs(config: SdkConfig, http: HttpReader | None = None) -> Inputs:
    """Read the inputs that `config` names; `http` reads URLs. Raises SpecError if one can not be read."""
    names = config.path(config.names)
    documents = fetch(config.spec, http=http, allowed=config.allow_refs, folder=config.folder)
    return Inputs(
        config=config,
        documents=documents,
        hashes=document_hashes(documents, config),
        overlays=tuple((name, _read(config.path(name), "overlay")) for name in config.overlays),
        names=_read(names, "names file") if names.exists() else None,
        stock=stock_files(config),
    )


def stock_files(config: SdkConfig) -> dict[str, bytes]:
    """The files that configure the stock style, by their path in the settings."""
    names = [config.stock_config] if config.stock_config else []
    if config.stock_templates:
        folder = config.path(config.stock_templates)
        names += [
            f"{config.stock_templates}/{path.relative_to(folder).as_posix()}"
            for path in sorted(folder.rglob("*.jinja"))
        ]
    return {name: _read(config.path(name), "stock configuration") for name in names}


def document_hashes(documents: Documents, config: SdkConfig) -> dict[str, str]:
    """The SHA-256 of each document, by its path relative to the settings, or by its location."""
    hashes = {}
    for location, content in documents.documents.items():
        if is_url(location) or is_git(location):
            plain = json.dumps(content, sort_keys=True).encode("ascii")
            hashes[location] = sha256(plain).hexdigest()
        else:
            name = Path(os.path.relpath(location, config.folder.resolve())).as_posix()
            hashes[name] = sha256(_read(Path(location), "spec")).hexdigest()
    return hashes


def _read(path: Path, kind: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SpecError(
            f"The {kind} {path} can not be read: {error.strerror}; check the path in the settings."
        ) from error


def generate(inputs: Inputs, *, keep_rest: bool = False) -> GenerationResult:
    """Generate the complete client.

    Raises UnsupportedSpecError if a part of it can not be generated, unless `keep_rest` is true, and another
    GenerationError if an input is wrong.
    """
    config = inputs.config
    spec = effective_spec(inputs.documents, inputs.overlays)
    document = None if inputs.names is None else load_document(inputs.names, config.names)
    pins = read_pins(document, config.names)
    names = choose_names(spec.api, pins, config.names, made_operation_ids(spec))
    api, chosen = _selected(spec, names, config)
    ledger = build_ledger(spec.document, spec.api, api, chosen, config.waive)
    if ledger.losses and not keep_rest:
        raise UnsupportedSpecError(ledger.losses)
    declarations = build_declarations(api, chosen)
    files, notes = _files(config, api, declarations)
    names_file = write_pins(names.pins)
    return GenerationResult(
        files=files,
        names=names_file,
        lock=_lock(inputs, names_file, files, ledger),
        ledger=ledger,
        declarations=declarations,
        api=api,
        chosen=chosen,
        notes=(
            *(_note(finding) for finding in spec.api.findings if not finding.is_error),
            *declarations.notes,
            *notes,
        ),
    )


def _files(
    config: SdkConfig, api: Api, declarations: Declarations
) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """The files of the client in its style, and notes about them."""
    if config.style == "stock":
        # Imported late: openapi-python-client takes 400 ms.
        from seawall.codegen.stock.generate import generate_stock  # noqa: PLC0415

        stock = generate_stock(
            api,
            package=PurePosixPath(config.output).name,
            marker=config.marker,
            config_file=config.path(config.stock_config) if config.stock_config else None,
            templates=config.path(config.stock_templates) if config.stock_templates else None,
        )
        return stock.files, stock.notes
    files = render(declarations, config.marker)
    for name, content in files.items():
        check_declarations(name, content)
    return files, ()


def _note(finding: Finding) -> str:
    return f"{finding.pointer}: {finding.message}"


def _selected(spec: EffectiveSpec, names: Names, config: SdkConfig) -> tuple[Api, Names]:
    """The part of the Api to generate, with its names: the selected operations without the waived parts."""
    api = without_parts(spec.api, *waived_parts(spec.document, config.waive))
    if config.only:
        by_name = {name: key for key, name in names.operations.items()}
        keys = [by_name.get(wanted, wanted) for wanted in config.only]
        known = {operation.key for operation in api.operations}
        for key in keys:
            if key not in known:
                near = get_close_matches(key, [*by_name, *known], n=1)
                hint = f"; did you mean `{near[0]}`?" if near else "."
                raise SettingsError(f"The spec has no operation {key!r} to generate only{hint}")
        api = with_only(api, set(keys))
    if api is spec.api:
        return api, names
    return api, choose_names(api, names.pins, config.names)


def _lock(inputs: Inputs, pins: bytes, files: Mapping[str, bytes], ledger: Ledger) -> bytes:
    config = inputs.config
    contents = {
        config.settings_name: config.settings,
        config.names: pins,
        **dict(inputs.overlays),
        **inputs.stock,
    }
    return lock_file(
        inputs={**inputs.hashes, **{name: sha256(content).hexdigest() for name, content in contents.items()}},
        outputs={
            config.ledger: ledger.content(),
            **{f"{config.output}/{name}": content for name, content in files.items()},
        },
    )
