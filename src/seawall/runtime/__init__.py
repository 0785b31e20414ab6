"""The runtime: what an SDK's hand-written layer is made of. Each part can be used alone.

    from seawall.runtime import Engine, OperationCache, Pages

A part is imported when its first name is asked for, so this package costs nothing by itself. What parts are
told, such as policies, states and errors, is data and stands in `seawall.core`.
"""

from seawall.core.lazy_names import lazy_names

__getattr__, __dir__ = lazy_names(__name__)
