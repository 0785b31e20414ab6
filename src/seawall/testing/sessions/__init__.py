"""Test tools for programs that use the sessions SDK: builders of its models.

A builder returns a model with sensible values; each field can be given by keyword: `session(status=…)`.
"""

from seawall.core.lazy_names import lazy_names

__getattr__, __dir__ = lazy_names(__name__)
