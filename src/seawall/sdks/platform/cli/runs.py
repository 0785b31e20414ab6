"""`seawall platform run`: prepares, submits, lists, describes, watches, cancels and deletes runs."""

from typing import Annotated

import typer

from seawall.sdks.platform import RunData
from seawall.sdks.platform.cli.download import download
from seawall.sdks.platform.cli.metadata import run_metadata_app
from seawall.sdks.platform.cli.prepare import prepare
from seawall.sdks.platform.cli.run_views import run_parts, run_table
from seawall.sdks.platform.cli.sdk import (
    PLATFORM,
    NoShareTokenOption,
    PlatformCommand,
    RunArgument,
    ShareTokenOption,
    shared_run,
)
from seawall.sdks.platform.cli.submit import submit
from seawall.sdks.platform.cli.watch import watch
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.declared import command_of
from seawall.terminal.commands.limited import first_items
from seawall.terminal.json_output import to_json_object
from seawall.terminal.options import YesOption, limit_option, option
from seawall.terminal.prompts import confirm
from seawall.terminal.screen import note

__all__ = ["run_app"]

run_app: typer.Typer = new_app("Submit runs, watch them, download their results.")
_result_app: typer.Typer = new_app("Download the results of a run.")
run_app.add_typer(_result_app, name="result")
run_app.add_typer(run_metadata_app, name="metadata")


@_result_app.callback()
def _result() -> None:
    # Without a callback typer drops the name of a single command.
    pass


# The limits of the platform API.
_MIN_PAGE_SIZE, _MAX_PAGE_SIZE = 5, 100

command_of(PLATFORM, run_app, examples=["run prepare image-qc slides --to items.csv"])(prepare)
command_of(
    PLATFORM,
    run_app,
    examples=[
        "run submit image-qc --items items.csv",
        "run submit image-qc slides/*.png --wait",
        "run submit image-qc --items my.json --metadata '{\"a\": 7}'",
        "run submit image-qc --items - < my.json",
        "run submit image-qc --items items.csv --due-date 2099-01-31",
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


@command_of(
    PLATFORM, run_app, examples=["run describe RUN_ID", "run describe RUN_ID --share-token @token.txt"]
)
def _describe(command: PlatformCommand, run_id: RunArgument, *, share_token: ShareTokenOption = None) -> None:
    """Describe a run and its items."""
    handle = shared_run(command, run_id, share_token)
    run, items = handle.details(), list(handle.results(sort="external_id"))
    command.show({**to_json_object(run), "items": items}, *run_parts(run, items))


command_of(PLATFORM, run_app, examples=["run watch RUN_ID"])(watch)
command_of(PLATFORM, run_app, "wait", hidden=True)(watch)


@command_of(PLATFORM, run_app)
def _cancel(
    command: PlatformCommand, run_id: RunArgument, *, _share_token: NoShareTokenOption = None
) -> object:
    """Cancel a run. Results of completed items are kept."""
    handle = command.client.run(run_id)
    with command.may_be_done(
        "The run may still be canceled. To check", "run", "describe", str(handle.run_id)
    ):
        handle.cancel()
    note(command.hint("The run is being canceled. To wait for its end", "run", "watch", str(handle.run_id)))
    return {"run_id": handle.run_id}


@command_of(PLATFORM, run_app)
def _delete(
    command: PlatformCommand,
    run_id: RunArgument,
    yes: YesOption = False,
    *,
    _share_token: NoShareTokenOption = None,
) -> object:
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


command_of(PLATFORM, _result_app, examples=["run result download RUN_ID --to results"])(download)
command_of(PLATFORM, run_app, hidden=True)(download)
