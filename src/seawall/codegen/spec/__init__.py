"""Loads a spec: file access, parsing within bounds, overlays and JSON pointers.

Never interprets an operation.
"""
