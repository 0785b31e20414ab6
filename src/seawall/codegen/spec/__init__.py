"""Loading of specs: parsing within bounds, overlays and JSON pointers.

Never interprets an operation.
"""
