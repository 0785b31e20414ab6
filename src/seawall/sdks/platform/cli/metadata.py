"""`seawall platform run metadata` and `item metadata`: shows and replaces custom metadata."""

import json
from typing import Annotated

import typer
from rich.text import Text

from seawall.core.errors import PreconditionFailedError
from seawall.sdks.platform import Item, RunData
from seawall.sdks.platform.cli.sdk import (
    PLATFORM,
    NoShareTokenOption,
    PlatformCommand,
    RunArgument,
    ShareTokenOption,
    shared_run,
)
from seawall.terminal.command_line import new_app, on_interrupt
from seawall.terminal.commands.declared import Parts, command_of
from seawall.terminal.json_input import parse_json_object
from seawall.terminal.json_output import to_json_data
from seawall.terminal.options import argument, option
from seawall.terminal.screen import facts, note, paragraphs

__all__ = ["item_app", "run_metadata_app"]

run_metadata_app: typer.Typer = new_app("Show and replace the custom metadata of a run.")
item_app: typer.Typer = new_app("Work with the items of a run.")
_item_metadata_app: typer.Typer = new_app("Show and replace the custom metadata of an item.")
item_app.add_typer(_item_metadata_app, name="metadata")

_ItemArgument = Annotated[str, argument("EXTERNAL_ID", "External id of the item.")]
_MetadataArgument = Annotated[
    str, argument("JSON", "Metadata: a JSON object, or @ and a file name; @- reads stdin.")
]
_ChecksumOption = Annotated[
    str | None,
    option("--checksum", "CHECKSUM", "Checksum from `show`: fails if the metadata have changed since."),
]
_CHANGED = "Nothing was changed. To read the metadata again"


def _parts(found: dict[str, object]) -> Parts:
    yield facts([("Checksum", str(found["custom_metadata_checksum"] or "none"))])
    metadata = to_json_data(found["custom_metadata"])
    yield paragraphs(json.dumps(metadata, indent=2, ensure_ascii=False))


def _data(found: RunData | Item) -> dict[str, object]:
    return {
        "custom_metadata": found.custom_metadata,
        "custom_metadata_checksum": found.custom_metadata_checksum,
    }


@command_of(PLATFORM, run_metadata_app, "show", view=_parts, examples=["run metadata show RUN_ID"])
def _show_of_run(
    command: PlatformCommand, run_id: RunArgument, *, share_token: ShareTokenOption = None
) -> dict[str, object]:
    """Show the custom metadata of a run, and their checksum."""
    return _data(shared_run(command, run_id, share_token).details())


@command_of(PLATFORM, run_metadata_app, "update", examples=["run metadata update RUN_ID '{\"study\": 7}'"])
def _update_of_run(
    command: PlatformCommand,
    run_id: RunArgument,
    metadata: _MetadataArgument,
    *,
    checksum: _ChecksumOption = None,
    _share_token: NoShareTokenOption = None,
) -> None:
    """Replace the custom metadata of a run. The section `sdk` is kept and updated."""
    given = _given(metadata)
    run, again = command.client.run(run_id), ("run", "metadata", "show", run_id)
    with (
        on_interrupt(command.hint(_CHANGED, *again), PreconditionFailedError),
        command.may_be_done("It may have taken effect. To check", *again),
    ):
        _updated(command, run.update_metadata(given, checksum=checksum))


@command_of(PLATFORM, _item_metadata_app, "show", view=_parts)
def _show_of_item(
    command: PlatformCommand,
    run_id: RunArgument,
    external_id: _ItemArgument,
    *,
    share_token: ShareTokenOption = None,
) -> dict[str, object]:
    """Show the custom metadata of an item, and their checksum."""
    return _data(shared_run(command, run_id, share_token).item(external_id))


@command_of(PLATFORM, _item_metadata_app, "update")
def _update_of_item(
    command: PlatformCommand,
    run_id: RunArgument,
    external_id: _ItemArgument,
    metadata: _MetadataArgument,
    *,
    checksum: _ChecksumOption = None,
    _share_token: NoShareTokenOption = None,
) -> None:
    """Replace the custom metadata of an item. The section `sdk` is kept and updated."""
    given = _given(metadata)
    run, again = command.client.run(run_id), ("item", "metadata", "show", run_id, external_id)
    with (
        on_interrupt(command.hint(_CHANGED, *again), PreconditionFailedError),
        command.may_be_done("It may have taken effect. To check", *again),
    ):
        _updated(command, run.update_item_metadata(external_id, given, checksum=checksum))


def _given(metadata: str) -> dict[str, object]:
    # None only for a missing option, and the argument is required.
    return parse_json_object(metadata, option="JSON") or {}


def _updated(command: PlatformCommand, checksum: str | None) -> None:
    command.show({"custom_metadata_checksum": checksum}, Text(checksum or "none"))
    note("Updated. The new checksum is on stdout.")
