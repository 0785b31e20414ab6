"""Commands that are declared as functions, for a fictitious SDK."""

import json
import sys
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Annotated, Any

import pytest
import typer
from attrs import evolve

from seawall.core.errors import MaybeProcessedError
from seawall.terminal.command_line import CommandLine, new_app
from seawall.terminal.commands.declared import command_of
from seawall.terminal.options import argument, option
from seawall.terminal.screen import Output, facts, note
from seawall.terminal.sdk import Connections, SdkCommand
from tests.terminal.conftest import LIBRARY, Client, Settings

Captured = Callable[[], tuple[str, str]]
Command = SdkCommand[Settings, Client]

SHOP = evolve(LIBRARY, options={"branch": Annotated[int | None, option("--branch", "N", "Branch.")]})


class Program:
    """The program `library` with some commands, and the arguments and clients that it made."""

    def __init__(self) -> None:
        self.given: list[Mapping[str, Any]] = []
        self.clients: list[Client] = []

    def client(self, given: Mapping[str, Any]) -> Client:
        self.given.append(given)
        self.clients.append(Client(given["base_url"], given["context"]))
        return self.clients[-1]

    def run(self, *arguments: str) -> int:
        app = new_app()

        @app.callback()
        def _connect(context: typer.Context) -> None:
            context.obj = Connections("dev", {"library": self.client})

        @command_of(SHOP, app, view=_view, empty="Nothing.", examples=["find a", "find b"])
        def find(command: Command, name: Annotated[str, argument("NAME", "Name.")]) -> dict[str, str | None]:
            """Find a book."""
            return {"name": name, "url": command.client.url} if name != "none" else {}

        @command_of(SHOP, app, has_options=False)
        def lend_out(command: Command, times: Annotated[int, option("--times", "N", "Times.")] = 1) -> None:
            """Lend a book."""
            assert command.client is command.client
            with command.may_be_done("To check", "find", "a b"):
                raise MaybeProcessedError(f"lost {times}")

        @command_of(SHOP, app, "back")
        def give_back(command: Command) -> "Unknown":  # type: ignore[name-defined]  # noqa: F821
            """Give a book back."""
            note(command.hint("To see it", "find", "a b"))
            note(command.user_command("login"))

        return CommandLine(program="library", app=app).run(arguments)


def _view(found: dict[str, str | None]) -> list[Any]:
    return [facts(list(found.items()))]


@pytest.fixture
def program() -> Program:
    return Program()


def test_a_returned_value_is_shown_as_parts_or_json(program: Program, captured: Captured) -> None:
    assert program.run("find", "tea", "--url", "http://a.test") == 0
    assert captured() == ("name  tea\nurl   http://a.test\n", "")
    assert program.run("find", "tea", "-o", "json") == 0
    assert json.loads(captured()[0]) == {"name": "tea", "url": None}


def test_an_empty_value_has_a_message_beside_a_table_only(program: Program, captured: Captured) -> None:
    assert program.run("find", "none") == 0
    assert captured() == ("", "Nothing.\n")
    assert program.run("find", "none", "-o", "json") == 0
    assert captured() == ("{}\n", "")


def test_the_client_gets_the_options_and_is_closed_once(program: Program) -> None:
    assert program.run("find", "tea", "--branch", "3", "--url", "http://a.test") == 0
    assert program.given == [{"base_url": "http://a.test", "branch": 3, "context": "dev"}]
    assert [client.closed for client in program.clients] == [[True]]


def test_the_client_of_a_command_that_fails_is_closed(program: Program, captured: Captured) -> None:
    assert program.run("lend-out") == 8
    assert [client.closed for client in program.clients] == [[True]]
    assert captured()[1].splitlines()[-1] == "Hint: To check: library --context dev find 'a b'"


def test_a_command_without_the_options_of_the_sdk_refuses_them(program: Program, captured: Captured) -> None:
    assert program.run("lend-out", "--branch", "3") == 2
    assert "--branch" in captured()[1]


def test_the_next_command_has_the_options_and_a_login_has_not(program: Program, captured: Captured) -> None:
    assert program.run("back", "--branch", "3", "--url", "http://a.test") == 0
    assert captured()[1].splitlines() == [
        "To see it: library --context dev find 'a b' --branch 3 --url http://a.test",
        "library --context dev user login --url http://a.test",
    ]


def test_the_help_has_the_docstring_the_options_and_the_examples(
    program: Program, captured: Captured
) -> None:
    assert program.run("find", "--help") == 0
    text = captured()[0]
    for part in ("Find a book.", "NAME  Name.", "--branch N", "--url URL", "--output"):
        assert part in " ".join(text.split()) or part in text
    assert text.split()[-7:] == ["Examples:", *["library", "find", "a", "library", "find", "b"]]


def test_output_reaches_its_reader_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    stream = SimpleNamespace(write=seen.append, flush=lambda: seen.append("flush"))
    monkeypatch.setattr(sys, "stdout", stream)
    context: Any = None
    SdkCommand(LIBRARY, context, {}, Output.JSON).show({"id": 7})
    assert seen == ['{\n  "id": 7\n}\n', "flush"]
