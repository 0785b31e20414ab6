"""Saved logins, by the functions of the older clients; see `Client.auth` for the errors that they raise.

They use the settings of this SDK in the environment, e.g. SEAWALL_SESSIONS_CONFIG_FILE.
"""

import builtins
import sys

from seawall.runtime.auth.login.prompts import DevicePrompt
from seawall.sdks.sessions._async.client import AsyncClient
from seawall.sdks.sessions._sync.client import Client
from seawall.sdks.sessions.compat._async.logins import async_log_in
from seawall.sdks.sessions.compat._sync.logins import log_in
from seawall.sdks.sessions.compat.error_classes import AuthenticationError, AuthRequiredError
from seawall.sdks.sessions.compat.shapes import Authentication

__all__ = ["alogin", "list", "login", "purge", "remove", "show", "use"]


def login(idp: str, force: bool = False) -> bool:
    """Log in at `idp`: with a code at `srcnet`, with the certificate that there is at `cadc`.

    A valid login is used again, unless `force` is set. The address and the code are written to stderr.
    """
    with Client() as client:
        return log_in(client, idp, force=force, show=_show)


async def alogin(idp: str, force: bool = False) -> bool:
    """Log in at `idp`; see `login`."""
    async with AsyncClient() as client:
        return await async_log_in(client, idp, force=force, show=_show)


def list() -> "builtins.list[Authentication]":  # noqa: A001 - the older clients' name
    """The saved logins."""
    with Client() as client:
        return [Authentication.of(one) for one in client.auth.list()]


def show() -> Authentication:
    """The active login; raises AuthRequiredError if there is none."""
    with Client() as client:
        active = client.auth.show()
    if active is None:
        raise AuthRequiredError("You are not logged in. Call login.")
    return Authentication.of(active)


def use(idp: str) -> None:
    """Make the login at `idp` the active one."""
    with Client() as client:
        client.auth.use(idp)


def remove(idp: str, *, force: bool = False) -> None:
    """Remove the login at `idp`; raises AuthenticationError for the active one without `force`."""
    with Client() as client:
        active = client.auth.show()
        if active is not None and active.idp == idp and not force:
            raise AuthenticationError(
                f"{idp} is the active login. Use another one first, or give force=True."
            )
        client.auth.remove(idp)


def purge(*, force: bool = False) -> None:
    """Remove all logins and servers; raises AuthenticationError without `force`."""
    if not force:
        raise AuthenticationError("All logins and servers would be removed. Give force=True.")
    with Client() as client:
        client.auth.purge()


def _show(prompt: DevicePrompt) -> None:
    sys.stderr.write(f"Open {prompt.uri} in a browser and confirm the code {prompt.code}.\n")
