# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
"""Wire models: the JSON bodies of requests and responses."""

from seawall.core.lazy_names import lazy_names

__getattr__, __dir__ = lazy_names(__name__)
