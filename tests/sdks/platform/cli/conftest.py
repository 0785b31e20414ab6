"""The fixtures of the command line, for tests of `seawall platform`."""

from tests.cli.conftest import isolated_settings, seawall, server

__all__ = ["isolated_settings", "seawall", "server"]
