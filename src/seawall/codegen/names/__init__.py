"""Python names for operations and schemas, pinned across bumps.

Never renders.
"""
