"""Data of one call: operation, call, policy, request, result, and the conversions between them.

Never sends a request and never waits. Twin: `seawall.runtime.engine`.
"""
