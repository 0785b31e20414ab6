"""Options that every network transport shares: proxies, certificates and SSL contexts.

Never opens a connection.
"""
