"""Retry decisions: whether a call may be repeated, after which delay, and at what cost to the quota.

Never sleeps and never sends. Twin: `seawall.runtime.retry`.
"""
