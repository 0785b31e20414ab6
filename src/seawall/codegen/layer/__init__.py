"""Reads a stable layer as data: which of its functions uses which part of the generated client.

Imports nothing; the names are in the modules. No code of the layer is run.
"""
