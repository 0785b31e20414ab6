"""`… sdk`: commands about the SDK itself."""

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seawall.terminal.command_line import new_app
from seawall.terminal.sdk import Sdk

if TYPE_CHECKING:
    from seawall.core.metadata.metadata import StampedMetadata

__all__ = ["build_sdk_app"]


def build_sdk_app(
    sdk: "Sdk[Any, Any]", models: "Callable[[], Sequence[type[StampedMetadata]]]"
) -> typer.Typer:
    """Build the `sdk` commands of an SDK: `metadata-schema`.

    `models` returns its metadata models for a run and for an item, in this order; the command calls it late.
    """
    app = new_app("Show what the SDK attaches to runs.")

    @app.callback()
    def _sdk() -> None:
        # Without a callback typer drops the name of a single command.
        pass

    name = f"{sdk.command} sdk metadata-schema"

    @app.command(epilog=f"\b\nExamples:\n  {name} --pretty\n  {name} --item")
    def metadata_schema(
        *,
        item: Annotated[
            bool, typer.Option("--item", help="Show the schema for an item, not for a run.")
        ] = False,
        pretty: Annotated[bool, typer.Option("--pretty", help="Indent the JSON.")] = False,
    ) -> None:
        """Show the JSON Schema of the metadata that the SDK attaches to runs and items."""
        # Imported late: 110 ms, most of it for pydantic.
        from seawall.core.metadata.metadata import metadata_schema as schema_of  # noqa: PLC0415

        of_run, of_item = models()
        typer.echo(json.dumps(schema_of(of_item if item else of_run), indent=2 if pretty else None))

    return app
