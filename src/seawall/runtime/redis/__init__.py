"""The Redis client factory, async and sync, and Lua scripts: one set of timeouts, one error translation.

Never knows the purpose of a script. It has no twin.
"""
