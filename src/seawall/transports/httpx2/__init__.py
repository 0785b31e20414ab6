"""The transport over httpx2, the default, and the code that it shares with the one over httpx.

Nothing outside this room imports httpx2 or httpcore2.
"""
