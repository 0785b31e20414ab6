"""The names of the older client of this API, over the same engine: programs change one import.

Arguments, shapes of results and names of errors are those of that client, which has no async form. New
programs use `seawall.sdks.platform`.
"""

from seawall.core.lazy_names import lazy_names

__getattr__, __dir__ = lazy_names(__name__)
