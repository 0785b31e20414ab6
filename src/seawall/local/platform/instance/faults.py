"""Faults of a platform that a test or a demo switches on."""

from seawall.local.faults.call_faults import CallFaults, Seconds

__all__ = ["PlatformFaults"]


class PlatformFaults(CallFaults):
    """The faults of a platform; those of all calls are in `CallFaults`.

    stale_s: time after a write in which reads see the data from before it
    """

    stale_s: Seconds = 0
