"""What SDK users test with: transports that follow a script, fail on purpose or replay a recording; a clock.

Hand a client `MemoryTransport(Script(...))` and the `timing` of a `FakeClock`. `seawall.testing.faults` names
what goes wrong on bad days, `seawall.testing.pytest_plugin` holds fixtures. A part is imported
when its first name is asked for: every run of pytest loads the plugin, and so this package.
"""

from typing import TYPE_CHECKING

from seawall.core.lazy_names import lazy_names

if TYPE_CHECKING:
    from seawall.testing._async.cassette import AsyncCassetteTransport
    from seawall.testing._async.faulty import AsyncFaultyTransport
    from seawall.testing._sync.cassette import CassetteTransport
    from seawall.testing._sync.faulty import FaultyTransport
    from seawall.testing.cassette import Cassette
    from seawall.testing.fake_clock import AsyncFakeClock, FakeClock
    from seawall.testing.script import Script, json_response
    from seawall.transports import AsyncMemoryTransport, CutResponse, MemoryTransport

__all__ = [
    "AsyncCassetteTransport",
    "AsyncFakeClock",
    "AsyncFaultyTransport",
    "AsyncMemoryTransport",
    "Cassette",
    "CassetteTransport",
    "CutResponse",
    "FakeClock",
    "FaultyTransport",
    "MemoryTransport",
    "Script",
    "json_response",
]

_PARTS = {
    "seawall.testing._async.cassette": ("AsyncCassetteTransport",),
    "seawall.testing._async.faulty": ("AsyncFaultyTransport",),
    "seawall.testing._sync.cassette": ("CassetteTransport",),
    "seawall.testing._sync.faulty": ("FaultyTransport",),
    "seawall.testing.cassette": ("Cassette",),
    "seawall.testing.fake_clock": ("AsyncFakeClock", "FakeClock"),
    "seawall.testing.script": ("Script", "json_response"),
    "seawall.transports": ("AsyncMemoryTransport", "CutResponse", "MemoryTransport"),
}


if not TYPE_CHECKING:
    # Hidden from type checkers, which otherwise take any name for one of this module's.
    __getattr__ = lazy_names(__name__, _PARTS)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
