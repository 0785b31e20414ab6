"""Runs a command and turns whatever ends it into words on stderr and an exit code."""

import errno
import io
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from seawall.core.errors import InputError, SeawallError
from seawall.core.redact import redact

__all__ = ["run"]

_COMPLETION = "_SEAWALL_COMPLETE"
_MOST_PROBLEMS = 20
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
# A message may hold a long path, and what to do stands at its end.
_MOST_CHARACTERS = 5000


def run(app: typer.Typer, arguments: Sequence[str]) -> int:
    """Run `app` with `arguments`; the exit code. Nothing but a wish to complete a command line is raised."""
    if _COMPLETION in os.environ:
        app(prog_name="seawall")
    _take_any_text()
    command = get_command(app)
    try:
        with command.make_context("seawall", list(arguments)) as context:
            command.invoke(context)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 - the end of every error
        return _ended(error)
    return 0


def _take_any_text() -> None:
    """Let no character that the terminal's encoding lacks end a command."""
    for name in ("stdout", "stderr"):
        # A shell may have closed it (`>&-`); Python then has none.
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for good
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _ended(error: BaseException) -> int:
    try:
        return _told(error)
    except BrokenPipeError as broken:
        return _told(broken)


def _told(error: BaseException) -> int:
    match error:
        case typer.Exit():
            return error.exit_code
        case SystemExit():
            return error.code if isinstance(error.code, int) else 0
        case BrokenPipeError():
            _forget_stdout()
        case KeyboardInterrupt() | typer.Abort():
            return _stopped(error)
        case TyperException():
            return _misused(error)
        case SeawallError():
            _explain(error)
        case OSError() if error.errno in _FULL:
            _forget_stdout()
            _say(f"The output can not be written: {error.strerror}.", "Give it somewhere with room.")
            return 12
        case _:
            _confess(error)
    # Imported here: it knows the errors of every part of Seawall.
    from seawall.cli.exit_codes import exit_code_for  # noqa: PLC0415

    return int(exit_code_for(error))


def _forget_stdout() -> None:
    """Nobody reads stdout any more: let the interpreter not complain of it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _note(text: str, *, label: str = "", style: str = "") -> None:
    # Imported here: a command that ends well does not pay for it.
    from seawall.sdks.platform.cli.screen import note  # noqa: PLC0415

    note(text, label=label, style=style)


def _stopped(error: BaseException) -> int:
    notes = getattr(error, "__notes__", None) or ["Run it again to go on."]
    _note(" ".join(["Stopped.", *notes]))
    return 130


def _misused(error: TyperException) -> int:
    message = error.format_message()
    context = getattr(error, "ctx", None)
    if context is not None and message == context.get_help():
        # A group without a command: its help is the answer.
        typer.echo(message, err=True)
    else:
        path = context.command_path if context is not None else "seawall"
        _say(redact(message), f"See how it is used: {path} --help")
    return 2


def _explain(error: SeawallError) -> None:
    from seawall.cli.hints import hint_for  # noqa: PLC0415

    _say(_words(error), hint_for(error))
    _trace(error)


def _confess(error: BaseException) -> None:
    hint = "Please report it. SEAWALL_DEBUG=1 shows where it happened; look through it before you share it."
    _say(f"Seawall has a bug here ({type(error).__name__}). You did nothing wrong.", hint)
    _trace(error)


def _say(message: str, hint: str | None) -> None:
    sentence = message if message.endswith((".", "!", "?", ":")) or "\n" in message else f"{message}."
    _note(sentence, label="Error:", style="bold red")
    if hint:
        _note(hint, label="Hint:", style="bold")


def _words(error: BaseException) -> str:
    """What an error says, line by line without what looks like a secret."""
    try:
        text = str(error)
    except Exception:  # noqa: BLE001 - an error whose text fails is still to be told of
        text = ""
    if isinstance(error, InputError) and len(error.problems) > 1:
        return "\n".join([redact(text.partition(":")[0]) + ":", *_listed(error.problems)])
    lines = (redact(line, most_characters=_MOST_CHARACTERS) for line in text.splitlines())
    return "\n".join(lines) or type(error).__name__


def _listed(problems: Sequence[str]) -> Iterator[str]:
    """Each problem on a line of its own; a thousand items have a thousand, so not all of them."""
    for problem in problems[:_MOST_PROBLEMS]:
        yield f"  - {redact(problem)}"
    if len(problems) > _MOST_PROBLEMS:
        yield f"  - and {len(problems) - _MOST_PROBLEMS} more"


def _trace(error: BaseException) -> None:
    if os.environ.get("SEAWALL_DEBUG") == "1":
        _note("\n".join(_trace_lines(error)), style="dim")


def _trace_lines(error: BaseException) -> Iterator[str]:
    """Where an error and its causes came from; what they say may hold secrets, so it goes by `_words`."""
    for each in _causes(error):
        yield from "".join(traceback.format_tb(each.__traceback__)).splitlines()
        yield f"{type(each).__name__}: {_words(each)}"


def _causes(error: BaseException) -> list[BaseException]:
    """An error and what led to it, the first cause first."""
    chain: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and each not in chain:
        chain.insert(0, each)
        each = each.__cause__ or each.__context__
    return chain
