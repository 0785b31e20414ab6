"""Redis clients: one factory with one set of timeouts and URL rules, and Lua scripts on top of it.

Never knows what a script does. An async client belongs to the event loop that first uses it; a sync client
serves any thread. It has no twin in core.
"""
