"""How `… user login` logs a person in: a browser where one can be opened, a code elsewhere."""

import os
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rich.text import Text

from seawall.terminal.screen import note, printable, screen

if TYPE_CHECKING:
    from seawall.core.auth.tokens import Token
    from seawall.runtime.auth.login import BrowserPrompt, DevicePrompt

__all__ = ["LoginSettings", "Way", "new_login", "show_address", "show_prompt"]


class LoginSettings(Protocol):
    """What a login needs to know of an SDK's settings."""

    @property
    def base_url(self) -> str:
        """The root URL of the server that the login is for."""

    @property
    def login_url(self) -> str:
        """The root URL of the login server."""

    @property
    def login_file(self) -> Path:
        """The file that keeps the login."""

    @property
    def client_id(self) -> str:
        """The OAuth client id."""

    @property
    def audience(self) -> str | None:
        """What a token is asked for, where the login server wants to know."""

    @property
    def token(self) -> object:
        """What is used in place of a login, or None."""


class Way(Enum):
    """How a person logs in; AUTO is a browser that opens by itself, or a code where none would."""

    AUTO = "auto"
    ADDRESS = "address"
    DEVICE = "device"


def new_login(settings: LoginSettings, way: Way) -> "Token":
    """The token of the person at this terminal; raises what `browser_login` and `device_login` raise."""
    # Imported here: the login's libraries take their time.
    from seawall.runtime.auth.login import (  # noqa: PLC0415
        browser_login,
        can_open_browser,
        device_login,
        open_in_browser,
    )

    issuer, client_id, audience = settings.login_url, settings.client_id, settings.audience
    if way is Way.AUTO and not can_open_browser(os.environ):
        note("No browser can be opened here, so you log in by a code. With one on this machine: --no-browser")
        way = Way.DEVICE
    if way is Way.DEVICE:
        return device_login(issuer, client_id, audience=audience, show=show_prompt)
    opens = way is Way.AUTO
    return browser_login(
        issuer,
        client_id,
        audience=audience,
        show=lambda prompt: show_address(prompt, opens=opens),
        open_browser=open_in_browser if opens else lambda _: None,
    )


def show_address(prompt: "BrowserPrompt", *, opens: bool) -> None:
    """Tell a person where to log in, on stderr; `opens` is whether their browser goes there by itself."""
    if opens:
        note("Your browser opens the login page. If it does not, open this address on this machine:")
    else:
        note("Open this address in a browser on this machine:")
    # On one line whatever its length: it has to be copied whole.
    screen(stderr=True).print(Text(printable(prompt.uri)), soft_wrap=True)
    note(f"Waiting for {_minutes(prompt.expires_in_s)} min at most ...")


def show_prompt(prompt: "DevicePrompt") -> None:
    """Tell a person where to confirm their login, on stderr."""
    note(f"Open   {printable(prompt.uri)}")
    note(f"Code   {printable(prompt.code)}", style="bold")
    minutes = _minutes(prompt.expires_in_s)
    note(f"Check that the page shows this code and confirm within {minutes} min. Waiting ...")


def _minutes(seconds: float) -> int:
    return max(1, round(seconds / 60))
