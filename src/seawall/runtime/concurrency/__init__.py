"""Clocks, threads, single flight and bounded worker pools, for async and sync code.

`tasks` (async) and `threads` (sync) hold what really differs between the two halves of the runtime. Never
knows what the work is. It has no twin.
"""
