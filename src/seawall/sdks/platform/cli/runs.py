"""`seawall platform run`: submits, lists, describes, waits for, cancels and deletes runs."""

from datetime import UTC, datetime
from itertools import islice
from typing import Annotated

import typer

from seawall.core.errors import MaybeProcessedError, WaitTimeoutError
from seawall.sdks.platform import RunHandle
from seawall.sdks.platform.cli.download import download
from seawall.sdks.platform.cli.run_views import run_parts, run_table
from seawall.sdks.platform.cli.sdk import PLATFORM, RunArgument, TimeoutOption, UrlOption, client_for
from seawall.sdks.platform.cli.submit import submit
from seawall.sdks.platform.cli.waiting import require_all_succeeded, resume_hint, wait_with_progress
from seawall.terminal.command_line import new_app, on_interrupt
from seawall.terminal.json_output import to_json_object
from seawall.terminal.options import OutputOption, YesOption
from seawall.terminal.prompts import confirm
from seawall.terminal.screen import Output, note, show_as

__all__ = ["cancel", "delete", "describe", "list_runs", "run_app", "wait"]

run_app: typer.Typer = new_app("Submit runs, wait for them, download their results.")
run_app.command(
    epilog="\b\nExamples:\n  seawall platform run submit image-qc slides/*.png --wait\n"
    "  seawall platform run submit image-qc --items my.json --metadata '{\"a\": 7}'\n"
    "  seawall platform run submit image-qc --items - < my.json"
)(submit)

# The limits of the platform API.
_MIN_PAGE_SIZE, _MAX_PAGE_SIZE = 5, 100


@run_app.command(
    "list", epilog="\b\nExample:\n  seawall platform run list --application image-qc --mine --limit 5"
)
def list_runs(
    context: typer.Context,
    *,
    application: Annotated[
        str | None,
        typer.Option("--application", metavar="APPLICATION_ID", help="Show only runs of this application."),
    ] = None,
    mine: Annotated[bool, typer.Option("--mine", help="Show only runs that you submitted.")] = False,
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="N", help="Maximum number of runs to show.")
    ] = 20,
    url: UrlOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """List runs, newest first."""
    with client_for(context, url) as client:
        pages = client.runs.list(
            application_id=application,
            submitted_by="me" if mine else None,
            sort="-submitted_at",
            # No larger than needed; islice cuts off the rest of the smallest page.
            page_size=min(max(limit, _MIN_PAGE_SIZE), _MAX_PAGE_SIZE),
        )
        runs = list(islice(pages, limit))
    show_as(output, runs, run_table(runs, datetime.now(UTC)))
    if not runs and output is Output.TABLE:
        note("No runs found.")


@run_app.command()
def describe(
    context: typer.Context, run_id: RunArgument, url: UrlOption = None, output: OutputOption = Output.TABLE
) -> None:
    """Describe a run and its items."""
    with client_for(context, url) as client:
        handle = client.run(run_id)
        run, items = handle.details(), list(handle.results(sort="external_id"))
    show_as(output, {**to_json_object(run), "items": items}, *run_parts(run, items))


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
    """Wait until a run has ended, and print it. Exits with 13 unless all items have succeeded."""
    with client_for(context, url) as client:
        handle = client.run(run_id)
        with on_interrupt(resume_hint(context, handle), MaybeProcessedError, WaitTimeoutError):
            run = wait_with_progress(handle, timeout_s=timeout)
    show_as(output, run, *run_parts(run, []))
    require_all_succeeded(run, context)


@run_app.command()
def cancel(
    context: typer.Context, run_id: RunArgument, url: UrlOption = None, output: OutputOption = Output.TABLE
) -> None:
    """Cancel a run. Results of completed items are kept."""
    with client_for(context, url) as client:
        handle = client.run(run_id)
        check = _describe_command(context, handle)
        with on_interrupt(f"The run may still be canceled. To check: {check}", MaybeProcessedError):
            handle.cancel()
    wait_for_it = PLATFORM.next_command(context, "run", "wait", str(handle.run_id))
    note(f"The run is being canceled. To wait for its end: {wait_for_it}")
    show_as(output, {"run_id": handle.run_id})


@run_app.command()
def delete(
    context: typer.Context,
    run_id: RunArgument,
    yes: YesOption = False,
    url: UrlOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Delete all files of a run permanently. Asks for confirmation."""
    with client_for(context, url) as client:
        # client.run checks the id, before the question and without a request.
        handle = client.run(run_id)
        if not yes and not confirm(f"Delete all files of run {handle.run_id}?", why="Deleting"):
            note("Nothing was deleted.")
            raise typer.Exit
        check = _describe_command(context, handle)
        with on_interrupt(f"The files may still be deleted. To check: {check}", MaybeProcessedError):
            handle.delete()
    note("Deleted.")
    show_as(output, {"run_id": handle.run_id})


def _describe_command(context: typer.Context, handle: RunHandle) -> str:
    return PLATFORM.next_command(context, "run", "describe", str(handle.run_id))


run_app.command(epilog="\b\nExample:\n  seawall platform run download RUN_ID --to results")(download)
