"""Precedence of setting sources and detection of misspelt names.

Never reads the environment or a file. Twin: `seawall.runtime.settings`.
"""
