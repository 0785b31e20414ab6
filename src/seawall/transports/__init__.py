"""HTTP transports: send a request, return the response. Nothing outside this package imports an HTTP library.

A library is imported with the first name that needs it, so pyreqwest need not be installed.
"""

from seawall.core.lazy_names import lazy_names

__getattr__, __dir__ = lazy_names(__name__)
