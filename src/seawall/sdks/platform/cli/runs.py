"""`seawall platform run`: submits, lists, describes, waits for, cancels and deletes runs."""

from typing import Annotated

import typer

from seawall.core.errors import MaybeProcessedError, WaitTimeoutError
from seawall.sdks.platform import RunData
from seawall.sdks.platform.cli.download import download
from seawall.sdks.platform.cli.run_views import run_parts, run_table
from seawall.sdks.platform.cli.sdk import PLATFORM, PlatformCommand, RunArgument, TimeoutOption
from seawall.sdks.platform.cli.submit import submit
from seawall.sdks.platform.cli.waiting import RUN, wait_again
from seawall.terminal.command_line import new_app, on_interrupt
from seawall.terminal.commands.declared import command_of
from seawall.terminal.commands.limited import first_items
from seawall.terminal.json_output import to_json_object
from seawall.terminal.options import YesOption, limit_option, option
from seawall.terminal.prompts import confirm
from seawall.terminal.screen import note

__all__ = ["run_app"]

run_app: typer.Typer = new_app("Submit runs, wait for them, download their results.")

# The limits of the platform API.
_MIN_PAGE_SIZE, _MAX_PAGE_SIZE = 5, 100

command_of(
    PLATFORM,
    run_app,
    examples=[
        "run submit image-qc slides/*.png --wait",
        "run submit image-qc --items my.json --metadata '{\"a\": 7}'",
        "run submit image-qc --items - < my.json",
    ],
)(submit)


@command_of(
    PLATFORM,
    run_app,
    "list",
    view=run_table,
    empty="No runs found.",
    examples=["run list --application image-qc --mine --limit 5"],
)
def _list_runs(
    command: PlatformCommand,
    *,
    application: Annotated[
        str | None, option("--application", "APPLICATION_ID", "Show only runs of this application.")
    ] = None,
    mine: Annotated[bool, option("--mine", None, "Show only runs that you submitted.")] = False,
    limit: Annotated[int, limit_option("runs")] = 20,
) -> list[RunData]:
    """List runs, newest first."""
    pages = command.client.runs.list_data(
        application_id=application,
        submitted_by="me" if mine else None,
        sort="-submitted_at",
        # No larger than needed; the limit cuts off the rest of the smallest page.
        page_size=min(max(limit + 1, _MIN_PAGE_SIZE), _MAX_PAGE_SIZE),
    )
    return first_items(pages, limit, "runs")


@command_of(PLATFORM, run_app)
def _describe(command: PlatformCommand, run_id: RunArgument) -> None:
    """Describe a run and its items."""
    handle = command.client.run(run_id)
    run, items = handle.details(), list(handle.results(sort="external_id"))
    command.show({**to_json_object(run), "items": items}, *run_parts(run, items))


@command_of(PLATFORM, run_app, examples=["run wait RUN_ID && seawall platform run download RUN_ID"])
def _wait(command: PlatformCommand, run_id: RunArgument, timeout: TimeoutOption = 3600.0) -> None:
    """Wait until a run has ended, and print it. Exits with 13 unless all items have succeeded."""
    handle = command.client.run(run_id)
    hint = command.hint(*wait_again(handle.run_id))
    with on_interrupt(hint, MaybeProcessedError, WaitTimeoutError):
        run = RUN.wait(handle, timeout_s=timeout)
    command.show(run, *run_parts(run, []))
    RUN.require_success(run, command)


@command_of(PLATFORM, run_app)
def _cancel(command: PlatformCommand, run_id: RunArgument) -> object:
    """Cancel a run. Results of completed items are kept."""
    handle = command.client.run(run_id)
    with command.may_be_done(
        "The run may still be canceled. To check", "run", "describe", str(handle.run_id)
    ):
        handle.cancel()
    note(command.hint("The run is being canceled. To wait for its end", "run", "wait", str(handle.run_id)))
    return {"run_id": handle.run_id}


@command_of(PLATFORM, run_app)
def _delete(command: PlatformCommand, run_id: RunArgument, yes: YesOption = False) -> object:
    """Delete all files of a run permanently. Asks for confirmation."""
    # client.run checks the id, before the question and without a request.
    handle = command.client.run(run_id)
    if not yes and not confirm(f"Delete all files of run {handle.run_id}?", why="Deleting"):
        note("Nothing was deleted.")
        raise typer.Exit
    check = ("The files may still be deleted. To check", "run", "describe", str(handle.run_id))
    with command.may_be_done(*check):
        handle.delete()
    note("Deleted.")
    return {"run_id": handle.run_id}


command_of(PLATFORM, run_app, examples=["run download RUN_ID --to results"])(download)
