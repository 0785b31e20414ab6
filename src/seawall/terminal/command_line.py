"""Runs commands and turns every error into a message on stderr and an exit code."""

import errno
import io
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import typer
from attrs import field, frozen
from typer.exceptions import TyperException
from typer.main import get_command

from seawall.core.errors import InputError, SeawallError
from seawall.core.redaction.redact import redact
from seawall.terminal.commands.late_commands import LateCommand, late_group
from seawall.terminal.exit_codes import (
    EXIT_CODES_BY_ERROR,
    ExitCode,
    ExitCodesByError,
    IncompleteError,
    exit_code_for,
)
from seawall.terminal.unknown_command import with_suggestion
from seawall.terminal.verbosity import Verbosity, console_log, split_verbosity

__all__ = ["CommandLine", "new_app", "on_interrupt"]

_MAX_PROBLEMS = 20
_DISK_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
# A message may contain a long path, and its advice comes last.
_MAX_CHARACTERS = 5000


def new_app(about: str | None = None, *, commands: Sequence[LateCommand] = ()) -> typer.Typer:
    """Create an app with plain-text help, which is also its output without a command.

    `about` describes the commands in one line. `commands` are those that are imported at their first use.
    """
    group = late_group(commands)
    return typer.Typer(cls=group, rich_markup_mode=None, no_args_is_help=True, help=about)


@contextmanager
def on_interrupt(message: str, *errors: type[SeawallError]) -> Iterator[None]:
    """Add `message` to a Ctrl-C in the block: the state of the work, and the command that resumes it.

    `CommandLine` prints it after `Stopped.`; the message of the innermost block comes first. An error of one
    of the classes `errors` gets it as its hint.
    """
    try:
        yield
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, *errors)):
            error.add_note(message)
        raise


def _no_hint(_: SeawallError, __: typer.Context) -> None:
    return None


def _exit_codes(given: ExitCodesByError) -> ExitCodesByError:
    return tuple(given)


@frozen(kw_only=True)
class CommandLine:
    """A command line program, e.g. `seawall`.

    `exit_codes` maps the errors of its commands to exit codes; `hint` returns the next step for an error
    of a command line whose message does not say it. The options `-v`, `--verbose` and `--debug` may stand
    before and after each subcommand; `VerboseOption` and `DebugOption` add them to the help of the app.
    """

    program: str
    app: typer.Typer
    exit_codes: ExitCodesByError = field(default=EXIT_CODES_BY_ERROR, converter=_exit_codes)
    hint: Callable[[SeawallError, typer.Context], str | None] = _no_hint

    def run(self, arguments: Sequence[str]) -> int:
        """Run the command in `arguments` and return the exit code.

        Raises only SystemExit, for a request of the shell to complete a command line.
        """
        verbosity, rest = split_verbosity(arguments)
        if f"_{self.program.replace('-', '_').upper()}_COMPLETE" in os.environ:
            self.app(prog_name=self.program)
        context: typer.Context | None = None
        try:
            _make_streams_safe()
            command = get_command(self.app)
            with console_log(verbosity), command.make_context(self.program, rest) as made:
                context = cast("typer.Context", made)
                command.invoke(made)
            # A closed pipe or a full disk must show here, not when the interpreter exits.
            sys.stdout.flush()
        except BaseException as error:  # noqa: BLE001 - every error ends here
            return self._handle(error, verbosity, context)
        return 0

    def _handle(self, error: BaseException, verbosity: Verbosity, context: typer.Context | None) -> int:
        try:
            return self._exit_code_for(error, verbosity, context)
        except BrokenPipeError as broken_pipe:
            return self._exit_code_for(broken_pipe, verbosity, context)
        except KeyboardInterrupt:
            # Ctrl-C again, while the message is printed.
            return int(ExitCode.INTERRUPTED)

    def _exit_code_for(
        self, error: BaseException, verbosity: Verbosity, context: typer.Context | None
    ) -> int:
        """Print the message for `error`, if it needs one, and return its exit code."""
        match error:
            case typer.Exit():
                return error.exit_code
            case SystemExit():
                return error.code if isinstance(error.code, int) else 0
            case BrokenPipeError():
                _discard_stdout()
            case KeyboardInterrupt() | typer.Abort():
                return _print_interrupt(error)
            case TyperException():
                return _print_usage_error(error, self.program)
            case SeawallError():
                _print_error(_error_text(error), self._hint_for(error, context), self.program)
                if verbosity is Verbosity.DEBUG:
                    _print_traceback(error)
            case OSError() if error.errno in _DISK_ERRORS:
                _discard_stdout()
                message = f"The output can not be written: {error.strerror}."
                _print_error(message, "Write it to a disk with free space.", self.program)
                return int(ExitCode.TRANSFER)
            case _:
                self._report_bug(error)
                if verbosity is Verbosity.DEBUG:
                    _print_traceback(error)
        return int(exit_code_for(error, self.exit_codes))

    def _hint_for(self, error: SeawallError, context: typer.Context | None) -> str | None:
        if isinstance(error, IncompleteError):
            return error.hint
        if notes := getattr(error, "__notes__", None):
            return " ".join(notes)
        return None if context is None else self.hint(error, context)

    def _report_bug(self, error: BaseException) -> None:
        _print_error(
            f"{self.program.capitalize()} has a bug ({type(error).__name__}). Your input is not the cause.",
            "Please report it. --debug shows the traceback; read it before you share it.",
            self.program,
        )


