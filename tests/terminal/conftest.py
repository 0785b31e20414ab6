"""An SDK of a library, made up: what the shared commands are tried on, without any SDK of Seawall's."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from attrs import field, frozen
from pydantic import Field, SecretStr

from seawall.runtime.settings.settings import SdkSettings
from seawall.terminal.sdk import Sdk


class Settings(SdkSettings):
    section: ClassVar[str] = "library"
    environment_prefix: ClassVar[str] = "LIBRARY_"

    base_url: str = Field(description="Root URL of the library.")
    client_id: str = Field(default="reader", description="OAuth client id.")
    audience: str | None = Field(default=None, description="Subscribers.")
    token: SecretStr | None = Field(default=None, description="A token in place of a login.")
    token_file: Path = Field(default=Path("login.json"), description="File that keeps the login.")

    @property
    def login_url(self) -> str:
        return self.base_url

    @property
    def login_file(self) -> Path:
        return self.token_file


@frozen
class Client:
    """A client that keeps what it was made from; `closed` tells how often it was."""

    url: str | None
    context: str | None
    closed: list[bool] = field(factory=list)

    def close(self) -> None:
        self.closed.append(True)


LIBRARY = Sdk(
    name="library",
    command="library",
    server="library",
    environment_prefix="LIBRARY_",
    settings=lambda: Settings,
    client=Client,
)


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[], tuple[str, str]]:
    """What was written to stdout and stderr since it was last asked."""

    def read() -> tuple[str, str]:
        out, err = capsys.readouterr()
        return out, err

    return read
