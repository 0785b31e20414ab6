"""Decisions and data, pure: no I/O, no clock, no environment, no asyncio."""
