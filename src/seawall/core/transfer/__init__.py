"""Decisions about downloads and uploads: checksums, resumption, safe file names.

Never touches a file or a socket. Twin: `seawall.runtime.transfer`.
"""
