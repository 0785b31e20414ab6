"""The Redis client for Lua scripts, with one set of timeouts and one error translation.

Never knows what a script does. It has no twin.
"""
