# DO NOT EDIT. Derived from ../_async/single_flight.py by "python -m seawall.codegen.derive".
"""Single flight: concurrent callers share one execution of a function, its result or its error.

What a cancelled caller means for the others depends on the mode:

- `background=True`: nothing. The execution has a task or thread of its own, and runs to its end even if all
  callers are cancelled or time out.
- `background=False`: another caller takes over. The first caller executes the function itself, for as long
  as it takes; the others wait for it.
"""

import time
from collections.abc import Callable, Hashable
from functools import partial
from threading import Lock
from types import TracebackType
from typing import Generic, TypeVar, cast

from seawall.core.errors import ConfigError, DeadlineExceededError
from seawall.runtime.concurrency.threads import (
    OTHER_SCOPE,
    BackgroundWork,
    Waiter,
    current_scope,
    has_ended,
)

__all__ = ["Execution", "SingleFlight"]

T = TypeVar("T")

_CLOSE_TIMEOUT_S = 10.0


class Execution(Generic[T]):
    """One execution, and its outcome once it has ended: a result, an error, or neither.

    Neither means that it was abandoned: then one of the waiting callers starts another.
    """

    __slots__ = (
        "_error",
        "_has_ended",
        "_is_claimed",
        "_key",
        "_result",
        "_scope",
        "_traceback",
        "_waiters",
        "is_abandoned",
    )

    def __init__(self, scope: "_Scope[T]", key: Hashable) -> None:
        self.is_abandoned = False
        self._scope = scope
        self._key = key
        self._is_claimed = False
        self._has_ended = False
        self._waiters: list[Waiter] = []
        self._result: T | None = None
        self._error: Exception | None = None
        self._traceback: TracebackType | None = None

    def claim(self) -> bool:
        """Return True to the first caller; only the first caller may run or abandon it."""
        with self._scope.lock:
            is_claimed, self._is_claimed = self._is_claimed, True
        return not is_claimed

    def wait(self, timeout_s: float | None) -> bool:
        """Wait for the end of the execution; return False if it has not ended after `timeout_s` seconds."""
        with self._scope.lock:
            if self._has_ended:
                return True
            waiter = Waiter()
            self._waiters.append(waiter)
        return waiter.wait(timeout_s)

    def result(self) -> T:
        """Return the result, or raise the shared error."""
        if self._error is not None:
            # With the traceback of the execution alone: each caller that raised it has added its own frames.
            raise self._error.with_traceback(self._traceback)
        return cast("T", self._result)

    def set_result(self, result: T) -> None:
        """End the execution with a result for all waiting callers."""
        self._result = result
        self._end()

    def set_error(self, error: Exception) -> None:
        """End the execution with an error for all waiting callers."""
        self._error, self._traceback = error, error.__traceback__
        self._end()

    def abandon(self) -> None:
        """End the execution without an outcome, unless it has ended."""
        if not self._has_ended:
            self.is_abandoned = True
        self._end()

    def _end(self) -> None:
        with self._scope.lock:
            other = self._scope.executions.pop(self._key, self)
            if other is not self:
                # A fresh execution has taken its place.
                self._scope.executions[self._key] = other
            self._has_ended = True
        # An interrupt may come anywhere here; `abandon` then does it again.
        for waiter in self._waiters:
            waiter.wake()


class _Scope(Generic[T]):
    """The executions that the same callers can wait for."""

    def __init__(self) -> None:
        # Held for a few steps in memory only.
        self.lock = Lock()
        self.executions: dict[Hashable, Execution[T]] = {}
        self.background: list[BackgroundWork] = []


