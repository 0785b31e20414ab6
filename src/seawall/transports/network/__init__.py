"""Options that the network transports share: proxies, certificates and limits.

Never opens a connection.
"""
