"""Webhooks of a local server: stored with the change that they report, sent until the receiver accepts them.

Knows no API: a server decides about the content and the signature.
"""
