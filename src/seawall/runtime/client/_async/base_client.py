"""The base class of SDK clients, and the context that their resources share."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from attrs import evolve, frozen

from seawall.core.engine.call import Call, call_converted_by
from seawall.core.engine.call_response import CallResponse
from seawall.core.engine.conversion import converted
from seawall.core.engine.policy import Policy, PolicySet, timeout_options
from seawall.core.engine.result import Result
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import hidden
from seawall.core.validation.arguments import checked_seconds
from seawall.core.whole_import import import_whole
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.runtime.client._async.connection import AsyncConnection
from seawall.runtime.client.resource_property import resource_modules
from seawall.runtime.concurrency._async.clock import AsyncClock
from seawall.runtime.concurrency.tasks import async_prepare_imports
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.runtime.engine._async.repeated_calls import AsyncRepeatedCalls
from seawall.runtime.engine.responses import Responses
from seawall.runtime.settings.api_settings import ApiSettings

if TYPE_CHECKING:
    from seawall.runtime.client.statistics import ClientStats, Health

__all__ = ["AsyncApiClient", "AsyncClientContext"]

_SHORTEST_S = 0.1
"""The shortest time for the second request of `health`."""

P = TypeVar("P", bound=PolicySet)
S = TypeVar("S", bound=ApiSettings)
C = TypeVar("C", bound="AsyncClientContext[Any, Any]")
R = TypeVar("R")
T = TypeVar("T")


@frozen(eq=False, repr=False)
class AsyncClientContext(ProcessBound, AsyncRepeatedCalls, Generic[P, S]):
    """The state that the resources of one client share: its connection and its policies.

    `P` are the policies of the SDK, and `S` its settings. Resources send their calls through it: a subclass
    may override `send`, and so change all calls of the SDK.
    """

    _in_other_process = "Make a client in the other process."

    connection: AsyncConnection[S]
    policies: P

    @property
    def engine(self) -> AsyncEngine:
        """The engine that sends the calls."""
        return self.connection.engine

    @property
    def clock(self) -> AsyncClock:
        """The clock of calls and waits."""
        return self.engine.clock

    @property
    def settings(self) -> S:
        """The settings of the client, of the SDK's own class."""
        return self.connection.settings

    @property
    def api_url(self) -> str:
        """The API's base URL."""
        return self.connection.api_url

    @property
    def concurrency(self) -> int:
        """The default number of calls or files in progress at a time."""
        return self.connection.settings.concurrency

    async def send(self, call: Call[T], policy: Policy, *, nocache: bool = False) -> Result[T]:
        """Send `call` and return its result; see `AsyncEngine.send`."""
        return await self.engine.send(call, policy, nocache=nocache)

    async def read(
        self, call: Call[T], policy: Policy, from_wire: Callable[[T], R], *, nocache: bool = False
    ) -> R:
        """Send `call`, and convert the value of its result for the user with `from_wire`."""
        call = call_converted_by(call, from_wire)
        return converted(call, await self.send(call, policy, nocache=nocache), from_wire)

    async def health(
        self, call: Call[T], policy: Policy, user_id: Callable[[T], int | str | None], *, timeout_s: float
    ) -> "Health":
        """Send `call` once, and return whether the server answered within `timeout_s`; raises no error of it.

        `user_id` is the user that the answer names, or None. Raises InputError for a time that is none.
        """
        import_whole("seawall.runtime.client._async.observation")
        from seawall.runtime.client._async.observation import async_health  # noqa: PLC0415 - 20 ms, models

        once = policy.without_retries
        ends_s = self.clock.monotonic() + checked_seconds(timeout_s, "timeout_s")

        def ask() -> Awaitable[int | str | None]:
            return self.read(call, once.with_deadline(timeout_s), user_id, nocache=True)

        def ask_without_token() -> Awaitable[object]:
            left_s = max(ends_s - self.clock.monotonic(), _SHORTEST_S)
            uncached = evolve(once.with_deadline(left_s), cache_ttl_s=None)
            return self.engine.without_tokens().send(call, uncached, nocache=True)

        return await async_health(ask, ask_without_token, self.clock)


