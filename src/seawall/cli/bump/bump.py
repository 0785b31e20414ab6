"""`seawall bump`: everything that a new version of an API means for an SDK."""

import json
import time
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from attrs import evolve

from seawall.cli.bump.settings import ConfigOption, SdkArgument, bump_settings, finish_interrupted
from seawall.cli.spec_source import http_reader
from seawall.core.extras import needs_extra
from seawall.runtime.files.atomic_write import WORLD_READABLE, write_atomically
from seawall.runtime.files.storage_errors import storage_errors
from seawall.terminal.report_text import echo_wrapped
from seawall.terminal.screen import note

if TYPE_CHECKING:
    from seawall.codegen.bump.plan import BumpPlan
    from seawall.codegen.bump.report import BumpReport
    from seawall.codegen.config import SdkConfig
    from seawall.codegen.errors import SpecError

__all__ = ["BumpFormat", "bump"]


class BumpFormat(StrEnum):
    """Format of the report on stdout."""

    TEXT = "text"
    JSON = "json"
    MD = "md"
    HTML = "html"


def bump(
    sdk: SdkArgument = None,
    *,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="SPEC", help="New spec: file, URL or git:REVISION:path."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--from", metavar="SPEC", help="Old spec: file, URL or git:REVISION:path."),
    ] = None,
    config: ConfigOption = Path("codegen/seawall.toml"),
    output: Annotated[
        BumpFormat, typer.Option("--format", help="Format of the report on stdout.")
    ] = BumpFormat.TEXT,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FOLDER", help="Write the report in all formats there, too."),
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Write client, edits, history, changelog and version in one step.")
    ] = False,
    old_tests: Annotated[
        str | None,
        typer.Option("--old-tests", metavar="TESTS", help="Run old tests on the layer: git:REVISION:FOLDER."),
    ] = None,
    watch: Annotated[
        str | None,
        typer.Option("--watch", metavar="URL", help="Wait until the spec at this URL has changed."),
    ] = None,
    every: Annotated[
        float, typer.Option("--every", metavar="SECONDS", min=1.0, help="Time between two looks at the URL.")
    ] = 300.0,
) -> None:
    """Show what a new version of an API means for an SDK: changes, impact, surface and the next version.

    Without --to, the spec in the project is new, and the last committed one is old. Exit code 0: no change
    needs a person. 1: a decision is needed. 2: an input is wrong.
    """
    with needs_extra("codegen", "A bump"):
        from seawall.codegen.bump.inputs import read_bump  # noqa: PLC0415 - 300 ms
        from seawall.codegen.bump.plan import plan_bump  # noqa: PLC0415

    if watch is not None and to is not None:
        raise typer.BadParameter("Give --watch or --to: what came at the URL is the new spec.")
    settings = bump_settings(config, sdk)
    finish_interrupted(settings)
    if watch is not None:
        _wait(settings, watch, every)
        to = watch
    with http_reader(to or since or settings.spec, settings.allow_refs) as http:
        inputs = read_bump(settings, old=since, new=to, http=http)
    plan = plan_bump(inputs, today=datetime.now(tz=UTC).date())
    if apply:
        _apply(inputs.root, plan)
    elif plan.has_changes:
        note("Nothing was written. To write it: add --apply.")
    found = plan.report
    if old_tests is not None:
        found = evolve(found, failed_tests=_failed_tests(settings, old_tests))
    if report is not None:
        _write_reports(report, found)
    _show(found, output)
    if found.needs_decision:
        raise typer.Exit(1)


def _failed_tests(settings: "SdkConfig", location: str) -> tuple[str, ...]:
    from seawall.codegen.errors import SettingsError  # noqa: PLC0415 - as its caller
    from seawall.codegen.surface.old_tests import run_old_tests  # noqa: PLC0415
    from seawall.codegen.surface.reading.sources import layer_sources  # noqa: PLC0415

    if not settings.layer:
        raise SettingsError(f"{settings.name} has no layer to test. Set `layer` to its folder.")
    folder = settings.path(settings.layer)
    found = run_old_tests(location, layer_sources(folder), folder)
    note(f"{location}: {found.passed} passed, {len(found.failed)} failed.")
    return tuple(f"{failed.name}: {failed.reason}" for failed in found.failed)


def _wait(settings: "SdkConfig", url: str, every_s: float) -> None:
    from seawall.codegen.bump.watch import wait_for_change  # noqa: PLC0415
    from seawall.codegen.fetch.fetch import fetch  # noqa: PLC0415

    known = fetch(settings.spec, allowed=settings.allow_refs, folder=settings.folder)
    note(f"Waiting until {url} has changed; it is read every {every_s:g} s.")

    def on_failure(error: "SpecError") -> None:
        note(f"{error} It is read again.")

    with http_reader(url, settings.allow_refs) as http:
        wait_for_change(
            lambda: fetch(url, http=http, allowed=settings.allow_refs),
            known,
            every_s=every_s,
            sleep=time.sleep,
            on_failure=on_failure,
        )


def _show(report: "BumpReport", output: BumpFormat) -> None:
    from seawall.codegen.bump.reports import text_report  # noqa: PLC0415

    if output is BumpFormat.TEXT:
        for line in text_report(report):
            echo_wrapped(line.text, " " * line.indent, " " * line.below)
    else:
        typer.echo(_formats(report)[f"bump.{output}"], nl=False)


def _formats(report: "BumpReport") -> dict[str, str]:
    from seawall.codegen.bump.page import bump_page  # noqa: PLC0415
    from seawall.codegen.bump.reports import json_report, markdown_report  # noqa: PLC0415

    return {
        "bump.md": markdown_report(report),
        "bump.json": f"{json.dumps(json_report(report), indent=2)}\n",
        "bump.html": bump_page(report),
    }


def _write_reports(folder: Path, report: "BumpReport") -> None:
    files = _formats(report)
    if report.changelog:
        files["changelog-entry.md"] = report.changelog
    if report.patch:
        files["questions.patch"] = report.patch
    if report.migration:
        files["migration.md"] = report.migration
    with storage_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            # A lone surrogate of a spec can not be encoded.
            write_atomically(folder / name, text.encode("utf-8", "replace"), mode=WORLD_READABLE)
    note(f"Wrote {', '.join(sorted(files))} to {folder}.")


def _apply(root: Path, plan: "BumpPlan") -> None:
    from seawall.codegen.bump.journal import apply_changes  # noqa: PLC0415
    from seawall.codegen.bump.report import counted  # noqa: PLC0415

    changed = [change.path for change in plan.changes if change.before != change.after]
    apply_changes(root, plan.changes)
    note(f"Wrote {counted(len(changed), 'file')}." if changed else "Every file is up to date.")
