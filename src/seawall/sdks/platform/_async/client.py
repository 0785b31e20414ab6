"""The client: where users begin."""

import os
import sys
from pathlib import Path
from typing import Self
from uuid import UUID

from seawall import __version__
from seawall.runtime._async.engine import AsyncEngine
from seawall.runtime._async.seams import AsyncTokenProvider, AsyncTransport
from seawall.runtime._async.tokens import AsyncGivenToken, AsyncStoredTokens
from seawall.runtime.timing import AsyncTiming
from seawall.runtime.token_file import TokenFile
from seawall.sdks.platform._async.applications import AsyncApplications
from seawall.sdks.platform._async.context import AsyncContext
from seawall.sdks.platform._async.run_handle import AsyncRunHandle
from seawall.sdks.platform._async.runs import AsyncRuns
from seawall.sdks.platform._generated import SERVER_PATH, calls
from seawall.sdks.platform.arguments import checked_run_id
from seawall.sdks.platform.catalog import Application, ApplicationVersion, Me
from seawall.sdks.platform.policies import Policies

__all__ = ["AsyncClient"]


class AsyncClient:
    """The platform, as one user. Close it, or use it in a `with` block.

    Each argument that is not given is read from the environment (SEAWALL_PLATFORM_BASE_URL and so on), once
    and here. Without `token` and `tokens` the login that `seawall platform user login` left is used, and
    renewed when it is due. A `transport` that is handed in is not closed. Raises ConfigError where a setting
    is missing, unknown or out of range.
    """

    applications: AsyncApplications
    """What there is to run."""
    runs: AsyncRuns
    """Runs: list, get, submit."""

    def __init__(
        self,
        *,
        base_url: str | None = None,
        token: str | None = None,
        tokens: AsyncTokenProvider | None = None,
        token_file: str | Path | None = None,
        transport: AsyncTransport | None = None,
        timing: AsyncTiming | None = None,
    ) -> None:
        # Imported here, so that importing the SDK loads no HTTP library and no pydantic.
        from seawall.sdks.platform.settings import settings_from  # noqa: PLC0415

        given = {"base_url": base_url, "token": token, "token_file": token_file}
        settings = settings_from(os.environ, given)
        timing = timing or AsyncTiming()
        self._owned = transport is None
        self._transport = transport or _default_transport()
        if tokens is None and settings.token is not None:
            tokens = AsyncGivenToken(settings.token.get_secret_value())
        if tokens is None:
            tokens = AsyncStoredTokens(
                TokenFile(settings.login_file),
                self._transport,
                issuer=settings.login_url,
                client_id=settings.client_id,
                login_hint=f"Log in: seawall platform user login --url {settings.base_url}",
                timing=timing,
            )
        api_url = settings.base_url + SERVER_PATH
        user_agent = f"seawall-platform/{__version__} python/{sys.version.split()[0]}"
        engine = AsyncEngine(
            self._transport, base_url=api_url, tokens=tokens, user_agent=user_agent, timing=timing
        )
        policies = Policies(read=settings.policy, write=settings.policy, download=settings.policy)
        self._use(AsyncContext(engine, policies, api_url, user_agent))

    def _use(self, context: AsyncContext) -> None:
        self._context = context
        self.applications = AsyncApplications(context)
        self.runs = AsyncRuns(context, self.applications)

    async def me(self) -> Me:
        """The user and the organization that the server takes the caller for; raises AuthError."""
        return Me.from_wire(
            (await self._context.engine.send(calls.get_me(), self._context.policies.read)).value
        )

    async def application(self, application_id: str) -> Application:
        """One application with its versions; raises NotFoundError, ForbiddenError."""
        return await self.applications.get(application_id)

    async def application_version(
        self, application_id: str, version: str | None = None
    ) -> ApplicationVersion:
        """One version of an application, None is the latest; raises NotFoundError."""
        return await self.applications.version(application_id, version)

    def run(self, run_id: str | UUID) -> AsyncRunHandle:
        """A handle on a run; nothing is asked yet. Raises InputError for an id that is no UUID."""
        return AsyncRunHandle(self._context, checked_run_id(run_id))

    def with_options(
        self,
        *,
        attempt_timeout_s: float | None = None,
        deadline_s: float | None = None,
        attempts: int | None = None,
    ) -> "AsyncClient":
        """A copy with other settings for its calls; it shares the connections and must not be closed.

        `attempt_timeout_s` bounds each step of an attempt, `deadline_s` all attempts of a call together.
        """
        policies = self._context.policies.changed(
            attempt_timeout_s=attempt_timeout_s, deadline_s=deadline_s, attempts=attempts
        )
        copy = object.__new__(type(self))
        copy._owned, copy._transport = False, self._transport
        context = self._context
        copy._use(AsyncContext(context.engine, policies, context.api_url, context.user_agent))
        return copy

    async def aclose(self) -> None:
        """Give up the connections."""
        if self._owned:
            await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


def _default_transport() -> AsyncTransport:
    from seawall.transports import AsyncHttpx2Transport  # noqa: PLC0415

    return AsyncHttpx2Transport()
