"""Applies the edits of an impact to the sources of a stable layer, and asks about those that are not sure.

Imports nothing; the names are in the modules. Pure: from texts to texts.
"""
