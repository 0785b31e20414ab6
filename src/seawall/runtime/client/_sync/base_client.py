# DO NOT EDIT. Derived from ../_async/base_client.py by "python -m seawall.codegen.derive".
"""The base class of SDK clients, and the context that their resources share."""

from typing import Any, Generic, Self, TypeVar

from attrs import evolve, frozen

from seawall.core.engine.policy import PolicySet
from seawall.core.process_bound import ProcessBound
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.client._sync.connection import Connection
from seawall.runtime.engine._sync.engine import Engine
from seawall.runtime.settings.api_settings import ApiSettings

__all__ = ["ApiClient", "ClientContext"]

P = TypeVar("P", bound=PolicySet)
S = TypeVar("S", bound=ApiSettings)
C = TypeVar("C", bound="ClientContext[Any, Any]")


@frozen(eq=False, repr=False)
class ClientContext(ProcessBound, Generic[P, S]):
    """The state that the resources of one client share: its connection and its policies.

    `P` are the policies of the SDK, and `S` its settings.
    """

    _in_other_process = "Make a client in the other process."

    connection: Connection[S]
    policies: P

    @property
    def engine(self) -> Engine:
        """The engine that sends the calls."""
        return self.connection.engine

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


class ApiClient(ProcessBound, Generic[C]):
    """Base class for the client of an SDK. Close it, or use it in a `with` block.

    A subclass makes a Connection in its constructor and passes a context to `_use`. Its resources use
    `_context`: they are cached properties, or a subclass overrides `_use` and makes them there, for copies
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
    def cache(self) -> OperationCache:
        """The cached results of reads: `cache.statistics`, `cache.clear()`."""
        return self._context.connection.cache

    def with_options(
        self,
        *,
        attempt_timeout_s: float | None = None,
        deadline_s: float | None = None,
        attempts: int | None = None,
    ) -> Self:
        """A copy with other settings for its calls. It shares the connection, and closing it closes nothing.

        `attempt_timeout_s` limits an attempt, `deadline_s` all attempts of a call together. Raises
        ConfigError for a value that the settings would not accept.
        """
        policies = self._context.policies.replace(
            attempt_timeout_s=attempt_timeout_s, deadline_s=deadline_s, attempts=attempts
        )
        copy = object.__new__(type(self))
        copy._is_copy = True
        copy._use(evolve(self._context, policies=policies))
        return copy

    def close(self) -> None:
        """Close the connection; every later call raises ConfigError, calls of copies too.

        Waits up to 10 s for a renewal of a token that is in progress. Parts that the client received stay
        open.
        """
        if not self._is_copy:
            self._context.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        # A traceback with local variables shows a client whose constructor failed, too.
        context: C | None = vars(self).get("_context")
        text = repr(context.connection.settings.base_url) if context else ""
        return f"{type(self).__name__}({text})"
