"""The text of the running command: its arguments and options, as a shell takes them."""

import shlex
from pathlib import Path
from typing import Annotated

import pytest
import typer

from seawall.terminal.command_line import CommandLine, new_app
from seawall.terminal.same_command import same_command
from seawall.terminal.screen import Output


def run(*arguments: str, without: str | None = None, adding: str | None = None) -> tuple[str, list[object]]:
    """Run a command; returns its text and the values that it received."""
    app = new_app()
    texts: list[str] = []
    values: list[object] = []

    @app.callback()
    def root(place: Annotated[str | None, typer.Option("--context")] = None) -> None:
        values.append(place)

    @app.command()
    def read(
        context: typer.Context,
        names: Annotated[list[str] | None, typer.Argument()] = None,
        *,
        to: Annotated[Path, typer.Option("--to", "-t")] = Path("x"),
        tag: Annotated[list[str] | None, typer.Option("--tag")] = None,
        output: Annotated[Output, typer.Option("--output", "-o")] = Output.TABLE,
        number: Annotated[int, typer.Option("--number", envvar="MY_NUMBER")] = 7,
        check: Annotated[bool, typer.Option("--check")] = False,
        color: Annotated[bool, typer.Option("--color/--no-color")] = True,
    ) -> None:
        values.extend([names, to, tag, output, number, check, color])
        texts.append(same_command(context, without=without, adding=adding))

    assert CommandLine(program="library", app=app).run(arguments) == 0
    return texts[0], values


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["read"], "library read"),
        (["--context", "dev", "read", "a"], "library --context dev read a"),
        (["read", "-t", "my files", "a b", "c"], "library read 'a b' c --to 'my files'"),
        (["read", "--tag", "x", "--tag", "y"], "library read --tag x --tag y"),
        (["read", "-o", "json", "--check"], "library read --output json --check"),
        (["read", "--no-color"], "library read --no-color"),
        (["read", "--to=-x", "--", "-a", "b"], "library read --to=-x -- -a b"),
        (["read", "--number", "7"], "library read --number 7"),
    ],
)
def test_a_command_is_repeated(arguments: list[str], text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_NUMBER", "8")
    shown, values = run(*arguments)
    assert shown == text
    assert run(*shlex.split(shown)[1:])[1] == values


def test_an_option_can_be_left_out_and_another_added() -> None:
    assert run("read", "a", "--check", without="--check")[0] == "library read a"
    assert run("read", "--check", "--", "-a", without="--check", adding="--write")[0] == (
        "library read --write -- -a"
    )
