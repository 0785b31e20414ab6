"""Reads the public surface of a stable layer as data, compares two of them, and finds leaks in one.

Imports nothing; the names are in the modules. No code of the layer is run.
"""