class AsyncApiClient(ProcessBound, Generic[C]):
    """Base class for the client of an SDK. Close it, or use it in a `with` block.

    A subclass makes an AsyncConnection in its constructor and passes a context to `_use`. Its resources use
    `_context`: they are a `ResourceProperty`, or a subclass overrides `_use` and makes them there, for copies
    too.
    """

    _in_other_process = (
        "Make a client in the other process, with the same settings; `with_options` makes a copy in this one."
    )

    _context: C
    _is_copy = False

    def _use(self, context: C) -> None:
        """Send all calls through `context`."""
        self._context = context

    @property
    def cache(self) -> AsyncOperationCache:
        """The cached results of reads: `cache.statistics`, `cache.clear()`."""
        return self._context.connection.cache

    @property
    def is_closed(self) -> bool:
        """True after the client was closed; of a copy, after the client that it was made of was closed."""
        return self._context.engine.stop_state.reason is not None

    def with_options(
        self,
        *,
        timeout_s: float | None = None,
        attempts: int | None = None,
        attempt_timeout_s: float | None = None,
        deadline_s: float | None = None,
        headers: Mapping[str, str] | None = None,
        token: str | None = None,
        idempotency_key: str | None = None,
    ) -> Self:
        """A copy with other options for its calls. It shares the connection, and closing it closes nothing.

        `timeout_s` limits a call with all its attempts, one of which may use all of it; `attempt_timeout_s`
        limits an attempt, `deadline_s` all attempts together. `headers` are added to those of this client.
        `token` is that of another user, who shares no cached result with the first. `idempotency_key`
        protects one call that changes something, the first one: an operation whose API takes no key, and a
        second call of the operation, raise InputError. Raises ConfigError for a value that can not be used.
        """
        headers, token, idempotency_key = hidden(headers), hidden(token), hidden(idempotency_key)
        times = timeout_options(timeout_s, attempt_timeout_s=attempt_timeout_s, deadline_s=deadline_s)
        policies = self._context.policies.replace(**times, attempts=attempts)
        before = self._context.connection
        connection = before.with_options(
            policy=before.policy.replace(**times, attempts=attempts),
            headers=headers,
            token=token,
            idempotency_key=idempotency_key,
        )
        copy = object.__new__(type(self))
        copy._is_copy = True
        copy._use(evolve(self._context, connection=connection, policies=policies))
        return copy

    def with_response(self) -> Responses:
        """A `with` block that records the responses of this client and of its copies.

        `with client.with_response() as seen:` and then `seen.last.status`, `.headers`, `.request_id`,
        `.elapsed_s`, `.attempts`, `.content`. A list has a response for each page that was read.
        """
        return Responses(self._context.engine.stop_state)

    async def request(
        self,
        method: str,
        path: str,
        *,
        path_arguments: Mapping[str, object] | None = None,
        params: Mapping[str, object] | None = None,
        json: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> CallResponse:
        """Send a request to an endpoint that the SDK does not wrap, with the token and retries of all calls.

        `path` is relative to the URL of the API, e.g. `/v1/things/{id}`; `path_arguments` fill its
        placeholders. `params` are the query, and `json` is the body. The response is not cached. A request
        that changes something is repeated only if HTTP allows it (PUT, DELETE), or with an idempotency key,
        `with_options(idempotency_key=…)`. Raises InputError for a path to another server, and the errors of
        all calls.
        """
        json, headers = hidden(json), hidden(headers)
        engine, policy = self._context.engine, self._context.connection.policy
        call = engine.options.untyped_call(
            method, path, path_arguments=path_arguments, params=params, json=json, headers=headers
        )
        with self.with_response() as seen:
            await engine.send(call, policy)
        return seen.last

    def stats(self) -> "ClientStats":
        """The numbers of this client and of its copies: calls, cache, rate limits; nothing is sent."""
        import_whole("seawall.runtime.client._async.observation")
        from seawall.runtime.client._async.observation import async_stats  # noqa: PLC0415 - 20 ms, models

        return async_stats(self._context.connection, self._context.policies)

    def reset_metrics(self) -> None:
        """Count calls from 0 again; the cache and the rate limits keep their numbers."""
        self._context.connection.metrics.reset()

    async def clear_cache(self) -> int:
        """Drop all cached results; return how many there were."""
        return await self.cache.clear()

    async def aclose(self) -> None:
        """Close the connection; every later call raises ConfigError, calls of copies too.

        Waits up to 10 s for a renewal of a token that is in progress. Parts that the client received stay
        open.
        """
        if not self._is_copy:
            await self._context.connection.aclose()

    async def __aenter__(self) -> Self:
        await async_prepare_imports(*resource_modules(type(self)))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        # A traceback with local variables shows a client whose constructor failed, too.
        context: C | None = vars(self).get("_context")
        text = repr(context.connection.settings.base_url) if context else ""
        return f"{type(self).__name__}({text})"
