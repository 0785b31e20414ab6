"""`seawall sessions demo`: batch sessions end to end, on this machine only."""

import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from seawall.cli.demo.demo_run import run_demo
from seawall.cli.demo.server_process import demo_step, local_server
from seawall.runtime.auth.login.prompts import DevicePrompt
from seawall.sdks.sessions import Client, NewSession, Session
from seawall.sdks.sessions.cli import sessions_app
from seawall.sdks.sessions.settings import Settings
from seawall.terminal.exit_codes import IncompleteError
from seawall.terminal.same_command import same_command
from seawall.terminal.screen import printable_line

__all__ = ["demo", "sessions_app"]

_REPLICAS = 3
_WORDS = "stars galaxies nebulae quasars pulsars comets planets moons dust"
# The program of the sessions. It finds its part of the list by its number.
_PROGRAM = """\
import os
import time

from seawall.sdks.sessions import stripe

for word in stripe(os.environ["WORDS"].split()):
    time.sleep(0.3)
    print(f"{word} has {len(word)} letters", flush=True)
"""


@sessions_app.command()
def demo(context: typer.Context) -> None:
    """Show three batch sessions end to end, on this machine only.

    Logs in with a code, creates three replicas that divide a list, follows their output, adds up the results
    and deletes the sessions. Starts a local sessions server in a temporary folder and always stops it. No
    data leaves this machine, and nothing remains.
    """
    run_demo(
        "Three batch sessions, on this machine only.",
        _run,
        sdk="sessions",
        again=same_command(context),
        result=_show_letters,
    )


def _show_letters(letters: int) -> None:
    sys.stdout.write(f"{len(_WORDS.split())} words have {letters} letters.\n")
    sys.stdout.flush()


def _run(folder: Path) -> int:
    with local_server("sessions", folder / "data", "--execute", "--auto-approve") as ready:
        demo_step("Server", f"{ready['url']} (started for this demo)")
        settings = _logged_in(folder, ready["url"].removesuffix("/skaha"))
        with Client(settings=settings, interface="cli") as client:
            program = folder / "count.py"
            program.write_text(_PROGRAM, encoding="utf-8")
            session = NewSession(
                name="count",
                image="skaha/terminal:1.1.2",
                command=sys.executable,
                args=(str(program),),
                env={"WORDS": _WORDS},
            )
            created = [one.unwrap() for one in client.sessions.create_replicas(session, _REPLICAS)]
            demo_step("Sessions", ", ".join(f"{one.name} ({one.session_id})" for one in created))
            lines = [line for one in created for line in _followed(client, one.session_id, one.name)]
            deleted = client.sessions.destroy([one.session_id for one in created])
            demo_step("Deleted", f"{sum(one.error is None for one in deleted)} sessions")
    return sum(int(line.split()[2]) for line in lines)


def _logged_in(folder: Path, root: str) -> Settings:
    settings = Settings(
        config_file=folder / "home" / "config.yaml",
        services_url=f"{root}/reg/resource-caps",
        issuer=f"{root}/",
    )
    with Client(settings=settings, interface="cli") as client:
        login = client.auth.login("srcnet", show=_show_code)
    demo_step("Login", f"{login.idp}, at the server {login.server}")
    return settings


def _show_code(prompt: DevicePrompt) -> None:
    demo_step("Code", f"{prompt.code} (confirmed by the demo)")


def _followed(client: Client, session_id: str, name: str) -> Iterator[str]:
    """Print the output of a session as it comes, and yield its lines."""
    for entry in client.session(session_id).follow(timeout_s=120.0):
        if isinstance(entry, Session):
            if not entry.succeeded:
                raise IncompleteError(f"Session {name} has ended with the status {entry.status}.")
            return
        sys.stdout.write(f"{name}  {printable_line(entry)}\n")
        sys.stdout.flush()
        yield entry
