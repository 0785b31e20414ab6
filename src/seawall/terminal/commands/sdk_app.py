"""`… sdk`: commands about the SDK itself."""

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seawall.terminal.command_line import new_app
from seawall.terminal.commands.declared import examples_text
from seawall.terminal.sdk import Sdk

if TYPE_CHECKING:
    from seawall.core.metadata.metadata import StampedMetadata

__all__ = ["build_sdk_app"]

_PrettyOption = Annotated[bool, typer.Option("--pretty/--no-pretty", help="Indent the JSON.")]
_ItemOption = Annotated[bool, typer.Option("--item", help="Show the schema for an item, not for a run.")]


def build_sdk_app(
    sdk: "Sdk[Any, Any]", models: "Callable[[], Sequence[type[StampedMetadata]]]"
) -> typer.Typer:
    """Build the `sdk` commands of an SDK: `run-metadata-schema` and `item-metadata-schema`.

    `models` returns its metadata models for a run and for an item, in this order; a command calls it late.
    `metadata-schema` is the earlier name of both.
    """
    app = new_app("Show what the SDK attaches to runs.")

    def of_run(*, pretty: _PrettyOption = False) -> None:
        """Show the JSON Schema of the metadata that the SDK attaches to runs."""
        _show(models, is_item=False, pretty=pretty)

    def of_item(*, pretty: _PrettyOption = False) -> None:
        """Show the JSON Schema of the metadata that the SDK attaches to items."""
        _show(models, is_item=True, pretty=pretty)

    def of_either(*, item: _ItemOption = False, pretty: _PrettyOption = False) -> None:
        """Show the JSON Schema of the metadata of runs or items."""
        _show(models, is_item=item, pretty=pretty)

    for name, function in (("run-metadata-schema", of_run), ("item-metadata-schema", of_item)):
        app.command(name, epilog=examples_text(sdk.command, [f"sdk {name} --pretty"]))(function)
    app.command("metadata-schema", hidden=True)(of_either)
    return app


def _show(models: "Callable[[], Sequence[type[StampedMetadata]]]", *, is_item: bool, pretty: bool) -> None:
    # Imported late: 110 ms, most of it for pydantic.
    from seawall.core.metadata.metadata import metadata_schema  # noqa: PLC0415

    of_run, of_item = models()
    typer.echo(json.dumps(metadata_schema(of_item if is_item else of_run), indent=2 if pretty else None))
