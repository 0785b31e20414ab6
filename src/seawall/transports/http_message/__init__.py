"""Message handling that the network transports share: request headers, uploads, content decoding, errors.

Imports no HTTP library.
"""
