"""`seawall sessions create`, `open`, `renew`, `delete`, `prune` and `wait`."""

import os
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from seawall.core.errors import InputError, MaybeProcessedError, TransportError, WaitTimeoutError
from seawall.runtime.bulk.results import BulkProgress
from seawall.sdks.sessions import NewSession, Session, SessionKind, SessionStatus
from seawall.sdks.sessions.cli.sdk import SESSIONS, IdArgument, IdsArgument, SessionsCommand, TimeoutOption
from seawall.sdks.sessions.cli.views import SESSION, WithReason, session_table
from seawall.sdks.sessions.new_sessions import checked_new_session, replicas_of
from seawall.terminal.command_line import new_app, on_interrupt
from seawall.terminal.commands.awaited import continues
from seawall.terminal.commands.declared import Parts, command_of
from seawall.terminal.commands.results import show_each
from seawall.terminal.json_output import to_json_object
from seawall.terminal.options import YesOption, argument, option
from seawall.terminal.progress import Step, progress
from seawall.terminal.prompts import confirm
from seawall.terminal.screen import note, printable, table
from seawall.terminal.unknown_value import note_unknown_value

__all__ = ["session_app"]

session_app: typer.Typer = new_app()


@command_of(
    SESSIONS,
    session_app,
    examples=[
        "create notebook skaha/base-notebook:latest",
        "create headless skaha/terminal:1.1.2 -n job -r 3 -e MODE=fast -- env",
    ],
)
def _create(
    command: SessionsCommand,
    kind: Annotated[str, argument("KIND", "headless, notebook, desktop, carta, firefly, contributed.")],
    image: Annotated[str, argument("IMAGE", "Image: [registry/]project/name[:tag].")],
    words: Annotated[list[str] | None, argument("[-- CMD ARGS]", "Command of a headless session.")] = None,
    *,
    name: Annotated[str | None, option("--name", "NAME", "Default: kind and number.", short="-n")] = None,
    cores: Annotated[int | None, option("--cores", "N", "Reserved cores.", least=1, short="-c")] = None,
    memory: Annotated[
        int | None, option("--memory", "GB", "Reserved memory in GB.", least=1, short="-m")
    ] = None,
    gpus: Annotated[int | None, option("--gpus", "N", "Reserved GPUs.", least=1, short="-g")] = None,
    env: Annotated[
        list[str] | None, option("--env", "NAME=VALUE", "Variable; may be repeated.", short="-e")
    ] = None,
    replicas: Annotated[
        int, option("--replicas", "N", "Number of sessions: NAME-1 to NAME-N.", least=1, short="-r")
    ] = 1,
    journal: Annotated[
        Path | None, option("--journal", "FILE", "Records the sessions; run it again after an interruption.")
    ] = None,
    dry_run: Annotated[bool, option("--dry-run", None, "Check and show the sessions; send nothing.")] = False,
) -> None:
    """Create sessions, and print the id of each. A session shares what is free, unless it reserves more."""
    new = NewSession(
        name=f"{kind}-{secrets.token_hex(3)}" if name is None else name, image=image,
        kind=SessionKind(kind), cores=cores, ram_gb=memory, gpus=gpus,
        command=words[0] if words else None, args=(words or [])[1:],
        env=_variables(env or []),
    )  # fmt: skip
    checked = _checked(command, new, replicas)
    if dry_run:
        return _show_new(command, checked)
    hint = command.hint("A session may exist. To check before you create it again", "ps", "--all")
    with on_interrupt(hint, MaybeProcessedError):
        with progress("Creating", _step) as display:
            results = command.client.sessions.create_replicas(
                new, replicas, journal=journal, on_progress=display.update
            )
        show_each(
            command,
            results,
            key="name",
            text=lambda session: session.name,
            data=to_json_object,
            view=lambda found: [Text(printable(made.session_id)) for _, made in found],
        )
    # A program that reads the ids must not wait for the end of this one.
    sys.stdout.flush()
    last = results[-1].unwrap().session_id
    is_headless = new.kind == SessionKind.HEADLESS
    hint_of_next = ("To follow its output", "logs", "--follow") if is_headless else ("To open it", "open")
    return note(command.hint(*hint_of_next, last))


def _variables(given: Sequence[str]) -> dict[str, str]:
    for each in given:
        if "=" not in each:
            raise InputError(f"--env is {each[:80]!r}. Give NAME=VALUE.")
    return {name: value for name, _, value in (each.partition("=") for each in given)}


def _checked(command: SessionsCommand, new: NewSession, replicas: int) -> Sequence[NewSession]:
    settings = command.settings().settings
    return [
        checked_new_session(one, registry=settings.registry_host, keeps_equals=settings.env_with_equals)
        for one in replicas_of(new, replicas)
    ]


