"""`seawall diff`: every change between two versions of an API."""

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from seawall.cli.spec_source import AllowRef, Overlays, read_spec
from seawall.core.extras import needs_extra
from seawall.terminal.report_text import echo_wrapped
from seawall.terminal.screen import note

if TYPE_CHECKING:
    from seawall.codegen.diff.change import Diff

__all__ = ["DiffFormat", "FailOn", "diff"]


class DiffFormat(StrEnum):
    """Format of the changes on stdout."""

    TEXT = "text"
    JSON = "json"
    MD = "md"
    HTML = "html"


class FailOn(StrEnum):
    """Level of a change from which the exit code is 1."""

    BREAKING = "breaking"
    RISKY = "risky"


_OLD = typer.Argument(metavar="OLD", help="Old version: file, URL, or git:REVISION:path.")
_NEW = typer.Argument(metavar="NEW", help="New version: file, URL, or git:REVISION:path.")


def diff(
    old: Annotated[str, _OLD],
    new: Annotated[str, _NEW],
    output: Annotated[
        DiffFormat, typer.Option("--format", help="Format of the changes on stdout.")
    ] = DiffFormat.TEXT,
    fail_on: Annotated[
        FailOn | None,
        typer.Option("--fail-on", help="Exit with 1 if a change has this level or a worse one."),
    ] = None,
    *,
    overlay: Overlays = None,
    allow_ref: AllowRef = None,
) -> None:
    """List the changes between two versions of an API, and the operations that each reaches.

    Breaking: an exchange that the old version allows is refused or can not be read. Risky: it may come to
    something else. Safe: it stays as it was. Overlays apply to both versions.
    """
    with needs_extra("codegen", "Reading a spec"):
        from seawall.codegen.diff.change import Level  # noqa: PLC0415 - 100 ms
        from seawall.codegen.diff.compare import compare_specs  # noqa: PLC0415

    found = compare_specs(read_spec(old, allow_ref, overlay), read_spec(new, allow_ref, overlay))
    _write(found, output)
    counts = ", ".join(f"{count} {level}" for level, count in found.counts().items())
    note(f"{old} to {new}: {counts}.")
    if fail_on is not None and found.reaches(Level(fail_on.value)):
        raise typer.Exit(1)


def _write(found: "Diff", output: DiffFormat) -> None:
    from seawall.codegen.diff.page import html_report  # noqa: PLC0415
    from seawall.codegen.diff.reports import (  # noqa: PLC0415
        json_report,
        markdown_report,
        text_report,
    )

    if output is DiffFormat.JSON:
        typer.echo(json.dumps(json_report(found), indent=2))
    elif output is DiffFormat.MD:
        typer.echo(markdown_report(found), nl=False)
    elif output is DiffFormat.HTML:
        typer.echo(html_report(found), nl=False)
    else:
        for line in text_report(found):
            echo_wrapped(line.text, " " * line.indent, " " * line.below)
