"""Moves the core: sends calls, waits, pages, renews tokens, transfers files."""
