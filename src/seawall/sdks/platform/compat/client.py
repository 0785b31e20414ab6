"""The client of the older program."""

from types import TracebackType
from typing import Self

from seawall.core.process_bound import ProcessBound
from seawall.runtime.http._sync.protocols import Transport
from seawall.sdks.platform._sync.client import Client as EngineClient
from seawall.sdks.platform.applications import Application, ApplicationVersion
from seawall.sdks.platform.compat.authentication import SelfLogin, log_in, token_store
from seawall.sdks.platform.compat.cache import shared_cache
from seawall.sdks.platform.compat.config import engine_settings
from seawall.sdks.platform.compat.resources import Applications, Runs, Versions
from seawall.sdks.platform.compat.run import Run
from seawall.sdks.platform.compat.shapes import Caller, SeedModel
from seawall.transports import default_transport

__all__ = ["Client"]


class Client(ProcessBound):
    """The older client. Without a stored login it logs in by itself.

    The new login is stored in the file of the settings; with `cache_token=False` only in this process.
    A `transport` replaces the default one, and is not closed. Close the client, or use it in a `with` block.
    """

    applications: Applications
    runs: Runs
    versions: Versions

    def __init__(self, cache_token: bool = True, *, transport: Transport | None = None) -> None:
        settings = engine_settings()
        self._own_transport = None if transport else default_transport()
        used = transport or self._own_transport
        assert used is not None
        tokens = None
        if settings.credential is None and settings.access_token_file is None:
            store = token_store(settings, cached=cache_token)
            tokens = SelfLogin(settings, store, used, lambda: log_in(settings, used))
        self._engine = EngineClient(settings=settings, transport=used, tokens=tokens, cache=shared_cache())
        self.applications = Applications(self._engine)
        self.runs = Runs(self._engine)
        self.versions = Versions(self._engine)

    def me(self, nocache: bool = False) -> Caller:
        """The caller's user and organization."""
        return Caller(self._engine.me(nocache=nocache))

    def run(self, run_id: str) -> Run:
        """A run by its id, made without a request."""
        return self.runs(run_id)

    def application(self, application_id: str, nocache: bool = False) -> SeedModel[Application]:
        """One application with its versions. Raises NotFoundException."""
        return self.applications.details(application_id, nocache=nocache)

    def application_version(
        self, application_id: str, version_number: str | None = None, nocache: bool = False
    ) -> SeedModel[ApplicationVersion]:
        """One version of an application, None is the latest. Raises NotFoundException."""
        return self.versions.details(application_id, version_number, nocache=nocache)

    def __repr__(self) -> str:
        return f"Client({self._engine!r})"

    def close(self) -> None:
        """Close the connections."""
        self._engine.close()
        if self._own_transport is not None:
            self._own_transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
