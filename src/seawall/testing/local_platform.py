"""Run a local platform for tests, and log in to it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from attrs import field, frozen

from seawall.core.extras import needs_extra
from seawall.runtime.auth.login import device_login
from seawall.runtime.concurrency._sync.clock import SystemClock
from seawall.runtime.files.temporary_folder import temporary_folder
from seawall.sdks.platform import AsyncClient, Client
from seawall.transports import default_transport

__all__ = ["LocalPlatform", "local_platform"]


@frozen
class LocalPlatform:
    """A running platform: its base `url`, an `inputs` folder that it can read, and a `token` for it."""

    url: str
    inputs: Path
    token: str = field(repr=False)

    def client(self) -> Client:
        """Return a new client that is logged in; the caller closes it."""
        return Client(base_url=self.url, token=self.token)

    def async_client(self) -> AsyncClient:
        """Return a new async client that is logged in; the caller closes it."""
        return AsyncClient(base_url=self.url, token=self.token)


@contextmanager
def local_platform() -> Iterator[LocalPlatform]:
    """Run a local platform during a `with` block; its data is in a temporary folder.

    Raises MissingExtraError without the extra `local`.
    """
    with needs_extra("local", "A local platform"):
        from seawall.local.platform import PlatformSettings, running  # noqa: PLC0415

    with temporary_folder("seawall-test-") as folder:
        inputs = folder / "inputs"
        inputs.mkdir()
        settings = PlatformSettings(data_dir=folder / "data", inputs_dir=inputs, auto_approve=True)
        with running(settings) as url:
            # The platform approves the login at once, so polling need not wait.
            clock = SystemClock(sleep=lambda _: None)
            with closing(default_transport()) as transport:
                token = device_login(url, "seawall", transport=transport, show=lambda _: None, clock=clock)
            yield LocalPlatform(url, inputs, token.access_token)