class SingleFlight(Generic[T]):
    """At most one execution at a time for each key. `name` says in errors what it brings, e.g. "token"."""

    def __init__(self, name: str, *, background: bool) -> None:
        self._name = name
        self._is_background = background
        # By scope: a caller can not wait for an execution in another scope, see `current_scope`.
        self._scopes: dict[Hashable, _Scope[T]] = {}

    def __len__(self) -> int:
        """Return how many executions have not ended."""
        return sum(len(scope.executions) for scope in self._scopes.values())

    def check(self) -> None:
        """Raise ConfigError if this was used in another scope before, and that has not ended."""
        if current_scope() not in self._scopes:
            self._scope()
            if len(self._scopes) > 1:
                del self._scopes[current_scope()]
                raise ConfigError(f"The provider of the {self._name} {OTHER_SCOPE}")

    def run(
        self,
        fn: Callable[[], T],
        *,
        cached: Callable[[], T | None],
        timeout_s: float | None,
        fits: Callable[[T], bool] = lambda _: True,
        key: Hashable = None,
    ) -> T:
        """Return the result of `fn`, executed here or for another caller; `cached` saves the execution.

        Before an execution, `cached` is called; its value is returned if it is not None. The result of
        another caller is returned if it `fits`, otherwise `fn` is executed again. Raises what the functions
        raise, DeadlineExceededError after `timeout_s` seconds, and ConfigError as `check` does.
        """
        self.check()
        scope = self._scope()
        end = None if timeout_s is None else time.monotonic() + timeout_s
        while True:
            new = Execution(scope, key)
            try:
                with scope.lock:
                    execution = scope.executions.get(key)
                    if execution is None:
                        value = cached()
                        if value is not None:
                            return value
                        execution = scope.executions[key] = new
                if execution is new and not self._is_background:
                    _execute(new, fn)
                    return new.result()
                if execution is new:
                    self._execute_in_background(scope, new, fn)
            except BaseException:
                # Cancelled, interrupted, or no thread can start. The work goes on if it has begun elsewhere.
                if not self._is_background or new.claim():
                    new.abandon()
                raise
            if not execution.wait(None if end is None else end - time.monotonic()):
                raise DeadlineExceededError(f"no {self._name} came before the deadline of the call.")
            if not execution.is_abandoned and (execution is new or fits(execution.result())):
                return execution.result()

    def join_or_start(self, key: Hashable, *, fresh: bool = False) -> tuple[Execution[T], bool]:
        """Return the execution for `key`, and whether the caller must carry it out and end it.

        If `fresh`, that is always a new execution. Callers that come later join it; those that wait for an
        earlier one go on waiting for that.
        """
        scope = self._scopes.get(current_scope()) or self._scope()
        new = Execution(scope, key)
        try:
            # Without the lock, because each is one step. If another execution ends at the same time, that may
            # hide this one from later callers, who then start their own.
            if fresh:
                execution = scope.executions[key] = new
            else:
                execution = scope.executions.setdefault(key, new)
        except BaseException:
            # Interrupted after this step: no caller would carry it out.
            new.abandon()
            raise
        return execution, execution is new

    def close(self, *, timeout_s: float = _CLOSE_TIMEOUT_S) -> None:
        """Wait up to `timeout_s` seconds for background executions; then cancel them if possible."""
        scope = self._scopes.get(current_scope())
        end = time.monotonic() + timeout_s
        for work in list(scope.background) if scope else []:
            work.join(max(0.0, end - time.monotonic()))

    def _scope(self) -> _Scope[T]:
        current = current_scope()
        scope = self._scopes.get(current)
        if scope is None:
            for other in list(self._scopes):
                if has_ended(other):
                    self._scopes.pop(other, None)
            # `setdefault` is atomic: several threads may come here at once.
            scope = self._scopes.setdefault(current, _Scope())
        return scope

    def _execute_in_background(
        self, scope: _Scope[T], execution: Execution[T], fn: Callable[[], T]
    ) -> None:
        lost = DeadlineExceededError(
            f"the provider of the {self._name} was closed, or its work was cancelled."
        )
        work = BackgroundWork(partial(_execute, execution, fn), partial(execution.set_error, lost))
        try:
            work.start()
        finally:
            # Also after an interrupt, which may come when the work has started: `close` waits for it.
            # Locked, because threads with other keys add theirs.
            with scope.lock:
                scope.background = [other for other in (*scope.background, work) if other.is_running]


def _execute(execution: Execution[T], fn: Callable[[], T]) -> None:
    if not execution.claim():
        return
    try:
        result = fn()
    except Exception as error:  # noqa: BLE001 - `result` raises it
        execution.set_error(error)
    else:
        execution.set_result(result)
