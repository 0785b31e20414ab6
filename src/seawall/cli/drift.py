"""`seawall drift`: an overlay from answers that did not match the spec."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from seawall.cli.spec_source import AllowRef, Overlays, Source, read_spec
from seawall.core.extras import needs_extra
from seawall.terminal.json_input import STDIN
from seawall.terminal.screen import note, printable

__all__ = ["drift"]


def drift(
    records: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="File of a DriftFile observer: one JSON object per line; - reads stdin."
        ),
    ],
    spec: Source,
    overlay: Overlays = None,
    allow_ref: AllowRef = None,
) -> None:
    """Propose an overlay that makes a spec allow what its server sends.

    Prints the overlay. Keep the actions that are right, and correct the server for the others. Exits with 1
    if a record has no place in the spec, e.g. because the spec is of another version.
    """
    with needs_extra("codegen", "Reading a spec"):
        from seawall.codegen.drift import proposed_overlay, read_records  # noqa: PLC0415 - 100 ms
        from seawall.codegen.fetch.files import read_file  # noqa: PLC0415

    if records == STDIN and spec == str(STDIN):
        raise typer.BadParameter("FILE and SPEC can not both read stdin. Give one of them a file.")
    content = sys.stdin.buffer.read() if records == STDIN else read_file(records)
    found = read_records(content.decode("utf-8", "replace"), "stdin" if records == STDIN else str(records))
    proposal = proposed_overlay(read_spec(spec, allow_ref, overlay).document, found)
    if proposal.actions:
        typer.echo(json.dumps(proposal.overlay("What the server sends"), indent=2))
    for record in proposal.rest:
        note(printable(f"No proposal for {record}."))
    note(f"Actions: {len(proposal.actions)}. Records: {len(found)}, {len(proposal.rest)} without a proposal.")
    if proposal.rest:
        raise typer.Exit(1)
