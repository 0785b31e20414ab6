"""The transport over httpx (extra `httpx`). All but its names is in the room `httpx2`.

Nothing outside this room imports httpx.
"""
