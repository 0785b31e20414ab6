"""Runs many calls with bounded concurrency, and records each result in a journal file.

Never retries a call; the engine does. Twin: `seawall.core.bulk`.
"""
