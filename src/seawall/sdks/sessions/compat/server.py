"""Servers, by the functions of the older clients; see `Client.servers` for the errors that they raise."""

from seawall.runtime.identity.saved_login import Server
from seawall.sdks.sessions._sync.client import Client

__all__ = ["discover", "list_servers", "use"]


def list_servers(*, discover_if_empty: bool = True, dev: bool = False, timeout: int = 2) -> list[Server]:
    """The saved servers; if there are none, those that answer within `timeout` seconds."""
    with Client() as client:
        saved = client.servers.list()
    return list(saved) or (discover(dev=dev, timeout=timeout) if discover_if_empty else [])


def discover(idp: str | None = None, *, dev: bool = False, timeout: int = 2) -> list[Server]:
    """The servers of `idp`, or of the active login, that answer within `timeout` seconds."""
    with Client() as client:
        return list(client.servers.discover(idp, dev=dev, timeout_s=float(timeout)))


def use(selector: str, *, dev: bool = False, timeout: int = 2) -> None:
    """Use a server, by its name or its URI."""
    with Client() as client:
        client.servers.use(selector, dev=dev, timeout_s=float(timeout))
