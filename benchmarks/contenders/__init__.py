"""What is measured: one context manager for each contender, that yields `run(count)` (see `harness.worker`).

A contender imports its library in its function: each runs in a process of its own.
"""
