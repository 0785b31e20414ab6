"""Python names for operations and schemas, pinned across bumps.

Never reads a schema and never renders.
"""
