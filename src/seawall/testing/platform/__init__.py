"""Test tools for programs that use the platform SDK: builders of its models, and a fake platform.

A builder returns a model with sensible values; each field can be given by keyword: `run(state="TERMINATED")`.
A default of UNSET is derived from the other fields.
"""

from seawall.core.lazy_names import lazy_names

__getattr__, __dir__ = lazy_names(__name__)
