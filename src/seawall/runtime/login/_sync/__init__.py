# DO NOT EDIT. Derived from ../_async/__init__.py by "python -m seawall.codegen.derive".
"""The two ways to log in."""
