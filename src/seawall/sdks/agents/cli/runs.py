"""`seawall agents run`: creates, lists, shows, follows, resumes and stops runs."""

import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from seawall.core.errors import MaybeProcessedError
from seawall.sdks.agents import Run, RunHandle, image_from_file
from seawall.sdks.agents.cli.run_output import follow_to_end, run_parts, run_table, wait_to_end
from seawall.sdks.agents.cli.sdk import (
    OrganizationOption,
    RunArgument,
    TimeoutOption,
    UrlOption,
    client_for,
    run_command,
)
from seawall.terminal.command_line import new_app, on_interrupt
from seawall.terminal.json_input import parse_json_object
from seawall.terminal.options import OutputOption
from seawall.terminal.problems import Problems
from seawall.terminal.screen import Output, note, show_as
from seawall.terminal.text_input import given_text

__all__ = ["create", "follow", "list_runs", "resume", "run_app"]

run_app: typer.Typer = new_app("Create runs, follow them, resume or stop them.")

_PromptArgument = Annotated[
    str,
    typer.Argument(
        metavar="PROMPT", help="The task: text, @ and a file name, or - for stdin.", show_default=False
    ),
]
_ImageOption = Annotated[
    list[Path] | None, typer.Option("--image", metavar="FILE", help="Image for the agent; may be repeated.")
]
_ModelOption = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="Language model. Default: the organization's.")
]


@run_app.command(
    epilog='\b\nExamples:\n  seawall agents run create "Fix the failing test" --follow\n'
    "  seawall agents run create @task.md --image screen.png --wait\n"
    "  seawall agents run create - --wait -o json < task.md"
)
def create(
    context: typer.Context,
    prompt: _PromptArgument,
    *,
    image: _ImageOption = None,
    repo: Annotated[
        int | None, typer.Option("--repo", metavar="REPO_ID", help="Repository; see `repo list`.")
    ] = None,
    model: _ModelOption = None,
    agent_type: Annotated[
        str | None, typer.Option("--agent-type", metavar="NAME", help="Kind of agent, e.g. claude_code.")
    ] = None,
    metadata: Annotated[
        str | None,
        typer.Option("--metadata", metavar="JSON", help="Metadata: a JSON object, or @ and a file name."),
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until the run has ended.")] = False,
    follow: Annotated[bool, typer.Option("--follow", help="Show the log until the run has ended.")] = False,
    timeout: TimeoutOption = 3600.0,
    organization: OrganizationOption = None,
    url: UrlOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Create a run and print its id.

    With --wait or --follow, prints the run when it has ended. Exits with 13 unless it has succeeded.
    """
    given = parse_json_object(metadata, option="--metadata")
    text, images = _task(prompt, image)
    with client_for(context, url) as client:
        # A second run by mistake costs money too.
        check = f"The run may exist. To check before you create it again: {run_command(context, 'list')}"
        with on_interrupt(check, MaybeProcessedError):
            handle = client.runs.create(
                text,
                organization_id=organization,
                images=images,
                metadata=given,
                repo_id=repo,
                model=model,
                agent_type=agent_type,
            )
        if wait or follow:
            note(f"Created run {handle.run_id}.")
            to_end = follow_to_end if follow else wait_to_end
            return to_end(context, handle, timeout_s=timeout, output=output)
    show_as(output, {"run_id": handle.run_id}, str(handle.run_id))
    # A program that reads the id must not wait for the end of this one.
    sys.stdout.flush()
    return note(f"To follow it: {run_command(context, 'follow', str(handle.run_id))}")


@run_app.command(epilog='\b\nExample:\n  seawall agents run resume RUN_ID "Now add a test"')
def resume(
    context: typer.Context,
    run_id: RunArgument,
    prompt: _PromptArgument,
    *,
    image: _ImageOption = None,
    model: _ModelOption = None,
    organization: OrganizationOption = None,
    url: UrlOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Continue a run that is paused or has ended, with a new prompt."""
    text, images = _task(prompt, image)
    check = f"The run may go on. To check: {run_command(context, 'show', str(run_id))}"
    with client_for(context, url) as client, on_interrupt(check, MaybeProcessedError):
        run = client.run(run_id, organization_id=organization).resume(text, images=images, model=model)
    note(f"Resumed. To follow it: {run_command(context, 'follow', str(run_id))}")
    show_as(output, run)


@run_app.command(epilog="\b\nExample:\n  seawall agents run follow RUN_ID")
def follow(
    context: typer.Context,
    run_id: RunArgument,
    *,
    timeout: TimeoutOption = 3600.0,
    organization: OrganizationOption = None,
    url: UrlOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Show the log of a run as it comes, then the run. Exits with 13 unless the run has succeeded."""
    with client_for(context, url) as client:
        handle = client.run(run_id, organization_id=organization)
        follow_to_end(context, handle, timeout_s=timeout, output=output)


@run_app.command("list", epilog="\b\nExample:\n  seawall agents run list --mine --source API --limit 5")
def list_runs(
    context: typer.Context,
    *,
    mine: Annotated[bool, typer.Option("--mine", help="Show only runs that you created.")] = False,
    source: Annotated[
        str | None, typer.Option("--source", metavar="SOURCE", help="Show only runs of a source, e.g. API.")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="N", help="Maximum number of runs to show.")
    ] = 20,
    organization: OrganizationOption = None,
    url: UrlOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """List runs, newest first."""
    with client_for(context, url) as client:
        pages = client.runs.list(
            organization_id=organization,
            user_id=client.me().id if mine else None,
            source_type=source,
            page_size=min(limit, 100),
        )
        runs = list(islice(pages, limit))
    show_as(output, runs, run_table(runs, datetime.now(UTC)))
    if not runs and output is Output.TABLE:
        note("No runs found.")


def _command(
    act: Callable[[RunHandle], Run | None], about: str, *, done: str | None = None
) -> Callable[..., None]:
    """A command that acts on a run, and shows what it returns, or `done`."""

    def command(
        context: typer.Context,
        run_id: RunArgument,
        *,
        organization: OrganizationOption = None,
        url: UrlOption = None,
        output: OutputOption = Output.TABLE,
    ) -> None:
        check = f"It may have taken effect. To check: {run_command(context, 'show', str(run_id))}"
        interrupted = nullcontext() if done is None else on_interrupt(check, MaybeProcessedError)
        with client_for(context, url) as client, interrupted:
            run = act(client.run(run_id, organization_id=organization))
        if done is not None:
            note(done)
        show_as(output, run or {"run_id": run_id}, *(run_parts(run) if run else ()))

    command.__doc__ = about
    return command


run_app.command("show", epilog="\b\nExample:\n  seawall agents run show RUN_ID")(
    _command(RunHandle.details, "Show a run: its status, pull requests and result.")
)
run_app.command("ban")(
    _command(RunHandle.ban, "Stop a run. The checks of its pull request start no more runs.", done="Stopped.")
)
run_app.command("unban")(
    _command(
        RunHandle.unban,
        "Let the checks of a run's pull request start runs again.",
        done="Checks may start runs again.",
    )
)


def _task(prompt: str, image: list[Path] | None) -> tuple[str, list[str]]:
    """The prompt and the images of a run. Raises InputError, with the faults of all of them."""
    problems, text, images = Problems("Nothing was sent"), "", list[str]()
    with problems.collected():
        text = given_text(prompt, "PROMPT")
    for path in image or []:
        with problems.collected():
            images.append(image_from_file(path))
    problems.raise_all()
    return text, images