def _show_new(command: SessionsCommand, checked: Sequence[NewSession]) -> None:
    rows = [
        (one.name, one.kind, one.image, one.cores, one.ram_gb, one.gpus,
         " ".join([one.command or "-", *one.args]), " ".join(one.env) or None)
        for one in checked
    ]  # fmt: skip
    # Values of variables may be secrets.
    data = [{**to_json_object(one), "env_names": list(one.env)} for one in checked]
    command.show(data, table(("NAME", "KIND", "IMAGE", "CORES", "GB", "GPUS", "COMMAND", "ENV"), rows))
    note("Nothing was sent.")


def _step(state: BulkProgress) -> Step:
    failed = f", {state.failed} failed" if state.failed else ""
    line = f"{state.done} of {state.total} sessions created{failed}"
    ended = state.done + state.failed
    return Step(done=ended, total=state.total, beside=failed.lstrip(", "), line=line)


@command_of(SESSIONS, session_app, "open", examples=["open SESSION_ID --no-browser"])
def _open(
    command: SessionsCommand,
    session_id: IdArgument,
    *,
    no_browser: Annotated[bool, option("--no-browser", None, "Only print the URL.")] = False,
    timeout: TimeoutOption = 600.0,
) -> None:
    """Open a session in a browser, as soon as it runs, and print its URL."""
    handle = command.client.session(session_id)
    _awaited(command, [session_id], "open", timeout, running=True)
    url = handle.connect(timeout_s=timeout)
    command.show({"session_id": session_id, "url": url}, Text(printable(url)))
    # Imported late: requests-oauthlib takes 100 ms.
    from seawall.runtime.auth.login import can_open_browser, open_in_browser  # noqa: PLC0415

    if not no_browser and can_open_browser(os.environ):
        open_in_browser(url)


@command_of(SESSIONS, session_app)
def _renew(command: SessionsCommand, session_ids: IdsArgument) -> None:
    """Extend the life of interactive sessions to that of a new one."""
    show_each(
        command,
        command.client.sessions.renew(session_ids),
        key="session_id",
        data=to_json_object,
        view=lambda found: _table([session for _, session in found]),
    )


@command_of(SESSIONS, session_app, examples=["delete SESSION_ID --yes"])
def _delete(command: SessionsCommand, session_ids: IdsArgument, *, yes: YesOption = False) -> None:
    """Delete sessions. Asks for confirmation."""
    counted = f"{len(session_ids)} sessions" if len(session_ids) > 1 else f"session {session_ids[0]}"
    if not yes and not confirm(f"Delete {counted}?", why="Deleting"):
        return
    results = command.client.sessions.destroy(session_ids)
    note(_deleted(sum(each.error is None for each in results)))
    show_each(command, results, key="session_id", data=lambda _: {"deleted": True})


@command_of(SESSIONS, session_app, examples=["prune job-", "prune '^job-[0-9]+$' --status Failed"])
def _prune(
    command: SessionsCommand,
    prefix: Annotated[str, argument("PREFIX", "Begin of the names, or a regular expression.")],
    *,
    kind: Annotated[str, option("--kind", "KIND", "Kind of the sessions.", short="-k")] = "headless",
    status: Annotated[
        str, option("--status", "STATUS", "State; Succeeded is Completed, and Error is Failed.", short="-s")
    ] = "Completed",
) -> None:
    """Delete the sessions of a kind and in a state whose names begin with PREFIX, and say how many."""
    note_unknown_value("--kind", kind, SessionKind)
    note_unknown_value("--status", status, SessionStatus)
    results = command.client.sessions.destroy_with(prefix, kind=kind, status=status)
    note(_deleted(sum(each.error is None for each in results)))
    show_each(
        command,
        results,
        key="session_id",
        data=lambda _: {"deleted": True},
        view=lambda found: [Text(printable(session_id)) for session_id, _ in found],
    )


@command_of(SESSIONS, session_app, examples=["wait SESSION_ID --timeout 600"])
def _wait(
    command: SessionsCommand,
    session_ids: IdsArgument,
    *,
    running: Annotated[bool, option("--running", None, "Wait until they run, not until they end.")] = False,
    timeout: TimeoutOption = 3600.0,
) -> None:
    """Wait until sessions have ended, and show them. Exits with 13 unless each has succeeded.

    --timeout is for each session. If one stays Pending, the reason that the server gives is shown.
    """
    ended = _awaited(command, session_ids, "wait", timeout, running=running)
    command.show(ended, *session_table(ended))
    for session in ended:
        SESSION.require_success(session, command)


def _awaited(
    command: SessionsCommand, session_ids: Sequence[str], word: str, timeout_s: float, *, running: bool
) -> list[Session]:
    again = ("The session continues. To wait again", word, *session_ids)
    with continues(command, again, {"session_ids": session_ids}, TransportError, WaitTimeoutError):
        return [
            SESSION.wait(
                WithReason(command.client.session(each), running), timeout_s=timeout_s, command=command
            )
            for each in session_ids
        ]


def _table(sessions: Sequence[Session]) -> Parts:
    return session_table(sessions) if sessions else ()


def _deleted(number: int) -> str:
    return f"Deleted {number} session{'' if number == 1 else 's'}."
