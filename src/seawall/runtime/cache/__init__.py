"""The operation cache: cached results, shared loads, the memory store and the Redis store.

Never decides cache keys or what a write invalidates. Twin: `seawall.core.cache`.
"""
