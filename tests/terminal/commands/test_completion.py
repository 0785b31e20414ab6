"""Completion of ids, for a fictitious SDK."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Self

import pytest
import typer
from attrs import evolve, field, frozen

from seawall.core.errors import NotSentError
from seawall.terminal.command_line import CommandLine, new_app
from seawall.terminal.commands.completion import id_completion
from seawall.terminal.commands.declared import command_of
from seawall.terminal.options import argument, option
from seawall.terminal.sdk import Sdk, SdkCommand
from tests.terminal.conftest import LIBRARY, Settings

Captured = Callable[[], tuple[str, str]]
IDS = [(7, "Tea\x1b[31m and\nmore"), (8, None), (71, "Milk")]


@frozen
class Shelf:
    """A client that records its options; `error` is raised by `list`."""

    given: dict[str, Any]
    options: dict[str, Any] = field(factory=dict)
    closed: list[bool] = field(factory=list)
    error: list[Exception] = field(factory=list)

    def with_options(self, *, timeout_s: float | None = None, attempts: int | None = None) -> Self:
        self.options.update(timeout_s=timeout_s, attempts=attempts)
        return self

    def list(self) -> list[tuple[int, str | None]]:
        if self.error:
            raise self.error[0]
        return IDS

    def close(self) -> None:
        self.closed.append(True)


def shelf_of(shelf: Shelf) -> Sdk[Settings, Shelf]:
    def client(given: Mapping[str, Any]) -> Shelf:
        shelf.given.update(given)
        return shelf

    made: Any = evolve(
        LIBRARY,
        client=client,  # type: ignore[arg-type]
        options={"branch": Annotated[int | None, option("--branch", "N", "Branch.")]},
    )
    return made  # type: ignore[no-any-return]


def completed(
    shelf: Shelf, line: str, monkeypatch: pytest.MonkeyPatch, captured: Captured, *, shell: str = "bash"
) -> str:
    """The answer to a shell that completes the last word of `line`."""
    sdk = shelf_of(shelf)
    app = new_app()

    @app.callback()
    def _root(context_name: Annotated[str | None, typer.Option("--context")] = None) -> None: ...

    book = argument("BOOK", "Book.", completion=id_completion(sdk, Shelf.list))

    @command_of(sdk, app)
    def show(command: SdkCommand[Settings, Shelf], book_id: Annotated[int, book]) -> None:
        """Show a book."""

    for name, value in {
        "_LIBRARY_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": line,
        "COMP_WORDS": line,
        "COMP_CWORD": str(line.count(" ")),
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        CommandLine(program="library", app=app).run([])
    out, err = captured()
    assert err == ""
    return out


def test_ids_are_completed(monkeypatch: pytest.MonkeyPatch, captured: Captured) -> None:
    assert completed(Shelf({}), "library show ", monkeypatch, captured).split() == ["7", "8", "71"]
    assert completed(Shelf({}), "library show 7", monkeypatch, captured).split() == ["7", "71"]


def test_a_description_can_not_control_the_terminal(
    monkeypatch: pytest.MonkeyPatch, captured: Captured
) -> None:
    shown = completed(Shelf({}), "library show ", monkeypatch, captured, shell="zsh")
    assert '"7":"Tea [31m and more"' in shown
    assert "\x1b" not in shown


def test_the_call_has_the_options_of_the_command_line_and_is_short(
    monkeypatch: pytest.MonkeyPatch, captured: Captured
) -> None:
    shelf = Shelf({})
    line = "library --context dev show --url http://a.test --branch 3 "
    completed(shelf, line, monkeypatch, captured)
    assert shelf.given == {"base_url": "http://a.test", "branch": 3, "context": "dev"}
    assert shelf.options == {"timeout_s": 2.0, "attempts": 1}
    assert shelf.closed == [True]


@pytest.mark.parametrize("error", [NotSentError("down"), RuntimeError("a bug")])
def test_an_error_completes_nothing(
    error: Exception, monkeypatch: pytest.MonkeyPatch, captured: Captured
) -> None:
    shelf = Shelf({}, error=[error])
    assert completed(shelf, "library show ", monkeypatch, captured).split() == []
    assert shelf.closed == [True]
