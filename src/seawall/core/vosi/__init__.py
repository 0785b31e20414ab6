"""VOSI documents (IVOA Support Interfaces 1.1) and lists of services: availability, capabilities, addresses.

Never requests a document. Twin: `seawall.runtime.vosi`.
"""
