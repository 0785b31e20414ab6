# DO NOT EDIT. Derived from ../_async/engine.py by "python -m seawall.codegen.derive".
"""The engine: sends a call under a policy.

One attempt gets a token, waits for the rate limit and sends the request. If the server rejects the token
(401), the attempt renews it once and sends again, unless the token is still the same.
`seawall.core.retry.retry` decides on further attempts; a call that succeeds at once does not load tenacity.
"""

from collections.abc import Generator, Iterator, Callable, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, TypeVar, cast

from seawall.core.auth.auth_scheme import AuthScheme, authorized, bearer
from seawall.core.engine.base_url import checked_base_url
from seawall.core.engine.call import Call, StreamCall
from seawall.core.engine.conversion import completed, converted
from seawall.core.engine.policy import Policy
from seawall.core.engine.request import needs_boundary, request_for
from seawall.core.engine.result import Result, result_for
from seawall.core.errors import ConfigError, ResponseTooLargeError, SeawallError, TransportError
from seawall.core.field_errors import FieldValueError
from seawall.core.http.message import Request
from seawall.core.http.times import dated
from seawall.core.observe.events import Observer, Subscribers, checked_observers, subscribers_by_event
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import hidden
from seawall.core.retry.retry import is_change
from seawall.core.sse.items import item_decoder
from seawall.core.whole_import import import_whole
from seawall.runtime.cache._sync.call_cache import CallCache
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.cache._sync.protocols import CacheFill
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.engine._sync.argument_checks import check_parts, check_tokens, check_transport
from seawall.runtime.engine._sync.file_stream import open_files
from seawall.runtime.engine._sync.item_stream import StreamOpener, iter_items
from seawall.runtime.engine.call_context import CallContext
from seawall.runtime.http._sync.protocols import TokenProvider, Transport
from seawall.runtime.observe.call_log import CallLog, is_verbose
from seawall.runtime.observe.deprecations import DEPRECATIONS
from seawall.runtime.observe.drifts import DRIFT_LOG, DriftMemory
from seawall.runtime.rate_limit._sync.limiter import Limiter
from seawall.runtime.retry._sync.retry_loop import RetryLoop
from seawall.runtime.retry.shared_quota import SharedQuota

if TYPE_CHECKING:
    from seawall.core.notebook.progress import ItemCounts
    from seawall.core.paging.strategies import Paging
    from seawall.core.waiting.polling import Outage, PollInterval, PollResult
    from seawall.core.waiting.states import StateMachine, StateTracker
    from seawall.runtime.concurrency.threads import Callback
    from seawall.runtime.paging._sync.pager import Pages

__all__ = ["Engine"]

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741
R = TypeVar("R")
W = TypeVar("W")

_UNAUTHORIZED = 401


