"""Runs a command and turns whatever ends it into words on stderr and an exit code."""

import errno
import io
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import typer
from attrs import frozen
from typer.exceptions import TyperException
from typer.main import get_command

from seawall.core.errors import InputError, SeawallError
from seawall.core.redaction.redact import redact
from seawall.terminal.exit_codes import ENDINGS, Endings, ExitCode, IncompleteError, exit_code_for

__all__ = ["CommandLine"]

_MOST_PROBLEMS = 20
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
# A message may hold a long path, and what to do stands at its end.
_MOST_CHARACTERS = 5000


def _no_hint(_: SeawallError) -> None:
    return None


@frozen(kw_only=True)
class CommandLine:
    """A program of commands, e.g. `seawall`.

    `endings` and `hint` say what an error of a command means: its exit code, and what to do where the
    message does not say so.
    """

    program: str
    app: typer.Typer
    endings: Endings = ENDINGS
    hint: Callable[[SeawallError], str | None] = _no_hint

    def run(self, arguments: Sequence[str]) -> int:
        """Run what `arguments` say; the exit code. Only a wish to complete a command line is raised."""
        if f"_{self.program.replace('-', '_').upper()}_COMPLETE" in os.environ:
            self.app(prog_name=self.program)
        try:
            _take_any_text()
            command = get_command(self.app)
            with command.make_context(self.program, list(arguments)) as context:
                command.invoke(context)
            sys.stdout.flush()
        except BaseException as error:  # noqa: BLE001 - the end of every error
            return self._ended(error)
        return 0

    def _ended(self, error: BaseException) -> int:
        try:
            return self._told(error)
        except BrokenPipeError as broken:
            return self._told(broken)
        except KeyboardInterrupt:
            # Pressed again while it is being told.
            return int(ExitCode.STOPPED)

    def _told(self, error: BaseException) -> int:
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
                return _misused(error, self.program)
            case SeawallError():
                _say(_words(error), error.hint if isinstance(error, IncompleteError) else self.hint(error))
                _trace(error)
            case OSError() if error.errno in _FULL:
                _forget_stdout()
                _say(f"The output can not be written: {error.strerror}.", "Give it somewhere with room.")
                return int(ExitCode.TRANSFER)
            case _:
                self._confess(error)
        return int(exit_code_for(error, self.endings))

    def _confess(self, error: BaseException) -> None:
        hint = (
            "Please report it. SEAWALL_DEBUG=1 shows where it happened; look through it before you share it."
        )
        bug = f"{self.program.capitalize()} has a bug here ({type(error).__name__})."
        _say(f"{bug} You did nothing wrong.", hint)
        _trace(error)


def _take_any_text() -> None:
    """Let no character that the terminal's encoding lacks end a command."""
    for name in ("stdout", "stderr"):
        # A shell may have closed it (`>&-`); Python then has none.
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for good
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _forget_stdout() -> None:
    """Nobody reads stdout any more: let the interpreter not complain of it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _note(text: str, *, label: str = "", style: str = "") -> None:
    # Imported here: a command that ends well does not pay for it.
    from seawall.terminal.screen import note  # noqa: PLC0415

    note(text, label=label, style=style)


def _stopped(error: BaseException) -> int:
    notes = getattr(error, "__notes__", None) or ["Run it again to go on."]
    if sys.stderr.isatty():
        # Over the ^C that the terminal shows.
        sys.stderr.write("\r")
    _note(" ".join(["Stopped.", *notes]))
    return int(ExitCode.STOPPED)


def _misused(error: TyperException, program: str) -> int:
    message = error.format_message()
    context = getattr(error, "ctx", None)
    # typer offers no class for it.
    if type(error).__name__ == "NoArgsIsHelpError":
        # A group without a command: its help is the answer.
        typer.echo(message, err=True)
    else:
        path = context.command_path if context is not None else program
        _say(redact(message), f"See how it is used: {path} --help")
    return int(ExitCode.USAGE)


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
    lines = (redact(line, max_characters=_MOST_CHARACTERS) for line in text.splitlines())
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
