"""The transport over httpx2, the default.

Nothing outside this room imports httpx2 or httpcore2.
"""