class Engine(ProcessBound):
    """Sends calls to the API at `base_url`, for one user, over one transport.

    `tokens` is None if the API needs no token; `auth_scheme` adds the token to a request. `cache` caches the
    results of reads whose policy has a `cache_ttl_s`; writes invalidate them. Cached results belong to
    `principal`, a name of the user that is not a secret, or without one to the token. `limiter` applies the
    `limit` of policies and the rate limit headers of the server. `observers` receive an event for every call
    and attempt; retries and deprecations are logged in any case. Each engine has its own retry quota. Raises
    ConfigError if an argument has a wrong type.
    """

    _in_other_process = "Make an engine in the other process; calls and policies can be sent."

    def __init__(
        self,
        transport: Transport,
        *,
        base_url: str,
        tokens: TokenProvider | None = None,
        auth_scheme: AuthScheme = bearer,
        user_agent: str = "seawall",
        clock: Clock | None = None,
        principal: str | None = None,
        cache: OperationCache | None = None,
        limiter: Limiter | None = None,
        observers: Sequence[Observer] = (),
    ) -> None:
        # It may hold a password, and `tokens` a token by mistake: no frame may show them.
        base_url, tokens = hidden(base_url), hidden(tokens)
        check_transport(transport)
        check_tokens(tokens)
        check_parts(auth_scheme=auth_scheme, clock=clock, cache=cache, limiter=limiter)
        checked = checked_observers(observers)
        self.transport = transport
        self.clock: Clock = clock or SystemClock()
        self.quota: SharedQuota = SharedQuota()
        self._base_url = checked_base_url(base_url)
        self._tokens = tokens
        self._auth_scheme = auth_scheme
        self._headers = {"user-agent": user_agent}
        self._call_cache = CallCache(cache, self._base_url, tokens, principal)
        self._limiter = limiter
        # Two sets: without debug logging, most calls have no subscriber, and no event is built.
        log, once = CallLog(), (DEPRECATIONS.for_api(self._base_url), DRIFT_LOG)
        self._subscribers: Subscribers = subscribers_by_event((log.retries, *once, *checked))
        self._verbose_subscribers: Subscribers = subscribers_by_event((log, *once, *checked))
        self._drifts = DriftMemory()
        self._stop_reason: str | None = None

    def send(self, call: Call[T], policy: Policy, *, nocache: bool = False) -> Result[T]:
        """Send `call` and return its result; retry as `policy` allows.

        `nocache` ignores a cached result; the new one is cached. Raises InputError before a request is sent,
        else AuthError, TransportError, StatusError or DecodeError of the last attempt that was sent.
        """
        if self._stop_reason is not None:
            raise ConfigError(self._stop_reason)
        subscribers = self._verbose_subscribers if is_verbose() else self._subscribers
        context = CallContext(call, policy, subscribers, self.clock.monotonic)
        found: Result[T] | CacheFill[T] | None = None
        try:
            found = self._call_cache.find(call, policy, context.remaining_s, nocache=nocache)
            if isinstance(found, Result):
                # A cached result may come from a caller that is tolerant.
                result = found if policy.tolerant or not found.drifts else result_for(call, found.response)
            else:
                context.request = self._request(call, policy)
                first_error: SeawallError | None = None
                # The first attempt is outside of the retry loop: tenacity would add 6 to 17 us to every call.
                try:
                    result = self._attempt(context)
                    self.quota.give_back()
                except SeawallError as error:
                    first_error = error
                if first_error is not None:
                    result = self._retry_loop(context).run(first_error, lambda: self._attempt(context))
                if found is not None:
                    result = self._call_cache.complete(found, result, context.token)
        except BaseException as error:
            self._fail(context, found, error)
            raise
        if result.drifts:
            context.emit_drifts(result.drifts, self._drifts)
        context.emit_call_ended(response=result.response, cached=result is found)
        return result

    @contextmanager
    def stream(self, call: StreamCall[object, I], policy: Policy) -> Iterator[Iterator[I]]:
        """Send `call`, and iterate over the items of its answer while they arrive.

        Opening the stream is retried as `policy` allows; a stream that breaks is not, and raises
        TransportError. `attempt_timeout_s` bounds the wait for the head, and then for each chunk. Raises as
        `send` does, and DecodeError if the answer is no stream, or an item does not match the spec.
        """
        if self._stop_reason is not None:
            raise ConfigError(self._stop_reason)
        subscribers = self._verbose_subscribers if is_verbose() else self._subscribers
        context = CallContext(call, policy, subscribers, self.clock.monotonic)
        try:
            with ExitStack() as stack:
                opener = StreamOpener(self.transport, call.operation, stack)
                context.request = opener.accepting(self._request(call, policy))
                response = (self._with_retries(context, opener)).response
                assert opener.stream is not None
                decoder = item_decoder(call, response.headers, tolerant=policy.tolerant)
                items: Generator[I, None] = iter_items(
                    call,
                    opener.stream,
                    decoder,
                    lambda drifts: context.emit_drifts(drifts, self._drifts),
                )
                try:
                    yield items
                except FieldValueError as error:
                    # From code that converts an item.
                    raise completed(error, call, response) from error
                finally:
                    items.close()
        except BaseException as error:
            context.emit_call_ended(error=error)
            raise
        context.emit_call_ended(response=response)

    def pages(
        self,
        call: Call[W],
        policy: Policy,
        paging: "Paging[W]",
        *,
        items: Callable[[W], Sequence[T]],
        from_wire: Callable[[T], R],
        key: Callable[[R], object] | None = None,
        prefetch: bool | None = None,
    ) -> "Pages[R]":
        """The items of the list that `call` requests, read page by page under `policy`; nothing is sent yet.

        `paging` says how to request the next page; for the functions and the errors, see `Pages`. Raises
        InputError for a page size, or another argument of `call`, that the spec does not allow.
        """
        import_whole("seawall.runtime.paging._sync.pager")
        from seawall.runtime.paging._sync.pager import Pages  # noqa: PLC0415 - 20 ms

        def send(page: Call[W]) -> Result[W]:
            return self.send(page, policy)

        if prefetch is None:
            return Pages(send, call, paging, items=items, from_wire=from_wire, key=key)
        return Pages(send, call, paging, items=items, from_wire=from_wire, key=key, prefetch=prefetch)

    def wait(
        self,
        call: Call[W],
        policy: Policy,
        *,
        name: str,
        from_wire: Callable[[W], R],
        state: Callable[[R], str],
        machine: "StateMachine",
        deadline_s: float = 3600.0,
        poll_interval: "PollInterval | None" = None,
        tracker: "StateTracker | None" = None,
        on_progress: "Callback[PollResult[R]]" = lambda _: None,
        on_outage: "Callback[Outage]" = lambda _: None,
        counts: "Callable[[R], ItemCounts | None]" = lambda _: None,
        show_progress: bool = True,
    ) -> R:
        """Send `call` again and again until the `state` of its value is terminal in `machine`; return that.

        `name` is the name of the resource in messages, e.g. `run 7`, and `from_wire` converts a result for
        the user. The deadline of `policy` is the time that is left, and no result comes from the cache. For
        the rest, and for the errors, see `wait` and `Pollable`.
        """
        import_whole("seawall.runtime.waiting._sync.waiter")
        from seawall.core.waiting.polling import PollInterval  # noqa: PLC0415 - with the waiter
        from seawall.runtime.waiting._sync.waiter import Pollable, wait  # noqa: PLC0415 - 15 ms

        def read(left_s: float) -> Result[R]:
            nonlocal policy
            result = self.send(call, policy.with_deadline(left_s), nocache=True)
            # From now on the wait repeats failed polls: retries of the engine would hide an outage for long.
            policy = policy.without_retries
            return Result(converted(call, result, from_wire), result.response, result.drifts)

        return wait(
            Pollable(
                name=name,
                read=read,
                from_wire=lambda value: value,
                state=state,
                machine=machine,
                counts=counts,
            ),
            deadline_s=deadline_s,
            poll_interval=poll_interval or PollInterval(),
            clock=self.clock,
            tracker=tracker,
            on_progress=on_progress,
            on_outage=on_outage,
            show_progress=show_progress,
        )

    def _with_retries(self, context: CallContext[T], opener: StreamOpener) -> Result[T]:
        try:
            return self._attempt(context, opener)
        except SeawallError as error:
            first_error = error
        return self._retry_loop(context).run(first_error, lambda: self._attempt(context, opener))

    def stop(self, reason: str) -> None:
        """Make every further call raise ConfigError with `reason`; calls in progress continue."""
        self._stop_reason = reason

    def _request(self, call: Call[T], policy: Policy) -> Request:
        """Build the request of all attempts."""
        headers, name = self._headers, policy.key_header_for(call.operation)
        if name is not None and is_change(call.operation.method, policy.retry.is_idempotent):
            # One key for all attempts. A key in the headers of the call replaces it.
            headers = {**headers, name: self.clock.unique()}
        return request_for(
            call,
            self._base_url,
            headers,
            max_response_bytes=policy.max_response_bytes,
            boundary=self.clock.unique() if needs_boundary(call) else "",
            open_files=open_files,
        )

    def _fail(
        self,
        context: CallContext[T],
        found: Result[T] | CacheFill[T] | None,
        error: BaseException,
    ) -> None:
        """End the call with `error`, for the cache and the observers."""
        try:
            if found is not None and not isinstance(found, Result):
                found.abandon(error)
        finally:
            context.emit_call_ended(error=error)

    def _retry_loop(self, context: CallContext[T]) -> RetryLoop:
        return RetryLoop(
            context.request.method,
            context.policy,
            context.deadline,
            self.clock,
            protection=context.protection,
            quota=self.quota,
            on_retry=context.emit_retry,
        )

    def _attempt(self, context: CallContext[T], opener: StreamOpener | None = None) -> Result[T]:
        rejected = None
        send = self.transport.send if opener is None else opener.send
        try:
            token = hidden(self._tokens.token(context.remaining_s())) if self._tokens else None
            while True:
                if self._limiter is not None:
                    # Each request counts, also the second one after a renewal.
                    self._limiter.acquire(self._base_url, context.policy.limit, context.deadline)
                request = authorized(context.request, token, self._auth_scheme)
                timeout_s = context.next_attempt_timeout_s()
                context.token = token
                try:
                    response = send(context.on_send(request), timeout_s)
                    response = dated(response, self.clock.wall())
                except BaseException as error:
                    context.emit_attempt_ended(error=error)
                    raise
                context.emit_attempt_ended(response=response)
                if self._limiter is not None:
                    self._limiter.observe(self._base_url, response.status, response.headers)
                if response.status != _UNAUTHORIZED or token is None or rejected is not None:
                    break
                assert self._tokens
                rejected, token = token, hidden(self._tokens.renew(token, context.remaining_s()))
                if token == rejected:
                    # E.g. a static token: the server would reject it again.
                    break
        except TransportError as error:
            # A transport does not know the operation; the class, which decides about retries, stays.
            raise type(error)(f"{context.name}: {error}") from error
        except ResponseTooLargeError as error:
            raise ResponseTooLargeError(f"{context.name}: {error}", error.status, error.request_id) from error
        if opener is not None and opener.stream is not None:
            return Result(cast("T", None), response)
        return result_for(
            context.call, response, token=token, rejected=rejected, tolerant=context.policy.tolerant
        )
