"""The sessions SDK: interactive and batch containers on a science platform.

Start with `Client` or `AsyncClient`: they have the same methods. Each name is imported at its first use, so
that a program that uses one client never loads the other.
"""

from seawall.core.lazy_names import lazy_names
from seawall.sdks.sessions._version import __api_version__ as __api_version__
from seawall.sdks.sessions._version import __version__ as __version__

__getattr__, __dir__ = lazy_names(__name__)
