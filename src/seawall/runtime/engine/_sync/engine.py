# DO NOT EDIT. Derived from ../_async/engine.py by "python -m seawall.codegen.derive".
"""The engine: sends a call under a policy.

One attempt gets a token, waits for the rate limit and sends the request. If the server rejects the token
(401), the attempt renews it once and sends again, unless the token is still the same.
`seawall.core.retry.retry` decides on further attempts; a call that succeeds at once does not load tenacity.
"""

from collections.abc import Generator, Iterator, Callable, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Self, TypeVar, cast

from attrs import evolve

from seawall.core.auth.auth_scheme import AuthScheme, authorized, bearer
from seawall.core.engine.base_url import checked_base_url
from seawall.core.engine.call import Call, StreamCall
from seawall.core.engine.conversion import completed
from seawall.core.engine.policy import Policy
from seawall.core.engine.request import needs_boundary, request_for
from seawall.core.engine.result import Result, result_for
from seawall.core.errors import ConfigError, ResponseTooLargeError, SeawallError, TransportError
from seawall.core.field_errors import FieldValueError
from seawall.core.http.message import Request, Response
from seawall.core.http.times import dated
from seawall.core.observe.events import Observer, Subscribers, checked_observers, subscribers_by_event
from seawall.core.process_bound import ProcessBound
from seawall.core.rate_limit.counters import Usage
from seawall.core.redaction.secret import hidden
from seawall.core.whole_import import import_whole
from seawall.core.wire.misfits import Drift
from seawall.runtime.cache._sync.call_cache import CallCache
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.cache._sync.protocols import CacheFill
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.engine._sync.argument_checks import check_parts, check_tokens, check_transport
from seawall.runtime.engine._sync.file_stream import open_files
from seawall.runtime.engine._sync.repeated_calls import RepeatedCalls
from seawall.runtime.engine.bearer_field import BearerField
from seawall.runtime.engine.call_context import CallContext
from seawall.runtime.engine.call_options import CallOptions
from seawall.runtime.engine.idempotency import CallKey
from seawall.runtime.engine.responses import RECORDING
from seawall.runtime.engine.stop_state import StopState
from seawall.runtime.http._sync.protocols import TokenProvider, Transport
from seawall.runtime.observe.call_log import CallLog, is_verbose
from seawall.runtime.observe.deprecations import DEPRECATIONS
from seawall.runtime.observe.drifts import DRIFT_LOG, DriftMemory
from seawall.runtime.observe.metrics import only_metrics
from seawall.runtime.rate_limit._sync.limiter import Limiter
from seawall.runtime.retry._sync.retry_loop import RetryLoop, do_nothing
from seawall.runtime.retry.shared_quota import SharedQuota

if TYPE_CHECKING:
    from seawall.runtime.engine._sync.item_stream import StreamOpener

__all__ = ["Engine"]

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741
R = TypeVar("R")
W = TypeVar("W")

_UNAUTHORIZED = 401


