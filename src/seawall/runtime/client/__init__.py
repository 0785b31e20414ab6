"""The base of an SDK client: one connection, shared by copies with other options.

Never knows an API. It has no twin.
"""
