"""Typed reading of a spec: operations, schemas and discriminators.

Never names a Python class and never renders.
"""
