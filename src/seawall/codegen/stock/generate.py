"""Runs openapi-python-client over an Api, and refuses a client that has lost something."""

import contextlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import openapi_python_client
from attrs import field, frozen
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser.errors import GeneratorError

from seawall.codegen.api.model import Api
from seawall.codegen.errors import SettingsError, UnsupportedPart, UnsupportedSpecError
from seawall.codegen.stock.document import stock_document

__all__ = ["StockClient", "generate_stock"]


@frozen(kw_only=True)
class StockClient:
    """The files of a stock package, by their path in it; `notes` tells where it says less than the spec."""

    files: Mapping[str, bytes] = field(repr=False)
    notes: tuple[str, ...] = ()


def generate_stock(
    api: Api,
    *,
    package: str,
    marker: str,
    config_file: Path | None = None,
    templates: Path | None = None,
    literal_enums: bool = False,
    is_draft: bool = False,
) -> StockClient:
    """Make the package that openapi-python-client makes of `api`; its Python files begin with `marker`.

    `config_file` is its own configuration file, and `templates` a folder of templates that replace its own.
    With `literal_enums`, enums are `Literal` types whatever the configuration says; a draft is not formatted.
    Raises UnsupportedSpecError if it leaves something out, and SettingsError for a configuration that it does
    not accept.
    """
    document = stock_document(api)
    with TemporaryDirectory(prefix="seawall-") as folder:
        source = Path(folder, "spec.json")
        source.write_text(json.dumps(document.content), encoding="utf-8")
        output = Path(folder, package)
        settings = _settings(config_file, package, document.media_types, literal_enums=literal_enums)
        if is_draft:
            settings = settings.model_copy(update={"post_hooks": []})
        config = Config.from_sources(
            settings,
            meta_type=MetaType.NONE,
            document_source=source,
            file_encoding="utf-8",
            overwrite=True,
            output_path=output,
        )
        # It prints its progress.
        with contextlib.redirect_stdout(io.StringIO()):
            errors = openapi_python_client.generate(config=config, custom_template_path=templates)
        _check(errors)
        return StockClient(files=_files(output, marker), notes=document.notes)


def _settings(
    path: Path | None, package: str, media_types: Mapping[str, str], *, literal_enums: bool
) -> ConfigFile:
    try:
        settings = ConfigFile() if path is None else ConfigFile.load_from_path(path)
    except (OSError, ValueError, TypeError) as error:
        raise SettingsError(f"{path} is no configuration of openapi-python-client: {error}") from error
    overrides = {**media_types, **(settings.content_type_overrides or {})}
    return settings.model_copy(
        update={
            "content_type_overrides": overrides,
            "package_name_override": settings.package_name_override or package,
            "literal_enums": literal_enums or settings.literal_enums,
        }
    )


def _check(errors: Sequence[GeneratorError]) -> None:
    lost = [
        UnsupportedPart(_one_line(error.header), _one_line(error.detail or "no reason given"))
        for error in errors
        # A missing formatter loses nothing.
        if error.header != "Skipping Integration"
    ]
    if lost:
        raise UnsupportedSpecError(tuple(lost))


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]


def _files(folder: Path, marker: str) -> dict[str, bytes]:
    first_line = f"{marker}\n".encode("ascii")
    return {
        path.relative_to(folder).as_posix(): first_line + path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not {"__pycache__", ".ruff_cache"} & set(path.parts)
    }
