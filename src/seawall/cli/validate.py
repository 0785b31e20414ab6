"""`seawall validate`: the findings of a spec, and how each is fixed."""

import json
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from seawall import __version__
from seawall.cli.spec_source import AllowRef, Source, read_documents
from seawall.core.extras import needs_extra
from seawall.terminal.report_text import echo_pointer, echo_wrapped
from seawall.terminal.screen import note

if TYPE_CHECKING:
    from seawall.codegen.doctor.fix import Fix

__all__ = ["ReportFormat", "validate"]


class ReportFormat(StrEnum):
    """Format of the findings on stdout."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


def validate(
    source: Source,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if there is a warning.")] = False,
    output: Annotated[
        ReportFormat, typer.Option("--format", help="Format of the findings on stdout.")
    ] = ReportFormat.TEXT,
    allow_ref: AllowRef = None,
) -> None:
    """List what is wrong or unusual in a spec, and how it is fixed.

    Reads Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2. Exits with 1 if there is an error: a part of the spec that
    is lost. A warning is a guess at what is meant, an info changes no meaning.
    """
    # Imported late: the parser takes 40 ms.
    with needs_extra("codegen", "Reading a spec"):
        from seawall.codegen.api.reader import read_api  # noqa: PLC0415
        from seawall.codegen.doctor.document import canonical_spec  # noqa: PLC0415
        from seawall.codegen.doctor.reports import (  # noqa: PLC0415
            by_weight,
            findings_of,
            json_report,
            sarif_report,
        )

    spec = canonical_spec(read_documents(source, allow_ref))
    fixes = by_weight([*spec.fixes, *findings_of(read_api(spec.document))])
    if output is ReportFormat.JSON:
        _write_json(json_report(source, fixes))
    elif output is ReportFormat.SARIF:
        _write_json(sarif_report(_uri(source), fixes, version=__version__))
    else:
        _write_text(fixes)
    counts = Counter(str(fix.severity) for fix in fixes)
    note(
        f"{source}: {_counted(counts['error'], 'error')}, {_counted(counts['warning'], 'warning')}, "
        f"{_counted(counts['info'], 'info')}."
    )
    if counts["error"] or (strict and counts["warning"]):
        raise typer.Exit(1)


def _counted(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def _write_json(report: object) -> None:
    typer.echo(json.dumps(report, indent=2))


def _write_text(fixes: "Sequence[Fix]") -> None:
    from seawall.codegen.doctor.rules import RULES  # noqa: PLC0415

    for (severity, rule), found in groupby(fixes, key=lambda fix: (fix.severity, fix.rule)):
        group = list(found)
        typer.echo(f"{severity} {rule} ({len(group)})")
        echo_wrapped(RULES[rule].explanation, "  ")
        for fix in group:
            echo_pointer(fix.pointer, "    ")
            echo_wrapped(fix.message, "      ")
            for mark, text in (("-", fix.before), ("+", fix.after)):
                if text:
                    echo_wrapped(text, f"      {mark} ", "        ")
        typer.echo()


def _uri(source: str) -> str:
    """The spec as a URI: a relative path stays relative, as code scanners want it."""
    if source.startswith(("http://", "https://")):
        return source
    path = source.rpartition(":")[2] if source.startswith("git:") else source
    return Path(path).as_uri() if Path(path).is_absolute() else quote(Path(path).as_posix())
