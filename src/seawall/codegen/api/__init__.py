"""Reads operations, schemas and discriminators out of a spec.

Never names a Python class and never renders.
"""
