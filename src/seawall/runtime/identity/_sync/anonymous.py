# DO NOT EDIT. Derived from ../_async/anonymous.py by "python -m seawall.codegen.derive".
"""Requests without the identity of the caller."""

from collections.abc import Iterator, Callable
from contextlib import contextmanager

from attrs import field, frozen

from seawall.runtime.concurrency._sync.clock import Clock
from seawall.runtime.http._sync.protocols import Transport
from seawall.runtime.identity.login_settings import SavedLoginSettings

__all__ = ["Anonymous"]


@frozen(eq=False)
class Anonymous:
    """Requests without the caller's identity: to lists of services, to login servers, to unknown servers.

    `make` makes a transport for them. `given` is the transport that the user passed, if they did; it is used
    instead, and not closed.
    """

    settings: SavedLoginSettings = field(repr=False)
    given: Transport | None = field(repr=False)
    clock: Clock = field(repr=False)
    make: Callable[[], Transport] = field(kw_only=True, repr=False)

    @contextmanager
    def transport(self) -> Iterator[Transport]:
        """A transport for the block."""
        if self.given is not None:
            yield self.given
            return
        made = self.make()
        try:
            yield made
        finally:
            made.close()
