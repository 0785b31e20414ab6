"""Check the interface that a program states. Pure."""

from typing import get_args

from seawall.core.errors import ConfigError
from seawall.core.metadata.invocation import Interface

__all__ = ["checked_interface"]


def checked_interface(interface: Interface | None) -> Interface | None:
    """The interface that a program states of itself; raises ConfigError where there is no such."""
    known = get_args(Interface)
    if interface is not None and interface not in known:
        raise ConfigError(f"interface must be one of {', '.join(known)}.")
    return interface
