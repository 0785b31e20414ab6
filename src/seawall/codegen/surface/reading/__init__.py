"""Reads a surface from the source files of a package, with griffe.

Imports nothing; the names are in the modules. No code of the package is run.
"""
