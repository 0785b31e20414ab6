"""An event stream that reconnects and resumes after the last event id.

Never parses bytes itself. Twin: `seawall.core.sse`.
"""
