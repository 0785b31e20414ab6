"""`seawall platform run`: list, describe, wait for, cancel and delete runs."""

from datetime import UTC, datetime
from itertools import islice
from typing import Annotated

import typer

from seawall.sdks.platform.cli.download import download
from seawall.sdks.platform.cli.run_views import run_parts, run_table
from seawall.sdks.platform.cli.session import RunArgument, TimeoutOption, UrlOption, client_for
from seawall.sdks.platform.cli.submit import submit
from seawall.sdks.platform.cli.watching import goes_on, require_full_output, watched
from seawall.terminal.app import new_app
from seawall.terminal.asking import confirmed
from seawall.terminal.json_form import json_object_of
from seawall.terminal.options import OutputOption, YesOption
from seawall.terminal.screen import Output, note, show_as
from seawall.terminal.stopping import when_stopped

__all__ = ["cancel", "delete", "describe", "list_runs", "run_app", "wait"]

run_app = new_app("Submit runs, follow them, fetch what they made.")
run_app.command(
    epilog="\b\nExamples:\n  seawall platform run submit image-qc slides/*.png --wait\n"
    "  seawall platform run submit image-qc --items my.json --metadata '{\"a\": 7}'"
)(submit)

_DESCRIBE = "seawall platform run describe"
_SMALLEST_PAGE, _LARGEST_PAGE = 5, 100


@run_app.command(
    "list", epilog="\b\nExample:\n  seawall platform run list --application image-qc --mine --limit 5"
)
def list_runs(
    context: typer.Context,
    *,
    application: Annotated[
        str | None,
        typer.Option("--application", metavar="APPLICATION_ID", help="Only runs of this application."),
    ] = None,
    mine: Annotated[bool, typer.Option("--mine", help="Only runs that you submitted.")] = False,
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="N", help="How many runs to show at most.")
    ] = 20,
    url: UrlOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """List runs, the newest first."""
    with client_for(context, url) as client:
        found = client.runs.list(
            application_id=application,
            submitted_by="me" if mine else None,
            sort="-submitted_at",
            page_size=min(max(limit, _SMALLEST_PAGE), _LARGEST_PAGE),
        )
        runs = list(islice(found, limit))
    show_as(output, runs, run_table(runs, datetime.now(UTC)))
    if not runs and output is Output.TABLE:
        note("There are no such runs.")


@run_app.command()
def describe(
    context: typer.Context, run_id: RunArgument, url: UrlOption = None, output: OutputOption = Output.TABLE
) -> None:
    """Describe a run and its items."""
    with client_for(context, url) as client:
        handle = client.run(run_id)
        run, items = handle.details(), list(handle.results(sort="external_id"))
    show_as(output, {**json_object_of(run), "items": items}, *run_parts(run, items))


@run_app.command(
    epilog="\b\nExample:\n  seawall platform run wait RUN_ID && seawall platform run download RUN_ID"
)
def wait(
    context: typer.Context,
    run_id: RunArgument,
    timeout: TimeoutOption = 3600.0,
    url: UrlOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Wait until a run has ended. Exits with 13 unless all of its items have succeeded."""
    with client_for(context, url) as client:
        handle = client.run(run_id)
        with when_stopped(goes_on(handle.run_id)):
            run = watched(handle, timeout_s=timeout)
    show_as(output, run, *run_parts(run, []))
    require_full_output(run)


@run_app.command()
def cancel(
    context: typer.Context, run_id: RunArgument, url: UrlOption = None, output: OutputOption = Output.TABLE
) -> None:
    """Stop a run. What is done stays."""
    with client_for(context, url) as client:
        handle = client.run(run_id)
        with when_stopped(f"It may be canceled all the same. To see: {_DESCRIBE} {handle.run_id}"):
            handle.cancel()
    note(f"The run is being canceled. To see it end: seawall platform run wait {handle.run_id}")
    show_as(output, {"run_id": handle.run_id})


@run_app.command()
def delete(
    context: typer.Context,
    run_id: RunArgument,
    yes: YesOption = False,
    url: UrlOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Delete all files that a run made. There is no way back; asks first."""
    with client_for(context, url) as client:
        handle = client.run(run_id)
        if not yes and not confirmed(f"Delete all files of run {handle.run_id}?", why="Deleting"):
            note("Nothing was deleted.")
            raise typer.Exit
        with when_stopped(f"They may be deleted all the same. To see: {_DESCRIBE} {handle.run_id}"):
            handle.delete()
    note("Deleted.")
    show_as(output, {"run_id": handle.run_id})


run_app.command(epilog="\b\nExample:\n  seawall platform run download RUN_ID --to results")(download)
