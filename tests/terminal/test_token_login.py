"""`login` with an access token, built for a fictitious SDK."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Self

import pytest
from attrs import field, frozen

from seawall.core.errors import NotSentError, UnauthorizedError
from seawall.runtime.auth.token_file import TokenFile
from seawall.runtime.settings.auth_settings import StoredTokenSettings
from seawall.terminal.command_line import CommandLine, new_app
from seawall.terminal.login.token_login import add_token_login
from seawall.terminal.sdk import Sdk
from tests.terminal.pseudo_terminal import run_at_terminal

Captured = Callable[[], tuple[str, str]]
URL = "http://archive.test"


class Settings(StoredTokenSettings):
    section: ClassVar[str] = "archive"
    environment_prefix: ClassVar[str] = "ARCHIVE_"


@frozen
class Client:
    """A client whose server knows the token `sk-good`."""

    url: str | None
    context: str | None = None
    given: str | None = field(default=None, repr=False)

    def with_options(self, *, token: str | None = None) -> Self:
        return type(self)(self.url, self.context, token)

    def me(self) -> dict[str, str]:
        if self.given != "sk-good":
            raise UnauthorizedError("GET /me answered 401.", status=401)
        return {"name": "ada"}

    def close(self) -> None: ...


ARCHIVE = Sdk(
    name="archive",
    command="archive",
    server="archive",
    environment_prefix="ARCHIVE_",
    settings=lambda: Settings,
    client=lambda given: Client(given["base_url"], given["context"]),
    user_group="",
)


def run(*arguments: str) -> int:
    app = new_app()
    view = lambda me: [("User", me["name"])]  # noqa: E731
    add_token_login(app, ARCHIVE, whoami=Client.me, view=view)
    return CommandLine(program="archive", app=app).run([*arguments, "--url", URL])


@pytest.fixture(autouse=True)
def _login_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_TOKEN_FILE", "login.json")


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_a_token_of_stdin_is_checked_and_stored(captured: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "  sk-good\n")
    assert run("login", "--token-stdin", "-o", "json") == 0
    out, err = captured()
    assert json.loads(out) == {"base_url": URL, "login_file": "login.json", "account": {"name": "ada"}}
    assert err == "Logged in.\n"
    stored = TokenFile("login.json").load()
    assert stored is not None
    assert stored.access_token == "sk-good"
    assert Path("login.json").stat().st_mode & 0o777 == 0o600
    assert "sk-good" not in out + err


def test_a_table_shows_the_user_the_server_and_the_file(
    captured: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "sk-good")
    assert run("login", "--token-stdin") == 0
    assert captured()[0].splitlines() == ["User     ada", f"Archive  {URL}", "File     login.json"]


def test_a_rejected_token_is_not_stored(captured: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "sk-bad")
    assert run("login", "--token-stdin") == 3
    out, err = captured()
    assert out == ""
    assert err.splitlines() == [
        "Error: GET /me answered 401.",
        f"Hint: Nothing was stored. Check that the token is complete and is for {URL}.",
    ]
    assert not Path("login.json").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Error: The token is empty."),
        ("\n", "Error: The token is empty."),
        ('"sk-good"', "Error: The token is in quotes, which are no part of it: remove them."),
        ("Bearer sk-good", "Error: The token begins with the name of its scheme"),
        ("sk good", "Error: The token contains spaces or other characters that no token has."),
    ],
)
def test_text_that_is_no_token_is_not_sent(
    captured: Captured, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    typed(monkeypatch, text)
    assert run("login", "--token-stdin") == 2
    out, err = captured()
    assert err.startswith(message)
    assert "sk-good" not in out + err
    assert not Path("login.json").exists()


def test_without_a_terminal_the_error_names_the_option(
    captured: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "sk-good\n")
    assert run("login") == 2
    assert captured()[1] == (
        "Error: stdin is not a terminal. To read the token from a file: "
        f"archive login --url {URL} --token-stdin < FILE\n"
    )


def test_there_is_no_option_for_a_token(captured: Captured) -> None:
    assert run("login", "--token", "sk-good") == 2
    out, err = captured()
    assert "--token-stdin" in err
    assert "sk-good" not in out + err


def test_a_token_of_the_environment_is_named(captured: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_TOKEN", "sk-other")
    typed(monkeypatch, "sk-good")
    assert run("login", "--token-stdin") == 0
    note = "Note: The token in ARCHIVE_TOKEN (environment) overrides the login. Unset it to use the login."
    assert captured()[1].splitlines()[0] == note


def test_a_file_that_can_not_be_written_ends_the_login_before_the_question(captured: Captured) -> None:
    Path("login.json").mkdir()
    assert run("login", "--token-stdin") == 2
    assert captured()[1].startswith("Error: The token file login.json can not be written")


def test_logout_deletes_the_token(captured: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "sk-good")
    assert run("login", "--token-stdin") == 0
    assert run("logout", "-o", "json") == 0
    assert not Path("login.json").exists()


_AT_TERMINAL = """
from seawall.terminal.prompts import ask_secret
from seawall.terminal.command_line import CommandLine, new_app, on_interrupt
app = new_app()
@app.command()
def ask() -> None:
    with on_interrupt("Nothing was stored."):
        print(len(ask_secret("Access token", instead="")))
import sys
sys.exit(CommandLine(program="archive", app=app).run([]))
"""


@pytest.mark.slow
def test_a_typed_token_is_not_shown() -> None:
    session = run_at_terminal(_AT_TERMINAL, after="Access token:", typed=b"sk-good\n")
    assert (session.code, "sk-good" in session.output, "7" in session.output) == (0, False, True)


@pytest.mark.slow
@pytest.mark.parametrize("typed_key", [b"\x03", b"\x04"])
def test_ctrl_c_and_the_end_of_input_stop_the_question(typed_key: bytes) -> None:
    session = run_at_terminal(_AT_TERMINAL, after="Access token:", typed=typed_key)
    assert (session.code, "Stopped. Nothing was stored." in session.output) == (130, True)


def test_the_error_of_a_bad_server_keeps_its_own_hint(
    captured: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(client: Client) -> dict[str, str]:
        raise NotSentError("The server is down.")

    monkeypatch.setattr(sys, "stdin", io.StringIO("sk-good"))
    app = new_app()
    add_token_login(app, ARCHIVE, whoami=fail, view=lambda _: [])
    assert CommandLine(program="archive", app=app).run(["login", "--token-stdin", "--url", URL]) == 8
    assert "Nothing was stored. Check" not in captured()[1]
