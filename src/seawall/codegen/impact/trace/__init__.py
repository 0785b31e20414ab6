"""Traces of changes to uses: for each rule of the diff, the uses that it matters to.

Imports nothing; the names are in the modules.
"""
