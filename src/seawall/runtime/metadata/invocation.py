"""The invocation of this very process; what it is made from is read here and nowhere else."""

import os
import platform
import sys
import sysconfig

from seawall.core.metadata.invocation import Interface, Invocation, invocation_from

__all__ = ["this_invocation"]


def this_invocation(*, interface: Interface | None = None) -> Invocation:
    """How this process uses the SDK right now: under pytest that changes from test to test.

    `interface` is what a program states of itself, such as a command line; None looks around for a notebook.
    """
    return invocation_from(
        os.environ,
        modules=sys.modules,
        interface=interface,
        platform=sysconfig.get_platform(),
        python=platform.python_version(),
    )