class Engine(ProcessBound, RepeatedCalls):
    """Sends calls to the API at `base_url`, for one user, over one transport.

    `tokens` is None if the API needs no token; `auth_scheme` adds the token to a request. `cache` caches the
    results of reads whose policy has a `cache_ttl_s`; writes invalidate them. Cached results belong to
    `principal`, a name of the user that is not a secret, or without one to the token. `limiter` applies the
    `limit` of policies and the rate limit headers of the server. `observers` receive an event for every call
    and attempt; retries and deprecations are logged in any case. `headers` are sent with every request; the
    call and the auth scheme set their own. Each engine has its own retry quota, which its copies share.
    Raises ConfigError if an argument has a wrong type, or a header can not be sent.
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
        headers: Mapping[str, str] | None = None,
    ) -> None:
        # It may hold a password, and `tokens` a token by mistake: no frame may show them.
        base_url, tokens, headers = hidden(base_url), hidden(tokens), hidden(headers)
        check_transport(transport)
        check_tokens(tokens)
        check_parts(auth_scheme=auth_scheme, clock=clock, cache=cache, limiter=limiter)
        checked = checked_observers(observers)
        self.transport = transport
        self._clock: Clock = clock or SystemClock()
        self.quota: SharedQuota = SharedQuota()
        self._base_url = checked_base_url(base_url)
        self._tokens = tokens
        self._auth_scheme = auth_scheme
        self._bearer = BearerField() if auth_scheme is bearer else None
        self.options: CallOptions = CallOptions({"user-agent": user_agent}, auth_scheme)
        self._call_cache = CallCache(cache, self._base_url, tokens, principal)
        self._limiter = limiter
        self._before_send: Callable[[], None] | None = None
        self._before_retry: Callable[[SeawallError], None] = do_nothing
        # Two sets: without debug logging, most calls have no subscriber, and no event is built.
        log = CallLog()
        self._subscribers: Subscribers = subscribers_by_event((log.retries, DRIFT_LOG, *checked))
        self._verbose_subscribers: Subscribers = subscribers_by_event((log, DRIFT_LOG, *checked))
        self._metrics = only_metrics(self._subscribers)
        self._deprecations: Observer = DEPRECATIONS.for_api(self._base_url)
        self._drifts = DriftMemory()
        # Copies share it, so that it also tells whose calls they send.
        self.stop_state: StopState = StopState()
        if headers is not None:
            self._add_headers(headers)

    def with_options(
        self,
        *,
        headers: Mapping[str, str] | None = None,
        tokens: TokenProvider | None = None,
        idempotency_key: str | None = None,
        before_send: Callable[[], None] | None = None,
        before_retry: Callable[[SeawallError], None] | None = None,
    ) -> Self:
        """A copy with other options for its calls. It shares all else, and to stop one stops both.

        `headers` are added to those of this engine. With `tokens`, calls are made for the user of these, and
        share no cached result with others. `idempotency_key` is for one call; see CallKey. `before_send` is
        called right before each request, after all waits; if it raises, nothing is sent. `before_retry` is
        called with the error of an attempt that will be repeated, before the wait. Raises ConfigError.
        """
        headers, tokens, idempotency_key = hidden(headers), hidden(tokens), hidden(idempotency_key)
        copy = object.__new__(type(self))
        vars(copy).update(vars(self))
        if headers is not None:
            copy._add_headers(headers)
        if tokens is not None:
            check_tokens(tokens)
            copy._tokens = tokens
            copy._call_cache = copy._call_cache.for_tokens(tokens)
        if idempotency_key is not None:
            copy.options = evolve(copy.options, key=CallKey(idempotency_key))
        if before_send is not None:
            copy._before_send = before_send
        if before_retry is not None:
            copy._before_retry = before_retry
        return copy

    def without_tokens(self) -> Self:
        """A copy whose calls are sent without a token, as of a caller who is not logged in."""
        copy = object.__new__(type(self))
        vars(copy).update(vars(self))
        copy._tokens = None
        return copy

    @property
    def clock(self) -> Clock:
        """The clock of calls and waits."""
        return self._clock

    def limit_usage(self, policy: Policy) -> Usage | None:
        """The usage of the limit of `policy` by calls to this API; None without a limiter. See `Usage`."""
        if self._limiter is None:
            return None
        return self._limiter.usage(policy.limit_key(self._base_url), policy.limit)

    def send(self, call: Call[T], policy: Policy, *, nocache: bool = False) -> Result[T]:
        """Send `call` and return its result; retry as `policy` allows.

        `nocache` ignores a cached result; the new one is cached. Raises InputError before a request is sent,
        else AuthError, TransportError, StatusError or DecodeError of the last attempt that was sent.
        """
        if self.stop_state.reason is not None:
            raise ConfigError(self.stop_state.reason)
        is_logged = is_verbose()
        if not nocache and policy.cache_ttl_s is not None and not is_logged:
            held = self._held(call, policy)
            if held is not None:
                return held
        context = self._context(call, policy, is_logged=is_logged)
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
            self._report_drifts(context, result.drifts)
        self._end_with_result(context, result.response, cached=result is found)
        return result

    @contextmanager
    def stream(self, call: StreamCall[object, I], policy: Policy) -> Iterator[Iterator[I]]:
        """Send `call`, and iterate over the items of its answer while they arrive.

        Opening the stream is retried as `policy` allows; a stream that breaks is not, and raises
        TransportError. `attempt_timeout_s` bounds the wait for the head, and then for each chunk. Raises as
        `send` does, and DecodeError if the answer is no stream, or an item does not match the spec.
        """
        if self.stop_state.reason is not None:
            raise ConfigError(self.stop_state.reason)
        import_whole("seawall.core.sse.items", "seawall.runtime.engine._sync.item_stream")
        from seawall.core.sse.items import item_decoder  # noqa: PLC0415 - 2 ms, for streams only
        from seawall.runtime.engine._sync.item_stream import (  # noqa: PLC0415
            StreamOpener,
            iter_items,
        )

        context = self._context(call, policy, is_logged=is_verbose())
        try:
            with ExitStack() as stack:
                opener = StreamOpener(self.transport, call.operation, stack)
                context.request = opener.accepting(self._request(call, policy))
                response = (self._with_retries(context, opener)).response
                assert opener.stream is not None
                if RECORDING.get():
                    context.record(RECORDING.get(), self.stop_state, response)
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
            self._end_with_error(context, error)
            raise
        if self.options.key is not None:
            self.options.key.end(call, was_sent=True)
        context.emit_call_ended(response=response)

    def _with_retries(self, context: CallContext[T], opener: "StreamOpener") -> Result[T]:
        try:
            return self._attempt(context, opener)
        except SeawallError as error:
            first_error = error
        return self._retry_loop(context).run(first_error, lambda: self._attempt(context, opener))

    def stop(self, reason: str) -> None:
        """Make every further call, also of copies, raise ConfigError with `reason`; others continue."""
        self.stop_state.reason = reason

    def _context(self, call: Call[T], policy: Policy, *, is_logged: bool) -> CallContext[T]:
        return CallContext(
            call,
            policy,
            self._verbose_subscribers if is_logged else self._subscribers,
            self._deprecations,
            self._clock.monotonic,
            is_logged=is_logged,
        )

    def _request(self, call: Call[T], policy: Policy) -> Request:
        """Build the request of all attempts."""
        return request_for(
            call,
            self._base_url,
            self.options.headers_for(call, policy, self._clock.unique),
            max_response_bytes=policy.max_response_bytes,
            boundary=self._clock.unique() if call.media_type and needs_boundary(call) else "",
            open_files=open_files,
        )

    def _add_headers(self, headers: Mapping[str, str]) -> None:
        headers = hidden(headers)
        self.options = self.options.with_headers(headers)
        self._call_cache = self._call_cache.for_headers(self.options.added)

    def _report_drifts(self, context: CallContext[T], drifts: tuple[Drift, ...]) -> None:
        """Report the fields of an answer that do not match the spec to the observers."""
        context.emit_drifts(drifts, self._drifts)

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
            self._end_with_error(context, error)

    def _held(self, call: Call[T], policy: Policy) -> Result[T] | None:
        """Return a cached result for which nothing of a call has to be made."""
        # A key ends with its call, and a block records it.
        if self._metrics is None or self.options.key is not None or RECORDING.get():
            return None
        held = self._call_cache.held(call, policy)
        if held is not None:
            for each in self._metrics:
                each.count_hit(call.operation.id)
        return held

    def _end_with_result(self, context: CallContext[T], response: Response, *, cached: bool) -> None:
        if self.options.key is not None:
            self.options.key.end(context.call, was_sent=True)
        if RECORDING.get():
            context.record(RECORDING.get(), self.stop_state, response, cached=cached)
        context.emit_call_ended(response=response, cached=cached, metrics=self._metrics)

    def _end_with_error(self, context: CallContext[T], error: BaseException) -> None:
        if self.options.key is not None:
            self.options.key.end(context.call, was_sent=context.sent > 0, error=error)
        if RECORDING.get():
            context.record_error(RECORDING.get(), self.stop_state, error)
        context.emit_call_ended(error=error)

    def _retry_loop(self, context: CallContext[T]) -> RetryLoop:
        return RetryLoop(
            context.request.method,
            context.policy,
            context.deadline,
            self._clock,
            protection=context.protection,
            quota=self.quota,
            on_retry=context.emit_retry,
            before_retry=self._before_retry,
        )

    def _attempt(self, context: CallContext[T], opener: "StreamOpener | None" = None) -> Result[T]:
        rejected, limiter, tokens = None, self._limiter, self._tokens
        send = self.transport.send if opener is None else opener.send
        limit_key = context.policy.limit_key(self._base_url)
        try:
            token = hidden(tokens.token(context.deadline - context.clock())) if tokens else None
            must_send = True
            while must_send:
                if limiter is not None:
                    # Each request counts, also the second one after a renewal.
                    limiter.acquire(limit_key, context.policy.limit, context.deadline)
                if self._before_send is not None:
                    self._before_send()
                if self._bearer is None or token is None:
                    request = authorized(context.request, token, self._auth_scheme)
                else:
                    request = self._bearer.added_to(context.request, token)
                timeout_s = context.next_attempt_timeout_s()
                context.token = token
                try:
                    response = send(context.on_send(request), timeout_s)
                    response = dated(response, self._clock.wall())
                except BaseException as error:
                    context.emit_attempt_ended(error=error)
                    raise
                context.emit_attempt_ended(response=response)
                if limiter is not None:
                    limiter.observe(limit_key, response.status, response.headers)
                must_send = False
                if response.status == _UNAUTHORIZED and token is not None and rejected is None:
                    assert tokens
                    rejected, token = token, hidden(tokens.renew(token, context.remaining_s()))
                    # E.g. a static token is still the same: the server would reject it again.
                    must_send = token != rejected
        except (TransportError, ResponseTooLargeError) as error:
            raise context.named(error) from error
        if opener is not None and opener.stream is not None:
            return Result(cast("T", None), response)
        return result_for(
            context.call,
            response,
            token=token,
            rejected=rejected,
            secrets=self.options.secrets,
            tolerant=context.policy.tolerant,
        )
