"""`seawall agents demo`: one run of an agent end to end, on this machine only."""

import json
import secrets
import sys
from pathlib import Path
from typing import Annotated

import typer

from seawall.cli.demo.demo_run import run_demo
from seawall.cli.demo.server_process import demo_step, local_server
from seawall.cli.demo.webhook_inbox import webhook_inbox
from seawall.sdks.agents import Client, Log, Run, RunHandle, RunWebhook
from seawall.sdks.agents.cli import agents_app
from seawall.sdks.agents.cli.run_output import RUN, log_line, run_parts
from seawall.sdks.agents.settings import Settings
from seawall.terminal.same_command import same_command
from seawall.terminal.screen import show

__all__ = ["agents_app", "demo"]

_PROMPT = "Find out why the nightly build fails, and say it in one sentence. [logs=5]"
_RUN_DURATION_S = 3.0
_WEBHOOK_TIMEOUT_S = 30.0
_USER = "ada"


@agents_app.command()
def demo(
    context: typer.Context,
    prompt: Annotated[
        str, typer.Option("--prompt", metavar="TEXT", help="Task of the agent.", show_default=False)
    ] = _PROMPT,
) -> None:
    """Show one run end to end, on this machine only.

    Creates a run, follows its log, receives its webhook, verifies the signature and shows the result. Starts
    a local agents server in a temporary folder and always stops it. Its agent follows a script: no data
    leaves this machine, and nothing remains.
    """
    run = run_demo(
        "One run of an agent, on this machine only.",
        lambda folder: _run(folder, prompt),
        sdk="agents",
        again=same_command(context),
        result=lambda run: show(*run_parts(run)),
    )
    RUN.require_success(run)


def _run(folder: Path, prompt: str) -> Run:
    secret = secrets.token_hex(32)
    options = ("--run-duration", str(_RUN_DURATION_S))
    with local_server("agents", folder / "data", *options) as ready, webhook_inbox(secret) as inbox:
        demo_step("Server", f"{ready['url']} (started for this demo)")
        token = json.loads(Path(ready["tokens"]).read_text(encoding="utf-8"))[_USER]
        with Client(settings=Settings(base_url=ready["url"], token=token), interface="cli") as client:
            demo_step("User", client.me().full_name or _USER)
            handle = client.runs.create(prompt, webhooks=[RunWebhook(url=inbox.url, secret=secret)])
            demo_step("Run", str(handle.run_id))
            run = _follow(handle)
        event = inbox.next(timeout_s=_WEBHOOK_TIMEOUT_S)
        demo_step("Webhook", f"{event.event_type} received, its signature is valid")
    return run


def _follow(handle: RunHandle) -> Run:
    for entry in handle.follow():
        if not isinstance(entry, Log):
            return entry
        sys.stdout.write(f"{log_line(entry)}\n")
        sys.stdout.flush()
    raise AssertionError("a log that is followed ends with the run")
