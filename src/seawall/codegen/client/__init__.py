"""Declarations to Python source: types, literals, templates, the safety check and the lock file.

Never writes a file.
"""
