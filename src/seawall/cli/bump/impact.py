"""`seawall impact`: the effect of a new version of an API on the code that stands on its client."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seawall.cli.spec_source import AllowRef, Overlays, read_spec
from seawall.core.extras import needs_extra
from seawall.terminal.report_text import echo_wrapped
from seawall.terminal.screen import note

if TYPE_CHECKING:
    from seawall.codegen.impact.finding import Impact
    from seawall.codegen.impact.folder import FolderImpact
    from seawall.codegen.layer.recorded import RecordedUse
    from seawall.codegen.names.names import Pins

__all__ = ["FailOnEffect", "ImpactFormat", "impact"]


class ImpactFormat(StrEnum):
    """Format of the findings on stdout."""

    TEXT = "text"
    JSON = "json"
    MD = "md"
    HTML = "html"


class FailOnEffect(StrEnum):
    """Effect of a finding from which the exit code is 1."""

    BREAKS = "breaks"
    ALTERS = "alters"


_OLD = typer.Argument(metavar="OLD", help="Spec of the client: file, URL, or git:REVISION:path.")
_NEW = typer.Argument(metavar="NEW", help="New version: file, URL, or git:REVISION:path.")
_FOLDER = typer.Argument(metavar="FOLDER", help="Folder of the code, with the generated client in it.")
_SHOWN = 3


def impact(
    old: Annotated[str, _OLD],
    new: Annotated[str, _NEW],
    folder: Annotated[Path, _FOLDER],
    *,
    client: Annotated[
        Path | None,
        typer.Option(
            "--client", metavar="FOLDER", help="Folder of the generated client.", show_default=False
        ),
    ] = None,
    names: Annotated[
        Path | None,
        typer.Option("--names", metavar="FILE", help="Names file of the client, if any.", show_default=False),
    ] = None,
    fixtures: Annotated[
        Path | None,
        typer.Option(
            "--fixtures",
            metavar="FOLDER",
            help="Folder with test fixtures, FOLDER if not given.",
            show_default=False,
        ),
    ] = None,
    recorded: Annotated[
        Path | None,
        typer.Option(
            "--recorded",
            metavar="FILE",
            help="Uses that pytest --seawall-record-uses recorded.",
            show_default=False,
        ),
    ] = None,
    types: Annotated[
        bool,
        typer.Option("--types", help="Also find the type errors that the new client causes, with mypy."),
    ] = False,
    output: Annotated[
        ImpactFormat, typer.Option("--format", help="Format of the findings on stdout.")
    ] = ImpactFormat.TEXT,
    fail_on: Annotated[
        FailOnEffect | None,
        typer.Option("--fail-on", help="Exit with 1 if a finding has this effect or a worse one."),
    ] = None,
    overlay: Overlays = None,
    allow_ref: AllowRef = None,
) -> None:
    """Show what a new version of an API does to the code that stands on a generated client.

    The client is one of Seawall or of openapi-python-client. Nothing is written, and no code is run. Breaks:
    code fails or is refused. Alters: it comes to something else. Stale: a fixture, a pin or a text no longer
    fits.
    """
    with needs_extra("codegen", "Reading a spec"):
        from seawall.codegen.impact.folder import folder_impact, read_fixtures  # noqa: PLC0415 - 300 ms

    found = folder_impact(
        read_spec(old, allow_ref, overlay),
        read_spec(new, allow_ref, overlay),
        folder,
        client_folder=client,
        pins=None if names is None else _pins(names),
        fixtures=read_fixtures(folder if fixtures is None else fixtures),
        recorded=() if recorded is None else _recorded(recorded),
        with_types=types,
    )
    _write(found, output)
    _notes(found)
    if fail_on is not None and _reaches(found.impact, fail_on):
        raise typer.Exit(1)


def _pins(path: Path) -> "Pins":
    from seawall.codegen.fetch.files import read_file  # noqa: PLC0415 - as its caller
    from seawall.codegen.names.names import read_pins  # noqa: PLC0415
    from seawall.codegen.spec.document import load_document  # noqa: PLC0415

    return read_pins(load_document(read_file(path), str(path)), str(path))


def _recorded(path: Path) -> "tuple[RecordedUse, ...]":
    from seawall.codegen.fetch.files import read_file  # noqa: PLC0415 - as its caller
    from seawall.codegen.layer.recorded import read_uses  # noqa: PLC0415

    return read_uses(read_file(path).decode("utf-8", "replace"), str(path))


def _reaches(found: "Impact", fail_on: FailOnEffect) -> bool:
    from seawall.codegen.impact.finding import Effect  # noqa: PLC0415 - as its caller

    worst = {Effect.BREAKS} | ({Effect.ALTERS} if fail_on is FailOnEffect.ALTERS else set())
    return any(finding.effect in worst for finding in found.findings)


def _notes(found: "FolderImpact") -> None:
    from seawall.codegen.impact.reports import summary  # noqa: PLC0415 - as its caller

    if found.unknown:
        shown = ", ".join(found.unknown[:_SHOWN])
        more = f" and {len(found.unknown) - _SHOWN} more" if len(found.unknown) > _SHOWN else ""
        note(f"OLD has no operation for {shown}{more} of the client: their uses are not traced.")
    if not found.layer.sources:
        note(
            f"{found.folder} has no Python code beside the client {found.client_folder}: nothing was traced."
        )
    for path, reason in sorted(found.layer.unread.items()):
        note(f"{path} is not valid Python and was not read: {reason}.")
    note(f"{found.folder}: {summary(found.impact)}.")


def _write(found: "FolderImpact", output: ImpactFormat) -> None:
    from seawall.codegen.impact.reports import (  # noqa: PLC0415 - as its caller
        json_report,
        markdown_report,
        text_report,
    )

    if output is ImpactFormat.JSON:
        typer.echo(json.dumps(json_report(found.diff, found.impact), indent=2))
    elif output is ImpactFormat.MD:
        typer.echo(markdown_report(found.diff, found.impact, found.layer.sources), nl=False)
    elif output is ImpactFormat.HTML:
        typer.echo(_page(found), nl=False)
    else:
        for line in text_report(found.diff, found.impact):
            echo_wrapped(line.text, " " * line.indent, " " * line.below)


def _page(found: "FolderImpact") -> str:
    from seawall.codegen.bump.advice import advise  # noqa: PLC0415 - as its caller
    from seawall.codegen.bump.page import bump_page  # noqa: PLC0415
    from seawall.codegen.bump.report import BumpReport  # noqa: PLC0415

    report = BumpReport(
        name=found.folder.resolve().name,
        diff=found.diff,
        impact=found.impact,
        advice=advise(found.diff, found.impact, (), version=""),
        has_advice=False,
        sources=found.layer.sources,
    )
    return bump_page(report)
