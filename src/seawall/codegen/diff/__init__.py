"""Differences between two versions of an API, as data.

Imports nothing; the names are in the modules.
"""
