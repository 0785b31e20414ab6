"""What moves bytes. Nothing outside this package imports an HTTP library.

Each library is imported when the first name of its transport is: pyreqwest need not be there.
"""

from seawall.core.lazy_names import lazy_names

__getattr__, __dir__ = lazy_names(__name__)
