# DO NOT EDIT. Derived from ../_async/__init__.py by "make regenerate".
"""The clients, resources and handles."""
