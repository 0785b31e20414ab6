"""Clocks, threads, single flight and bounded worker pools, for async and sync code.

Never knows what the work is. It has no twin.
"""
