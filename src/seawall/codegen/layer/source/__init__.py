"""The source of a layer as definitions: its modules, classes and functions, and types as terms.

Imports nothing; the names are in the modules. No code is run: modules are found by path and parsed.
"""
