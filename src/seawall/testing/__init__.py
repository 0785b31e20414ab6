"""What SDK users test with: transports that follow a script, fail on purpose or replay a recording; a clock.

Hand a client `MemoryTransport(Script(...))` and the `clock` of a `FakeClock`. `seawall.testing.faults` names
what goes wrong on bad days, `seawall.testing.pytest_plugin` holds fixtures. A part is imported
when its first name is asked for: every run of pytest loads the plugin, and so this package.
"""

from seawall.core.lazy_names import lazy_names

__getattr__, __dir__ = lazy_names(__name__)
