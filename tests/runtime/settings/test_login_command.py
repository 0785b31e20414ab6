"""The login command in the errors of a client: it logs in for that client."""

from pathlib import Path

import pytest

from seawall.core.errors import LoginRequiredError
from seawall.sdks.platform import Client
from seawall.sdks.platform.settings import Settings
from seawall.transports import MemoryTransport
from tests.cli.parsing import parsed, shown_commands
from tests.sdks.platform.wire import Platform

URL = "http://platform.test"
LOGIN = f"seawall platform user login --url {URL}"


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "seawall"
    folder.mkdir()
    (folder / "contexts.toml").write_text(f'[contexts.dev.platform]\nbase_url = "{URL}"\nclient_id = "dev"\n')


def command_of(client: Client) -> str:
    with client, pytest.raises(LoginRequiredError) as caught:
        client.me()
    (command,) = shown_commands(str(caught.value))
    assert parsed(command)[1]["url"] == URL
    return command


def memory() -> MemoryTransport:
    return MemoryTransport(Platform({}))


def test_the_command_names_server_and_context() -> None:
    assert command_of(Client(base_url=URL, transport=memory())) == LOGIN
    in_context = f"seawall --context dev platform user login --url {URL}"
    assert command_of(Client(context="dev", transport=memory())) == in_context


def test_settings_of_the_login_that_the_program_gave_are_variables() -> None:
    client = Client(base_url=URL, token_file="my login.json", transport=memory())
    assert command_of(client) == f"SEAWALL_PLATFORM_TOKEN_FILE='my login.json' {LOGIN}"
    settings = Settings(base_url=URL, issuer="http://login.test", client_id="x", audience="y")
    assert command_of(Client(settings=settings, transport=memory())) == (
        "SEAWALL_PLATFORM_ISSUER=http://login.test SEAWALL_PLATFORM_CLIENT_ID=x SEAWALL_PLATFORM_AUDIENCE=y "
        f"{LOGIN}"
    )


def test_variables_of_the_environment_are_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_TOKEN_FILE", "mine.json")
    assert command_of(Client(base_url=URL, transport=memory())) == LOGIN
