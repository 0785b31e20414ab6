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

_MODULES = {
    "AsyncCassetteTransport": "seawall.testing._async.cassette",
    "AsyncFakeClock": "seawall.testing.fake_clock",
    "AsyncFaultyTransport": "seawall.testing._async.faulty",
    "AsyncMemoryTransport": "seawall.transports",
    "Cassette": "seawall.testing.cassette",
    "CassetteTransport": "seawall.testing._sync.cassette",
    "CutResponse": "seawall.transports",
    "FakeClock": "seawall.testing.fake_clock",
    "FaultyTransport": "seawall.testing._sync.faulty",
    "MemoryTransport": "seawall.transports",
    "Script": "seawall.testing.script",
    "json_response": "seawall.testing.script",
}


if not TYPE_CHECKING:
    # Hidden from type checkers, which otherwise take any name for one of this module's.
    __getattr__ = lazy_names(__name__, _MODULES)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
