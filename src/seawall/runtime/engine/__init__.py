"""The engine: sends one call under a policy, with tokens, cache, rate limit and observers.

Never decides whether to retry and never parses a body. Twin: `seawall.core.engine`.
"""
