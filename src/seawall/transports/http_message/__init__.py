"""Message handling that every network transport shares: request headers, body decoding, uploads, errors.

Imports no HTTP library.
"""
