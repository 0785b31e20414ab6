"""The interface that a program declares."""

import pytest

from seawall.core.errors import ConfigError
from seawall.core.metadata.interface import checked_interface


def test_the_interface_is_one_of_the_known_ones() -> None:
    assert (checked_interface(None), checked_interface("cli")) == (None, "cli")
    with pytest.raises(ConfigError, match="interface must be one of script, cli, notebook, launchpad"):
        checked_interface("hunter2")  # type: ignore[arg-type]
