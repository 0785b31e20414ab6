"""The commands `user` and `sdk`, built for a fictitious SDK."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer

from seawall.core.auth.tokens import Token
from seawall.core.errors import TokenVerificationError
from seawall.core.metadata.metadata import ItemMetadata, RunMetadata
from seawall.runtime.auth.token_file import TokenFile
from seawall.runtime.settings.contexts import ContextFile
from seawall.terminal.command_line import CommandLine, new_app
from seawall.terminal.commands.sdk_app import build_sdk_app
from seawall.terminal.login.user_app import build_user_app
from seawall.terminal.sdk import Connections
from seawall.testing.local_platform import LocalPlatform
from seawall.transports import default_transport
from tests.rows import row
from tests.terminal.conftest import LIBRARY, Client

Captured = Callable[[], tuple[str, str]]
# No server listens there.
URL = "http://127.0.0.1:9"


def trust(settings: object, token: Token) -> None:
    """Accept every token."""


def run(
    *arguments: str,
    connections: Connections | None = None,
    verify: Callable[[object, Token], None] = trust,
) -> int:
    user = build_user_app(
        LIBRARY,
        login=lambda settings: settings,
        transport=default_transport,
        whoami=lambda client: {"url": client.url, "context": client.context},
        view=lambda me: [("Url", me["url"]), ("Context", me["context"])],
        whoami_help="Show who reads.",
        verify=verify,
    )
    app = new_app()

    @app.callback()
    def _keep(context: typer.Context) -> None:
        context.obj = connections

    app.add_typer(user, name="user")
    app.add_typer(build_sdk_app(LIBRARY, lambda: (RunMetadata, ItemMetadata)), name="sdk")
    return CommandLine(program="library", app=app).run(arguments)


def test_help_names_the_sdk(captured: Captured) -> None:
    assert run("user", "login", "--help") == 0
    help_text = captured()[0]
    assert "Usage: library user login" in help_text
    assert "Root URL of the library. Default: LIBRARY_BASE_URL." in " ".join(help_text.split())
    assert "  library user login --url http://127.0.0.1:8000" in help_text
    assert run("user", "whoami", "--help") == 0
    assert "Show who reads." in captured()[0]


@pytest.mark.parametrize("output", ["table", "json"])
def test_whoami_uses_a_client_and_closes_it(captured: Captured, output: str) -> None:
    clients: list[Client] = []

    def create(given: Mapping[str, Any]) -> Client:
        clients.append(Client(given["base_url"], "test"))
        return clients[-1]

    connections = Connections(clients={"library": create, "other": lambda _: None})
    assert run("user", "whoami", "--url", URL, "-o", output, connections=connections) == 0
    out, _ = captured()
    assert out == f"Url      {URL}\nContext  test\n" if output == "table" else json.loads(out)["url"] == URL
    assert [client.closed for client in clients] == [[True]]


def test_without_other_clients_the_sdk_creates_one(captured: Captured) -> None:
    assert run("user", "whoami", "-o", "json", connections=Connections(context_name="dev")) == 0
    assert json.loads(captured()[0]) == {"url": None, "context": "dev"}


OVERRIDES = "Note: The token in {} overrides the login. Unset it to use the login."


def test_login_warns_of_a_token_in_the_environment(
    captured: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIBRARY_TOKEN", "s3cret")
    assert run("user", "login", "--no-browser", "--url", URL) == 8
    first, second, *_ = captured()[1].splitlines()
    assert first == OVERRIDES.format("LIBRARY_TOKEN (environment)")
    assert second.startswith("Error: no connection to 127.0.0.1:9")


def test_login_warns_of_a_token_in_a_file(captured: Captured) -> None:
    Path(".env").write_text(f"LIBRARY_TOKEN=s3cret\nLIBRARY_BASE_URL={URL}\n")
    assert run("user", "login", "--device") == 8
    out, err = captured()
    assert err.splitlines()[0] == OVERRIDES.format("LIBRARY_TOKEN (.env)")
    assert "s3cret" not in out + err


def test_login_warns_of_a_mounted_token(captured: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBRARY_ACCESS_TOKEN_FILE", "token")
    assert run("user", "login", "--no-browser", "--url", URL) == 8
    origin = "token (environment LIBRARY_ACCESS_TOKEN_FILE)"
    assert captured()[1].splitlines()[0] == OVERRIDES.format(origin)
    assert run("user", "logout", "--url", URL) == 0
    assert f"Note: The token in {origin} is still set; commands use it." in captured()[1]


def test_login_without_a_token_has_no_warning(captured: Captured) -> None:
    ContextFile().add("dev", "library", {"base_url": URL})
    assert run("user", "login", "--device", connections=Connections(context_name="dev")) == 8
    assert "Note:" not in captured()[1]


def test_a_login_that_could_not_be_stored_does_not_begin(
    captured: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("file").touch()
    monkeypatch.setenv("LIBRARY_TOKEN_FILE", "file/login.json")
    # 8 would be the exit code of the first request of a login: no server listens.
    assert run("user", "login", "--device", "--url", URL) == 2
    out, err = captured()
    assert out == ""
    assert err.startswith("Error: The token file file/login.json can not be written: ")


@pytest.mark.slow
def test_an_untrusted_token_is_not_stored(captured: Captured, seawall_platform: LocalPlatform) -> None:
    def refuse(settings: object, token: Token) -> None:
        raise TokenVerificationError("The token is not trusted.")

    login = ("user", "login", "--device", "--url", seawall_platform.url)
    assert run(*login, verify=refuse) == 3
    assert captured()[1].splitlines()[-1] == "Error: The token is not trusted."
    assert not Path("login.json").exists()
    assert run(*login) == 0
    assert Path("login.json").exists()


def test_logout_deletes_the_login_and_warns_of_a_token(
    captured: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    TokenFile(Path("login.json")).save(Token(access_token="a", obtained_at=0.0, lifetime_s=1.0))
    assert run("user", "logout", "--url", URL, "-o", "json") == 0
    assert captured() == (
        json.dumps({"base_url": URL, "was_logged_in": True, "was_revoked": False}, indent=2) + "\n",
        "Logged out.\n",
    )
    monkeypatch.setenv("LIBRARY_TOKEN", "s3cret")
    assert run("user", "logout", "--url", URL) == 0
    message = "Note: The token in LIBRARY_TOKEN (environment) is still set; commands use it.\n"
    assert captured() == ("", f"You were not logged in.\n{message}")


def test_a_logout_whose_revocation_fails_tells_it_and_deletes_the_login(captured: Captured) -> None:
    token = Token(access_token="a", refresh_token="r", obtained_at=0.0, lifetime_s=1.0, issuer=URL)
    TokenFile(Path("login.json")).save(token)
    assert run("user", "logout", "--url", URL) == 0
    warning, told = captured()[1].splitlines()
    assert warning.startswith("Warning: The login could not be revoked, so the server may accept it until")
    assert (told, Path("login.json").exists()) == ("Logged out.", False)


def test_the_metadata_schemas_of_runs_and_items(captured: Captured) -> None:
    for words, title in (
        (["run-metadata-schema"], "RunMetadata"),
        (["item-metadata-schema"], "ItemMetadata"),
        # The earlier names.
        (["metadata-schema"], "RunMetadata"),
        (["metadata-schema", "--item"], "ItemMetadata"),
    ):
        with row(words):
            assert run("sdk", *words, "--no-pretty") == 0
            line = captured()[0]
            assert json.loads(line)["title"] == title
            assert line.count("\n") == 1
            assert run("sdk", *words, "--pretty") == 0
            pretty = captured()[0]
            assert pretty.count("\n") > 1
            assert json.loads(pretty) == json.loads(line)
