# DO NOT EDIT. Derived from ../_async/__init__.py by "make regenerate".
"""What moves the core."""