def _make_streams_safe() -> None:
    """Make the standard streams exist, and stdout and stderr accept every character."""
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - open until exit
    for name in ("stdout", "stderr"):
        # Python sets them to None if the shell closed them (`>&-`, `<&-`).
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open until exit
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _discard_stdout() -> None:
    """Redirect stdout to the null device, so that the interpreter's flush at exit does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _note(text: str, *, label: str = "", style: str = "") -> None:
    # Imported late: rich takes 45 ms, and a successful command may not need it.
    from seawall.terminal.screen import note  # noqa: PLC0415

    note(text, label=label, style=style)


def _print_interrupt(error: BaseException) -> int:
    notes = getattr(error, "__notes__", None) or ["Run it again to continue."]
    if sys.stderr.isatty():
        # Overwrite the ^C that the terminal echoed.
        sys.stderr.write("\r")
    _note(" ".join(["Stopped.", *notes]))
    return int(ExitCode.INTERRUPTED)


def _print_usage_error(error: TyperException, program: str) -> int:
    message = error.format_message()
    context = getattr(error, "ctx", None)
    # The class is not public in typer. Its message is the help text of a group without a command.
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(message, err=True)
    else:
        path = context.command_path if context is not None else program
        if context is not None:
            message = with_suggestion(message, context)
        _print_error(redact(message), f"See the usage: {path} --help", program)
    return int(ExitCode.USAGE)


def _print_error(message: str, hint: str | None, program: str) -> None:
    is_complete = message.endswith((".", "!", "?", ":")) or "\n" in message
    # A period after a command would be typed with it.
    _, colon, end = message.rpartition(": ")
    is_command = colon and re.match(rf"(?:\w+=(?:'[^']*'|\S)+ )*{re.escape(program)} ", end)
    _note(message if is_complete or is_command else f"{message}.", label="Error:", style="bold red")
    if hint:
        _note(hint, label="Hint:", style="bold")


def _error_text(error: BaseException) -> str:
    """The message of `error`, redacted line by line."""
    try:
        text = str(error)
    except Exception:  # noqa: BLE001 - print at least the class of an error whose __str__ fails
        text = ""
    if isinstance(error, InputError) and len(error.problems) > 1:
        return "\n".join([redact(text.partition(":")[0]) + ":", *_problem_lines(error.problems)])
    lines = (redact(line, max_characters=_MAX_CHARACTERS) for line in text.splitlines())
    return "\n".join(lines) or type(error).__name__


def _problem_lines(problems: Sequence[str]) -> Iterator[str]:
    """One line for each problem, and a count of the rest: a thousand items may have a thousand problems."""
    for problem in problems[:_MAX_PROBLEMS]:
        yield f"  - {redact(problem)}"
    if len(problems) > _MAX_PROBLEMS:
        yield f"  - and {len(problems) - _MAX_PROBLEMS} more"


def _print_traceback(error: BaseException) -> None:
    _note("\n".join(_traceback_lines(error)), style="dim")


def _traceback_lines(error: BaseException) -> Iterator[str]:
    """The tracebacks of `error` and its causes; messages may contain secrets, so they are redacted."""
    for each in _cause_chain(error):
        yield from "".join(traceback.format_tb(each.__traceback__)).splitlines()
        yield f"{type(each).__name__}: {_error_text(each)}"


def _cause_chain(error: BaseException) -> list[BaseException]:
    """`error` and its causes, the root cause first."""
    chain: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and each not in chain:
        chain.insert(0, each)
        each = each.__cause__ or each.__context__
    return chain
