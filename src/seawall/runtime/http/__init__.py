"""Protocols of the transport and the token provider.

Never implements one; `seawall.transports` does. Twin: `seawall.core.http`.
"""
