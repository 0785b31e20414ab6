"""Typed reading of a spec: operations, schemas and discriminators.

Never pins a name and never renders.
"""
