"""`… user login`: in a browser if one can be opened, by a code otherwise."""

import os
from collections.abc import Callable
from contextlib import closing
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rich.text import Text

from seawall.terminal.screen import note, printable, screen

if TYPE_CHECKING:
    from seawall.core.auth.tokens import Token
    from seawall.runtime.auth.login import BrowserPrompt, DevicePrompt
    from seawall.runtime.http._sync.protocols import Transport

__all__ = [
    "LoginMethod",
    "LoginSettings",
    "StoredLogin",
    "log_in",
    "show_browser_prompt",
    "show_device_prompt",
]


class StoredLogin(Protocol):
    """Settings of an SDK that stores a login."""

    @property
    def base_url(self) -> str:
        """The root URL of the server that the login is for."""

    @property
    def login_url(self) -> str:
        """The root URL of the server that issues tokens."""

    @property
    def login_file(self) -> Path:
        """The file that stores the login."""


class LoginSettings(StoredLogin, Protocol):
    """Settings of an SDK that a login in a browser needs."""

    @property
    def client_id(self) -> str:
        """The OAuth client id."""

    @property
    def login_audience(self) -> str | None:
        """The audience to request a token for, or None."""


class LoginMethod(Enum):
    """The way a user logs in; AUTO opens a browser, or uses a device code if it can not open one."""

    AUTO = "auto"
    ADDRESS = "address"
    DEVICE = "device"


def log_in(settings: LoginSettings, method: LoginMethod, *, transport: "Callable[[], Transport]") -> "Token":
    """Log in the user at this terminal; raises the errors of `browser_login` and `device_login`.

    `transport` makes the transport of the login, which is closed afterwards.
    """
    # Imported here: requests-oauthlib and requests take 100 ms, and most commands do not log in.
    from seawall.runtime.auth.login import (  # noqa: PLC0415
        browser_login,
        can_open_browser,
        device_login,
        open_in_browser,
    )

    issuer, client_id, audience = settings.login_url, settings.client_id, settings.login_audience
    if method is LoginMethod.AUTO and not can_open_browser(os.environ):
        note(
            "No browser can be opened here, so you log in with a code. To open the page yourself, in a "
            "browser on this machine, add --no-browser."
        )
        method = LoginMethod.DEVICE
    with closing(transport()) as sender:
        if method is LoginMethod.DEVICE:
            return device_login(
                issuer, client_id, transport=sender, audience=audience, show=show_device_prompt
            )
        opens = method is LoginMethod.AUTO
        return browser_login(
            issuer,
            client_id,
            transport=sender,
            audience=audience,
            show=lambda prompt: show_browser_prompt(prompt, opens=opens),
            open_browser=open_in_browser if opens else lambda _: None,
        )


def show_browser_prompt(prompt: "BrowserPrompt", *, opens: bool) -> None:
    """Show the address of the login page on stderr; `opens` means that the browser goes there by itself."""
    if opens:
        note("Your browser opens the login page. If it does not, open this address on this machine:")
    else:
        note("Open this address in a browser on this machine:")
    # On one line whatever its length, so that it can be copied.
    screen(stderr=True).print(Text(printable(prompt.uri)), soft_wrap=True)
    note(f"Waiting for {_minutes(prompt.expires_in_s)} min at most ...")


def show_device_prompt(prompt: "DevicePrompt") -> None:
    """Show the address and the code of a login on stderr."""
    note(f"Open   {printable(prompt.uri)}")
    note(f"Code   {printable(prompt.code)}", style="bold")
    minutes = _minutes(prompt.expires_in_s)
    note(f"Check that the page shows this code and confirm within {minutes} min. Waiting ...")


def _minutes(seconds: float) -> int:
    return max(1, round(seconds / 60))
