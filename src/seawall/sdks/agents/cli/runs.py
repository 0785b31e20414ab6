"""`seawall agents run`: creates, lists, shows, follows, resumes and stops runs."""

from pathlib import Path
from typing import Annotated

import typer

from seawall.sdks.agents import Run, image_from_file
from seawall.sdks.agents.cli.run_output import run_parts, run_table, to_end
from seawall.sdks.agents.cli.sdk import AGENTS, AgentsCommand, RunArgument, TimeoutOption
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.declared import command_of
from seawall.terminal.commands.limited import first_items
from seawall.terminal.json_input import parse_json_object
from seawall.terminal.options import argument, limit_option, option
from seawall.terminal.problems import Problems
from seawall.terminal.screen import note
from seawall.terminal.text_input import given_text

__all__ = ["run_app"]

run_app: typer.Typer = new_app("Create runs, follow them, resume or stop them.")

_PromptArgument = Annotated[str, argument("PROMPT", "The task: text, @ and a file name, or - for stdin.")]
_ImageOption = Annotated[
    list[Path] | None, option("--image", "FILE", "Image for the agent; may be repeated.")
]
_ModelOption = Annotated[
    str | None, option("--model", "NAME", "Language model. Default: the organization's.")
]
_CHECK = "It may have taken effect. To check"


@command_of(
    AGENTS,
    run_app,
    examples=[
        'run create "Fix the failing test" --follow',
        "run create @task.md --image screen.png --wait",
        "run create - --wait -o json < task.md",
    ],
)
def _create(
    command: AgentsCommand,
    prompt: _PromptArgument,
    *,
    image: _ImageOption = None,
    repo: Annotated[int | None, option("--repo", "REPO_ID", "Repository; see `repo list`.")] = None,
    model: _ModelOption = None,
    agent_type: Annotated[
        str | None, option("--agent-type", "NAME", "Kind of agent, e.g. claude_code.")
    ] = None,
    metadata: Annotated[
        str | None, option("--metadata", "JSON", "Metadata: a JSON object, or @ and a file name.")
    ] = None,
    wait: Annotated[bool, option("--wait", None, "Wait until the run has ended.")] = False,
    follow: Annotated[bool, option("--follow", None, "Show the log until the run has ended.")] = False,
    timeout: TimeoutOption = 3600.0,
) -> None:
    """Create a run and print its id.

    With --wait or --follow, prints the run when it has ended. Exits with 13 unless it has succeeded.
    """
    given = parse_json_object(metadata, option="--metadata")
    text, images = _task(prompt, image)
    # A second run by mistake costs money too.
    with command.may_be_done("The run may exist. To check before you create it again", "run", "list"):
        handle = command.client.runs.create(
            text, images=images, metadata=given, repo_id=repo, model=model, agent_type=agent_type
        )
    if wait or follow:
        note(f"Created run {handle.run_id}.")
        return to_end(command, handle, timeout_s=timeout, follow=follow)
    command.show({"run_id": handle.run_id}, str(handle.run_id))
    return note(command.hint("To follow it", "run", "follow", str(handle.run_id)))


@command_of(AGENTS, run_app, examples=['run resume RUN_ID "Now add a test"'])
def _resume(
    command: AgentsCommand,
    run_id: RunArgument,
    prompt: _PromptArgument,
    *,
    image: _ImageOption = None,
    model: _ModelOption = None,
) -> Run:
    """Continue a run that is paused or has ended, with a new prompt."""
    text, images = _task(prompt, image)
    with command.may_be_done("The run may go on. To check", "run", "show", str(run_id)):
        run = command.client.run(run_id).resume(text, images=images, model=model)
    note(command.hint("Resumed. To follow it", "run", "follow", str(run_id)))
    return run


@command_of(AGENTS, run_app, examples=["run follow RUN_ID"])
def _follow(command: AgentsCommand, run_id: RunArgument, *, timeout: TimeoutOption = 3600.0) -> None:
    """Show the log of a run as it comes, then the run. Exits with 13 unless the run has succeeded."""
    to_end(command, command.client.run(run_id), timeout_s=timeout, follow=True)


@command_of(
    AGENTS,
    run_app,
    "list",
    view=run_table,
    empty="No runs found.",
    examples=["run list --mine --source API --limit 5"],
)
def _list_runs(
    command: AgentsCommand,
    *,
    mine: Annotated[bool, option("--mine", None, "Show only runs that you created.")] = False,
    source: Annotated[
        str | None, option("--source", "SOURCE", "Show only runs of a source, e.g. API.")
    ] = None,
    limit: Annotated[int, limit_option("runs")] = 20,
) -> list[Run]:
    """List runs, newest first."""
    user_id = command.client.me().id if mine else None
    pages = command.client.runs.list(user_id=user_id, source_type=source, page_size=min(limit + 1, 100))
    return first_items(pages, limit, "runs")


@command_of(AGENTS, run_app, view=run_parts, examples=["run show RUN_ID"])
def _show(command: AgentsCommand, run_id: RunArgument) -> Run:
    """Show a run: its status, pull requests and result."""
    return command.client.run(run_id).details()


@command_of(AGENTS, run_app)
def _ban(command: AgentsCommand, run_id: RunArgument) -> object:
    """Stop a run. The checks of its pull request start no more runs."""
    with command.may_be_done(_CHECK, "run", "show", str(run_id)):
        command.client.run(run_id).ban()
    note("Stopped.")
    return {"run_id": run_id}


@command_of(AGENTS, run_app)
def _unban(command: AgentsCommand, run_id: RunArgument) -> object:
    """Let the checks of a run's pull request start runs again."""
    with command.may_be_done(_CHECK, "run", "show", str(run_id)):
        command.client.run(run_id).unban()
    note("Checks may start runs again.")
    return {"run_id": run_id}


def _task(prompt: str, image: list[Path] | None) -> tuple[str, list[str]]:
    """The prompt and the images of a run. Raises InputError, with the faults of all of them."""
    problems = Problems("Nothing was sent")
    texts = problems.each(lambda text: given_text(text, "PROMPT"), [prompt])
    images = problems.each(image_from_file, image or [])
    problems.raise_all()
    return texts[0], images
