# DO NOT EDIT. Derived from ../_async/client.py by "python -m seawall.codegen.derive".
"""The client: where users begin."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self
from uuid import UUID

from attrs import evolve

from seawall import __version__
from seawall.core.events import Observer
from seawall.core.invocation import Interface
from seawall.core.user_agent import user_agent
from seawall.runtime._sync.cache import OperationCache
from seawall.runtime._sync.engine import Engine
from seawall.runtime._sync.limiter import Limiter
from seawall.runtime._sync.seams import TokenProvider, Transport
from seawall.runtime._sync.stored_tokens import StoredTokens
from seawall.runtime._sync.tokens import CallableTokens, GivenToken, TokenFunction
from seawall.runtime.invocation import this_invocation
from seawall.runtime.timing import Timing
from seawall.runtime.token_file import TokenFile
from seawall.sdks.platform._sync.applications import Applications
from seawall.sdks.platform._sync.context import Context
from seawall.sdks.platform._sync.run_handle import RunHandle
from seawall.sdks.platform._sync.runs import Runs
from seawall.sdks.platform._sync.sdk_metadata import SdkMetadata
from seawall.sdks.platform._generated import SERVER_PATH, calls
from seawall.sdks.platform.arguments import checked_run_id
from seawall.sdks.platform.catalog import Application, ApplicationVersion, Me
from seawall.sdks.platform.policies import policies_from

if TYPE_CHECKING:
    from seawall.sdks.platform.settings import Settings

__all__ = ["Client"]


class Client:
    """The platform, as one user. Close it, or use it in a `with` block.

    Each argument that is not given is read from the environment (SEAWALL_PLATFORM_BASE_URL and so on), from
    `.env`, and from the context that `context`, SEAWALL_CONTEXT or the contexts' file names, once and here.
    `settings` that were made beforehand take the place of all that. Without `token` and `tokens` the login
    that `seawall platform user login` left is used, and renewed when it is due. A `transport` that is handed
    in is not closed, nor are `cache`, `limiter` and a provider in `tokens`, which may so be shared; without
    them the client has its own. `observers` are told of every call, beside those that log. `interface` is how
    the program is used, where it is no script or notebook; `sdk_metadata=False` keeps the SDK's metadata away
    from runs and items. Raises ConfigError where a setting is missing, unknown or out of range.
    """

    applications: Applications
    """What there is to run."""
    runs: Runs
    """Runs: list, get, submit."""
    cache: OperationCache
    """The answers to reads that are kept: `cache.statistics`, `cache.clear()`."""

    def __init__(
        self,
        *,
        base_url: str | None = None,
        token: str | None = None,
        tokens: TokenProvider | TokenFunction | None = None,
        token_file: str | Path | None = None,
        transport: Transport | None = None,
        timing: Timing | None = None,
        cache: OperationCache | None = None,
        limiter: Limiter | None = None,
        observers: Sequence[Observer] = (),
        context: str | None = None,
        settings: "Settings | None" = None,
        sdk_metadata: bool | None = None,
        interface: Interface | None = None,
    ) -> None:
        # Imported here, so that importing the SDK loads no HTTP library and no pydantic.
        from seawall.sdks.platform.settings import client_settings  # noqa: PLC0415

        given = {
            "base_url": base_url,
            "token": token,
            "token_file": token_file,
            "sdk_metadata": sdk_metadata,
        }
        settings = client_settings(settings, given, context=context)
        timing = timing or Timing()
        self._owned = transport is None
        self._transport = transport or _default_transport()
        # What this client made of them, and so closes.
        self._tokens: CallableTokens | StoredTokens | None = None
        if tokens is not None:
            handed_in, tokens = tokens, CallableTokens.around(tokens)
            if isinstance(tokens, CallableTokens) and tokens is not handed_in:
                self._tokens = tokens
        elif settings.token is not None:
            tokens = GivenToken(settings.token.get_secret_value())
        else:
            self._tokens = tokens = StoredTokens(
                TokenFile(settings.login_file),
                self._transport,
                issuer=settings.login_url,
                client_id=settings.client_id,
                login_hint=f"Log in: seawall platform user login --url {settings.base_url}",
                timing=timing,
            )
        api_url = settings.base_url + SERVER_PATH
        agent = user_agent("seawall-platform", __version__, this_invocation(interface=interface))
        self.cache = cache or OperationCache(timing=timing)
        engine = Engine(
            self._transport,
            base_url=api_url,
            tokens=tokens,
            user_agent=agent,
            timing=timing,
            cache=self.cache,
            limiter=limiter or Limiter(timing=timing),
            observers=observers,
        )
        metadata = SdkMetadata(engine, agent, interface) if settings.sdk_metadata else None
        policies, concurrency = policies_from(settings), settings.concurrency
        self._use(Context(engine, policies, api_url, agent, concurrency, metadata))

    def _use(self, context: Context) -> None:
        self._context = context
        self.applications = Applications(context)
        self.runs = Runs(context, self.applications)

    def me(self, *, nocache: bool = False) -> Me:
        """The user and the organization that the server takes the caller for; raises AuthError."""
        call, policy = calls.get_me(), self._context.policies.me
        return Me.from_wire((self._context.engine.send(call, policy, nocache=nocache)).value)

    def application(self, application_id: str, *, nocache: bool = False) -> Application:
        """One application with its versions; raises NotFoundError, ForbiddenError."""
        return self.applications.get(application_id, nocache=nocache)

    def application_version(
        self, application_id: str, version: str | None = None, *, nocache: bool = False
    ) -> ApplicationVersion:
        """One version of an application, None is the latest; raises NotFoundError."""
        return self.applications.version(application_id, version, nocache=nocache)

    def run(self, run_id: str | UUID) -> RunHandle:
        """A handle on a run; nothing is asked yet. Raises InputError for an id that is no UUID."""
        return RunHandle(self._context, checked_run_id(run_id))

    def with_options(
        self,
        *,
        attempt_timeout_s: float | None = None,
        deadline_s: float | None = None,
        attempts: int | None = None,
    ) -> "Client":
        """A copy with other settings for its calls; it shares the connections and must not be closed.

        `attempt_timeout_s` bounds an attempt, `deadline_s` all attempts of a call together.
        """
        policies = self._context.policies.changed(
            attempt_timeout_s=attempt_timeout_s, deadline_s=deadline_s, attempts=attempts
        )
        copy = object.__new__(type(self))
        copy._owned, copy._transport, copy.cache = False, self._transport, self.cache
        copy._tokens = None
        copy._use(evolve(self._context, policies=policies))
        return copy

    def close(self) -> None:
        """Give up the connections, after a renewal of a token whose caller gave up (10 s at most)."""
        try:
            if self._tokens is not None:
                self._tokens.close()
        finally:
            if self._owned:
                self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _default_transport() -> Transport:
    from seawall.transports._sync.choice import default_transport  # noqa: PLC0415

    return default_transport()
