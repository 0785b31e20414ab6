"""`seawall schemas`: publishes the JSON Schemas of the SDKs' metadata models as files."""

import json
from pathlib import Path
from typing import Annotated

import typer

from seawall.cli.generated_file import check_or_write
from seawall.core.errors import ConfigError
from seawall.terminal.same_command import same_command

__all__ = ["schemas"]


def schemas(
    context: typer.Context,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if a file differs.")
    ] = False,
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Folder to write.")] = Path(
        "docs/schemas"
    ),
) -> None:
    """Write the JSON Schemas of the SDKs' metadata: one file for the version and one for the latest."""
    # Imported late: 125 ms, most of it for pydantic.
    from seawall.core.metadata.metadata import metadata_schema  # noqa: PLC0415
    from seawall.sdks.platform.metadata import SCHEMAS  # noqa: PLC0415

    command = same_command(context, without="--check")
    for model in SCHEMAS:
        content = f"{json.dumps(metadata_schema(model), indent=2)}\n".encode()
        versioned = to / f"{model.NAME}-{model.VERSION}.json"
        if not check:
            _require_unchanged(versioned, content)
        check_or_write(versioned, content, check=check, command=command)
        check_or_write(to / f"{model.NAME}-latest.json", content, check=check, command=command)


def _require_unchanged(path: Path, content: bytes) -> None:
    # Others may validate against a published version, so it is immutable.
    if path.is_file() and path.read_bytes() != content:
        raise ConfigError(f"{path} is published and must not change. Give the model a new VERSION.")
