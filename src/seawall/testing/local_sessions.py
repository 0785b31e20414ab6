"""Run a local sessions server for tests."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from attrs import field, frozen

from seawall.core.extras import needs_extra
from seawall.runtime.files.temporary_folder import temporary_folder
from seawall.sdks.sessions import AsyncClient, Client

__all__ = ["LocalSessions", "local_sessions"]


@frozen
class LocalSessions:
    """A running sessions server: its base `url`, and a `token` for the user ada."""

    url: str
    token: str = field(repr=False)

    def client(self) -> Client:
        """Return a new client that is logged in; the caller closes it."""
        return Client(base_url=self.url, token=self.token)

    def async_client(self) -> AsyncClient:
        """Return a new async client that is logged in; the caller closes it."""
        return AsyncClient(base_url=self.url, token=self.token)


@contextmanager
def local_sessions() -> Iterator[LocalSessions]:
    """Run a sessions server during a `with` block; its data is in a temporary folder.

    A session starts after 0.1 s, and a headless one runs for 0.1 s. Raises MissingExtraError without the
    extra `local`.
    """
    with needs_extra("local", "A local sessions server"):
        from seawall.local.sessions import TOKEN_FILE, SessionsSettings, running  # noqa: PLC0415

    with temporary_folder("seawall-test-") as folder:
        settings = SessionsSettings(data_dir=folder / "data", pending_s=0.1, headless_duration_s=0.1)
        with running(settings) as url:
            tokens = json.loads((settings.data_dir / TOKEN_FILE).read_text(encoding="utf-8"))
            yield LocalSessions(url, tokens["ada"])
