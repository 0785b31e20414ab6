"""Rate limit counters, RateLimit header parsing and the remaining budget of a server.

Never sleeps; it computes when a call may be sent. Twin: `seawall.runtime.rate_limit`.
"""
