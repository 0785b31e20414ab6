"""Infers the types of values in a stable layer from its source, and records the uses of a generated client.

Imports nothing; the names are in the modules. `reading.read_layer` in the folder above is the entry. No code
is run: types come from annotations, calls and constructors. A type that is not known is `UNKNOWN`, never an
error.
"""
