"""`seawall platform sdk`: what the SDK says of itself."""

import json
from typing import Annotated

import typer

__all__ = ["metadata_schema", "sdk_app"]

sdk_app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="What the SDK attaches to runs.")


@sdk_app.callback()
def _sdk() -> None:
    # A callback keeps `metadata-schema` a command of its own while it is the only one.
    pass


@sdk_app.command(
    epilog="\b\nExamples:\n  seawall platform sdk metadata-schema --pretty\n"
    "  seawall platform sdk metadata-schema --item"
)
def metadata_schema(
    *,
    item: Annotated[
        bool, typer.Option("--item", help="The schema of an item's metadata, not a run's.")
    ] = False,
    pretty: Annotated[bool, typer.Option("--pretty", help="Indent it.")] = False,
) -> None:
    """Show the JSON Schema of the metadata that the SDK attaches to runs and items."""
    from seawall.core.metadata import metadata_schema as schema_of  # noqa: PLC0415 - loads pydantic
    from seawall.sdks.platform.metadata import PlatformItemMetadata, PlatformRunMetadata  # noqa: PLC0415

    schema = schema_of(PlatformItemMetadata if item else PlatformRunMetadata)
    typer.echo(json.dumps(schema, indent=2 if pretty else None))
