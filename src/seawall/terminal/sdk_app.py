"""`… sdk`: what an SDK says of itself."""

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from seawall.terminal.app import new_app
from seawall.terminal.sdk import Sdk

if TYPE_CHECKING:
    from seawall.core.metadata.metadata import StampedMetadata
    from seawall.runtime.settings.sdk_settings import SdkSettings

__all__ = ["build_sdk_app"]

S = TypeVar("S", bound="SdkSettings")
C = TypeVar("C")


def build_sdk_app(sdk: Sdk[S, C], models: "Callable[[], Sequence[type[StampedMetadata]]]") -> typer.Typer:
    """The command `metadata-schema` of an SDK.

    `models` gives its metadata of a run and of an item, in this order; it is called when they are asked for.
    """
    app = new_app("What the SDK attaches to runs.")

    @app.callback()
    def _sdk() -> None:
        # A callback keeps `metadata-schema` a command of its own while it is the only one.
        pass

    name = f"{sdk.command} sdk metadata-schema"

    @app.command(epilog=f"\b\nExamples:\n  {name} --pretty\n  {name} --item")
    def metadata_schema(
        *,
        item: Annotated[
            bool, typer.Option("--item", help="The schema of an item's metadata, not a run's.")
        ] = False,
        pretty: Annotated[bool, typer.Option("--pretty", help="Indent it.")] = False,
    ) -> None:
        """Show the JSON Schema of the metadata that the SDK attaches to runs and items."""
        from seawall.core.metadata.metadata import metadata_schema as schema_of  # noqa: PLC0415 - loads pydantic

        of_run, of_item = models()
        typer.echo(json.dumps(schema_of(of_item if item else of_run), indent=2 if pretty else None))

    return app
