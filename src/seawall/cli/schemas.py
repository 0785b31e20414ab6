"""`seawall schemas`: the JSON Schemas of the SDKs' metadata, published as files, made from the models."""

import json
from pathlib import Path
from typing import Annotated

import typer

from seawall.cli.text_file import check_or_write
from seawall.core.errors import ConfigError

__all__ = ["schemas"]

_COMMAND = "seawall schemas"


def schemas(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if one differs.")
    ] = False,
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Where the schemas go.")] = Path(
        "docs/schemas"
    ),
) -> None:
    """Write the JSON Schemas of the SDKs' metadata: each under its version, and as the latest."""
    from seawall.core.metadata.metadata import metadata_schema  # noqa: PLC0415 - loads pydantic
    from seawall.sdks.platform.metadata import SCHEMAS  # noqa: PLC0415 - loads pydantic

    for model in SCHEMAS:
        content = f"{json.dumps(metadata_schema(model), indent=2)}\n".encode()
        versioned = to / f"{model.NAME}-{model.VERSION}.json"
        if not check:
            _refuse_change(versioned, content)
        check_or_write(versioned, content, check=check, command=_COMMAND)
        check_or_write(to / f"{model.NAME}-latest.json", content, check=check, command=_COMMAND)


def _refuse_change(path: Path, content: bytes) -> None:
    """A version that others may have read stays what it is."""
    if path.is_file() and path.read_bytes() != content:
        raise ConfigError(f"{path} is published and would change. Give the model a new VERSION.")
