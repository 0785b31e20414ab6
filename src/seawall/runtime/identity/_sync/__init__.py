# DO NOT EDIT. Derived from ../_async/__init__.py by "python -m seawall.codegen.derive".
"""One half of this package: the async code is written by hand, the sync code is derived from it."""
