"""The limiter: delays calls in a fair queue, with counters in memory or in Redis.

Never computes a limit itself. Twin: `seawall.core.rate_limit`.
"""
