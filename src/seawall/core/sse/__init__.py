"""The parser for server-sent events.

Never reads a stream. Twin: `seawall.runtime.sse`.
"""
