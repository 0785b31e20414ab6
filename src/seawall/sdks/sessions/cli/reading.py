"""`seawall sessions ps`, `info`, `logs` and `events`."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.text import Text

from seawall.sdks.sessions import Session, SessionKind, SessionStatus
from seawall.sdks.sessions.cli.sdk import SESSIONS, IdsArgument, KindOption, SessionsCommand, TimeoutOption
from seawall.sdks.sessions.cli.views import SESSION, event_table, session_facts, session_table
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.awaited import continues
from seawall.terminal.commands.declared import Parts, command_of
from seawall.terminal.commands.results import each_titled, show_each
from seawall.terminal.commands.watching import watch as show_again
from seawall.terminal.json_output import to_json_object
from seawall.terminal.options import option
from seawall.terminal.screen import Output, note, paragraphs, printable, printable_line
from seawall.terminal.unknown_value import note_unknown_value

__all__ = ["reading_app"]

reading_app: typer.Typer = new_app()


@command_of(SESSIONS, reading_app, examples=["ps --all --kind headless", "ps -q", "ps --watch"])
def _ps(
    command: SessionsCommand,
    *,
    every: Annotated[bool, option("--all", None, "Sessions that have ended too.", short="-a")] = False,
    kind: KindOption = None,
    status: Annotated[
        str | None, option("--status", "STATUS", "Only a state, e.g. Failed.", short="-s")
    ] = None,
    quiet: Annotated[bool, option("--quiet", None, "Print only the ids.", short="-q")] = False,
    watch: Annotated[bool, option("--watch", None, "Show changes until Ctrl-C.")] = False,
) -> None:
    """List your sessions that are Pending or Running."""
    if (quiet or watch) and command.output is Output.JSON:
        raise typer.BadParameter("--quiet and --watch are for people. Leave out --output json.")

    note_unknown_value("--kind", kind, SessionKind)
    note_unknown_value("--status", status, SessionStatus)

    def read() -> Sequence[Session]:
        found = command.client.sessions.list(kind=kind, status=status)
        return [one for one in found if every or status or not one.is_terminated]

    if watch:
        show_again(read, session_table, interval_s=2.0)
    sessions = read()
    ids = [Text(printable(one.session_id)) for one in sessions]
    # A table without rows says less than the note.
    command.show(sessions, *(ids if quiet or not sessions else session_table(sessions)))
    if not sessions and command.output is Output.TABLE:
        more = "" if every or status else " `--all` shows those that have ended."
        note(f"No sessions found.{more}")


@command_of(SESSIONS, reading_app, examples=["info SESSION_ID"])
def _info(command: SessionsCommand, session_ids: IdsArgument) -> None:
    """Show sessions: image, resources, times."""
    results = command.client.sessions.get_many(session_ids)
    show_each(command, results, key="session_id", view=each_titled(session_facts))


@command_of(SESSIONS, reading_app, examples=["logs SESSION_ID", "logs SESSION_ID --follow"])
def _logs(
    command: SessionsCommand,
    session_ids: IdsArgument,
    *,
    follow: Annotated[
        bool, option("--follow", None, "Show it until the session has ended.", short="-f")
    ] = False,
    timeout: TimeoutOption = 3600.0,
) -> None:
    """Show the output of sessions so far.

    With --follow, of one session until it has ended; exits with 13 unless it has succeeded.
    """
    if follow and len(session_ids) == 1:
        return _follow(command, session_ids[0], timeout)
    if follow:
        raise typer.BadParameter("--follow is for one session. Give one id.")
    results = command.client.sessions.logs(session_ids)
    view = each_titled(_log)
    return show_each(command, results, key="session_id", data=lambda logs: {"logs": logs}, view=view)


def _log(logs: str) -> Parts:
    yield paragraphs(logs)


def _follow(command: SessionsCommand, session_id: str, timeout_s: float) -> None:
    again = ("The session continues. To follow it again", "logs", "--follow", session_id)
    with continues(command, again, {"session_id": session_id}):
        session, lines = SESSION.follow(
            command.client.session(session_id), line=printable_line, timeout_s=timeout_s, command=command
        )
    command.show({**to_json_object(session), "logs": lines})
    SESSION.require_success(session)
    note(f"The session is {printable(session.status)}.")


@command_of(SESSIONS, reading_app, examples=["events SESSION_ID"])
def _events(command: SessionsCommand, session_ids: IdsArgument) -> None:
    """Show the events of sessions. One that waits for quota has none."""
    results, view = command.client.sessions.events(session_ids), each_titled(event_table)
    show_each(command, results, key="session_id", data=lambda events: {"events": events}, view=view)
