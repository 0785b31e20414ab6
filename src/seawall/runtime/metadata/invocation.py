"""The invocation of this process: the only module that reads its facts from the environment."""

import os
import platform
import sys
import sysconfig

from seawall.core.metadata.invocation import Interface, Invocation, invocation_from

__all__ = ["this_invocation"]


def this_invocation(*, interface: Interface | None = None) -> Invocation:
    """Detect the invocation of this process at this moment: under pytest it changes with each test.

    `interface` is the one that the program states, such as a command line; None looks for a notebook.
    """
    return invocation_from(
        os.environ,
        modules=sys.modules,
        interface=interface,
        platform=sysconfig.get_platform(),
        python=platform.python_version(),
    )
