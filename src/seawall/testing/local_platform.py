"""A local platform for tests, with a login to it."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from attrs import field, frozen

from seawall.core.extras import needs_extra
from seawall.runtime.concurrency._sync.clock import SystemClock
from seawall.sdks.platform import AsyncClient, Client
from seawall.transports import default_transport

__all__ = ["LocalPlatform", "local_platform"]


@frozen
class LocalPlatform:
    """A platform that runs: its root `url`, the folder whose files it may process, and a `token` for it."""

    url: str
    inputs: Path
    token: str = field(repr=False)

    def client(self) -> Client:
        """A new client, logged in; close it."""
        return Client(base_url=self.url, token=self.token)

    def async_client(self) -> AsyncClient:
        """A new async client, logged in; close it."""
        return AsyncClient(base_url=self.url, token=self.token)


@contextmanager
def local_platform() -> Iterator[LocalPlatform]:
    """A local platform that serves while the block runs, with data in a folder that is gone after it.

    Raises MissingExtraError without the extra `local`.
    """
    with needs_extra("local", "A local platform"):
        from seawall.local.platform import PlatformSettings, running  # noqa: PLC0415
    from seawall.runtime.auth.login import device_login  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="seawall-") as name:
        inputs = Path(name, "inputs")
        inputs.mkdir()
        settings = PlatformSettings(data_dir=Path(name, "data"), inputs_dir=inputs, auto_approve=True)
        with running(settings) as url:
            # It approves at once, so there is nothing to wait for.
            clock = SystemClock(sleep=lambda _: None)
            with closing(default_transport()) as transport:
                token = device_login(url, "seawall", transport=transport, show=lambda _: None, clock=clock)
            yield LocalPlatform(url, inputs, token.access_token)
