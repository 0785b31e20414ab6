"""A command line of any SDK: what ends a command becomes words on stderr and an exit code."""

from collections.abc import Callable
from typing import Annotated

import pytest
import typer

from seawall.core.errors import ConfigError, SeawallError
from seawall.terminal.app import new_app
from seawall.terminal.asking import confirmed
from seawall.terminal.exit_codes import ENDINGS, MEANINGS, ExitCode, IncompleteError
from seawall.terminal.options import OutputOption, YesOption, timeout_option
from seawall.terminal.running import CommandLine
from seawall.terminal.screen import Output, show_as
from seawall.terminal.stopping import when_stopped
from tests.terminal.terminals import at_a_terminal

Said = Callable[[], tuple[str, str]]


class TornError(SeawallError):
    """A page is torn: an error of this command line alone."""


def ended_by(error: BaseException, *, notes: tuple[str, ...] = ()) -> int:
    app = new_app()
    app.callback()(lambda: None)

    @app.command()
    def read() -> None:
        if notes:
            inner, outer = notes
            with when_stopped(outer), when_stopped(inner):
                raise error
        raise error

    endings = ((TornError, ExitCode.CONFLICT), *ENDINGS)
    hint: dict[type[SeawallError], str] = {TornError: "Mend it."}
    line = CommandLine(
        program="my-library", app=app, endings=endings, hint=lambda error: hint.get(type(error))
    )
    return line.run(["read"])


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (ConfigError("Nothing is set."), 2, "Error: Nothing is set.\n"),
        (TornError("It is torn"), 6, "Error: It is torn.\nHint: Mend it.\n"),
        (IncompleteError("1 of 2.", hint="Look."), 13, "Error: 1 of 2.\nHint: Look.\n"),
        (IncompleteError("1 of 2."), 13, "Error: 1 of 2.\n"),
        (KeyboardInterrupt(), 130, "Stopped. Run it again to go on.\n"),
        (typer.Abort(), 130, "Stopped. Run it again to go on.\n"),
        (typer.Exit(3), 3, ""),
        (SystemExit(4), 4, ""),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_an_ending(said: Said, error: BaseException, code: int, told: str) -> None:
    assert ended_by(error) == code
    assert said() == ("", told)


def test_a_bug_is_that_of_the_program(said: Said) -> None:
    assert ended_by(ZeroDivisionError("s3cret")) == 1
    out, err = said()
    assert (out, err.splitlines()[0]) == (
        "",
        "Error: My-library has a bug here (ZeroDivisionError). You did nothing wrong.",
    )
    assert "s3cret" not in err


def test_who_stops_it_is_told_of_the_innermost_first(said: Said) -> None:
    assert ended_by(KeyboardInterrupt(), notes=("One page is read.", "The book is open.")) == 130
    assert said()[1] == "Stopped. One page is read. The book is open.\n"
    # Whatever else ends such a block is told as ever.
    assert ended_by(ConfigError("No."), notes=("One page is read.", "The book is open.")) == 2
    assert said()[1] == "Error: No.\n"


def test_every_code_has_a_meaning() -> None:
    assert set(MEANINGS) == set(ExitCode)


def command_line() -> CommandLine:
    app = new_app()

    @app.command()
    def burn(
        yes: YesOption = False,
        timeout: Annotated[float, timeout_option("the fire to go out")] = 5.0,
        output: OutputOption = Output.TABLE,
    ) -> None:
        if yes or confirmed("Burn it?", why="Burning"):
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
        (["burn"], 2, "", "Error: Burning needs a yes, and nobody can be asked here. Give --yes.\n"),
        (["burn", "--timeout", "nan"], 2, "", "nan is no number of seconds"),
        (["burn", "--timeout", "0"], 2, "", "x>=0.1"),
        (["burn", "--nope"], 2, "", "Hint: See how it is used: library burn --help\n"),
        (["brn"], 2, "", "Did you mean 'burn'?"),
        ([], 2, "", "Usage: library "),
    ],
    ids=str,
)
def test_options(said: Said, arguments: list[str], code: int, out: str, err: str) -> None:
    assert command_line().run(arguments) == code
    told = said()
    assert told[0] == out
    assert err in told[1]


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
def test_a_question_at_a_terminal(typed: bytes, code: int, last: str) -> None:
    program = "from tests.terminal.test_running import command_line; exit(command_line().run(['burn']))"
    ended = at_a_terminal(program, after="Burn it? [y/N]: ", typed=typed)
    assert (ended.code, ended.said.splitlines()[-1].rpartition("\r")[2]) == (code, last)
    assert "Traceback" not in ended.said
