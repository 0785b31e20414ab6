"""Test tools for SDK users: scripted, faulty and recording transports, and a fake clock.

Pass `MemoryTransport(Script(...))` and a `FakeClock` to a client. `seawall.testing.faults` has the faults of
networks and servers, `seawall.testing.pytest_plugin` the fixtures. A module is imported with its first name,
because each run of pytest loads the plugin, and so this package.
"""

from seawall.core.lazy_names import lazy_names

__getattr__, __dir__ = lazy_names(__name__)
