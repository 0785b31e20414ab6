"""A fictitious SDK of a library, for tests of the shared commands."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, ClassVar

import pytest
from attrs import field, frozen

from seawall.core.redaction.secret import Secret
from seawall.runtime.settings.sdk_settings import SdkSettings
from seawall.runtime.settings.setting import Setting
from seawall.terminal.sdk import Sdk


class Settings(SdkSettings):
    section: ClassVar[str] = "library"
    environment_prefix: ClassVar[str] = "LIBRARY_"

    base_url: Annotated[str, Setting("Root URL of the library.")]
    client_id: Annotated[str, Setting("OAuth client id.")] = "reader"
    audience: Annotated[str | None, Setting("Audience.")] = None
    token: Annotated[Secret | None, Setting("A token in place of a login.")] = None
    access_token_file: Annotated[Path | None, Setting("File with a token.")] = None
    token_file: Annotated[Path, Setting("File with the login.")] = Path("login.json")

    @property
    def login_url(self) -> str:
        return self.base_url

    @property
    def login_audience(self) -> str | None:
        return self.audience

    @property
    def login_file(self) -> Path:
        return self.token_file


@frozen
class Client:
    """A client that records its arguments and each call of `close`."""

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
    client=lambda given: Client(given["base_url"], given["context"]),
)


@pytest.fixture(autouse=True)
def _temporary_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def captured(capsys: pytest.CaptureFixture[str]) -> Callable[[], tuple[str, str]]:
    """Returns the text on stdout and stderr since the last call."""

    def read() -> tuple[str, str]:
        out, err = capsys.readouterr()
        return out, err

    return read
