"""Clients of pyreqwest that transports with equal settings share, each used by one transport at a time.

A client takes 105 kB, most of it for certificates. So an idle transport has none: it borrows one while it has
calls in progress. No two transports use a client at the same time: limits hold for each, and to close one
ends its own calls alone.
"""

from collections.abc import Callable
from threading import Lock
from typing import Generic, NoReturn, TypeVar
from weakref import WeakSet, WeakValueDictionary

from seawall.core.errors import AttemptTimeoutError, SeawallError
from seawall.transports.http_message.errors import transport_closed
from seawall.transports.network.options import TransportOptions
from seawall.transports.network.proxies import resolve_proxies, system_proxies
from seawall.transports.pyreqwest.client_builder import checked_environment_certificates

__all__ = ["ClientLease", "ClientPool", "pool_for"]

T = TypeVar("T")


class ClientPool(Generic[T]):
    """The idle clients of some transports. It ends with the last of them, and so do the connections."""

    def __init__(self) -> None:
        self.idle: list[T] = []
        self._leases: WeakSet[ClientLease[T]] = WeakSet()

    def join(self, lease: "ClientLease[T]") -> None:
        """Count `lease` as one that uses the clients."""
        self._leases.add(lease)

    def leave(self, lease: "ClientLease[T]") -> None:
        """Forget `lease`, and the clients that are more than the others can use."""
        self._leases.discard(lease)
        del self.idle[len(self._leases) :]


_POOLS: WeakValueDictionary[object, ClientPool[object]] = WeakValueDictionary()


def pool_for(kind: object, options: TransportOptions) -> "ClientPool[object]":
    """Return the pool of the clients of a `kind` with `options` and the certificates of the environment.

    Transports with certificates or a proxy of their own share no pool: a file may change, and a proxy may
    have a password.
    """
    if options.ca_file or options.client_cert or resolve_proxies(options, system_proxies()).by_scheme:
        return ClientPool()
    return _POOLS.setdefault((kind, options, checked_environment_certificates()), ClientPool())


class ClientLease(Generic[T]):
    """The client of one transport: a `with` block borrows it for a call, and calls at a time share it.

    After a call that was given up, the transport keeps the client: it may still send, and counts in the
    limit. After `close`, a call raises RuntimeError.
    """

    def __init__(self, pool: ClientPool[T], make: Callable[[], T]) -> None:
        self._pool = pool
        self._make = make
        # Held for a few steps, and while a client is made.
        self._lock = Lock()
        self._client: T | None = None
        self._calls = 0
        self._is_kept = False
        pool.join(self)

    def __enter__(self) -> T:
        with self._lock:
            client = self._client
            if client is None:
                idle = self._pool.idle
                # One step, as other transports take clients too: a test before it would prove nothing.
                try:
                    client = idle.pop()
                except IndexError:
                    client = self._make()
                self._client = client
            self._calls += 1
            return client

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._lock:
            if kind is not None and _may_go_on(kind):
                self._is_kept = True
            self._calls -= 1
            if self._calls == 0 and not self._is_kept:
                client, self._client = self._client, None
                if client is not None:
                    self._pool.idle.append(client)

    def close(self) -> T | None:
        """Leave the pool; return the client to close: one with calls in progress, or one that was kept."""
        with self._lock:
            self._is_kept = True
            client, self._client = self._client, None
            self._pool.leave(self)
            # For a thread that was about to begin a call.
            self._pool, self._make = ClientPool(), _raise_closed
            return client


def _raise_closed() -> NoReturn:
    raise transport_closed()


def _may_go_on(kind: type[BaseException]) -> bool:
    """Return whether a call that ended with an error may go on in pyreqwest: a cancelled one, for example."""
    return not issubclass(kind, SeawallError) or issubclass(kind, AttemptTimeoutError)
