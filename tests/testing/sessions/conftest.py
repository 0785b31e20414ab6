"""Fixtures: local sessions servers in this process, with a fake clock."""

from tests.local.sessions.conftest import clock, sessions, settings, start

__all__ = ["clock", "sessions", "settings", "start"]
