"""Command lines: every error becomes a message on stderr and an exit code."""

from collections.abc import Callable
from typing import Annotated

import pytest
import typer

from seawall.core.errors import ConfigError, SeawallError
from seawall.terminal.command_line import CommandLine, new_app, on_interrupt
from seawall.terminal.exit_codes import DESCRIPTIONS, EXIT_CODES_BY_ERROR, ExitCode, IncompleteError
from seawall.terminal.options import OutputOption, YesOption, timeout_option
from seawall.terminal.prompts import confirm
from seawall.terminal.screen import Output, show_as
from tests.terminal.pseudo_terminal import run_at_terminal

Captured = Callable[[], tuple[str, str]]


class TornError(SeawallError):
    """An error of this command line only."""


def run_and_raise(error: BaseException, *, notes: tuple[str, ...] = ()) -> int:
    app = new_app()
    app.callback()(lambda: None)

    @app.command()
    def read() -> None:
        if notes:
            inner, outer = notes
            with on_interrupt(outer), on_interrupt(inner):
                raise error
        raise error

    exit_codes = ((TornError, ExitCode.CONFLICT), *EXIT_CODES_BY_ERROR)
    hint: dict[type[SeawallError], str] = {TornError: "Glue it."}
    line = CommandLine(
        program="my-library", app=app, exit_codes=exit_codes, hint=lambda error, _: hint.get(type(error))
    )
    return line.run(["read"])


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (ConfigError("Nothing is set."), 2, "Error: Nothing is set.\n"),
        (TornError("It is torn"), 6, "Error: It is torn.\nHint: Glue it.\n"),
        (IncompleteError("1 of 2.", hint="Look."), 13, "Error: 1 of 2.\nHint: Look.\n"),
        (IncompleteError("1 of 2."), 13, "Error: 1 of 2.\n"),
        (KeyboardInterrupt(), 130, "Stopped. Run it again to continue.\n"),
        (typer.Abort(), 130, "Stopped. Run it again to continue.\n"),
        (typer.Exit(3), 3, ""),
        (SystemExit(4), 4, ""),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_message_and_exit_code(captured: Captured, error: BaseException, code: int, message: str) -> None:
    assert run_and_raise(error) == code
    assert captured() == ("", message)


def test_a_bug_is_reported_by_the_name_of_the_program(captured: Captured) -> None:
    assert run_and_raise(ZeroDivisionError("s3cret")) == 1
    out, err = captured()
    assert (out, err.splitlines()[0]) == (
        "",
        "Error: My-library has a bug (ZeroDivisionError). Your input is not the cause.",
    )
    assert "s3cret" not in err


def test_ctrl_c_shows_the_message_of_the_innermost_block_first(captured: Captured) -> None:
    assert run_and_raise(KeyboardInterrupt(), notes=("One page is read.", "The book is open.")) == 130
    assert captured()[1] == "Stopped. One page is read. The book is open.\n"
    # Other errors do not show the messages.
    assert run_and_raise(ConfigError("No."), notes=("One page is read.", "The book is open.")) == 2
    assert captured()[1] == "Error: No.\n"


def test_every_code_has_a_description() -> None:
    assert set(DESCRIPTIONS) == set(ExitCode)


def command_line() -> CommandLine:
    app = new_app()

    @app.command()
    def burn(
        yes: YesOption = False,
        timeout: Annotated[float, timeout_option("the fire to go out")] = 5.0,
        output: OutputOption = Output.TABLE,
    ) -> None:
        if yes or confirm("Burn it?", why="Burning"):
            show_as(output, {"timeout": timeout}, "burnt")

    @app.command()
    def read() -> None:
        """Read."""

    return CommandLine(program="library", app=app)


@pytest.mark.parametrize(
    ("arguments", "code", "out", "err"),
    [
        (["burn", "--yes"], 0, "burnt\n", ""),
        (["burn", "-y", "-o", "json", "--timeout", "3"], 0, '{\n  "timeout": 3.0\n}\n', ""),
        (["burn"], 2, "", "Error: Burning needs confirmation, and stdin is not a terminal. Give --yes.\n"),
        (["burn", "--timeout", "nan"], 2, "", "nan is not a finite number of seconds"),
        (["burn", "--timeout", "0"], 2, "", "x>=0.1"),
        (["burn", "--nope"], 2, "", "Hint: See the usage: library burn --help\n"),
        (["brn"], 2, "", "Did you mean 'burn'?"),
        ([], 2, "", "Usage: library "),
    ],
    ids=str,
)
def test_options(captured: Captured, arguments: list[str], code: int, out: str, err: str) -> None:
    assert command_line().run(arguments) == code
    stdout, stderr = captured()
    assert stdout == out
    assert err in stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "code", "last"),
    [
        (b"y\n", 0, "burnt"),
        (b"n\n", 0, "Burn it? [y/N]: n"),
        (b"\x03", 130, "Stopped. Nothing was done."),
        (b"\x04", 130, "Stopped. Nothing was done."),
    ],
    ids=["yes", "no", "Ctrl-C", "Ctrl-D"],
)
def test_confirmation_at_a_terminal(typed: bytes, code: int, last: str) -> None:
    program = "from tests.terminal.test_command_line import command_line; exit(command_line().run(['burn']))"
    session = run_at_terminal(program, after="Burn it? [y/N]: ", typed=typed)
    assert (session.code, session.output.splitlines()[-1].rpartition("\r")[2]) == (code, last)
    assert "Traceback" not in session.output
