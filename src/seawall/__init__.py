"""Seawall keeps API churn out of user code.

A low-level client is generated from an OpenAPI document; a hand-written stable layer on it is all that
users see. Start with `seawall.sdks.platform`.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
