"""Traces the changes between two versions of an API to the functions of a stable layer.

Imports nothing; the names are in the modules.
"""
