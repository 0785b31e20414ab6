"""Cache keys, invalidation tags and the bounded LRU cache that the memory store uses.

Never stores anything outside its own objects and never locks. Twin: `seawall.runtime.cache`.
"""
