# DO NOT EDIT. Generated from sessions.json by "seawall generate sessions".
"""Wire models: the JSON bodies of requests and responses."""

from seawall.core.lazy_names import lazy_names

__getattr__, __dir__ = lazy_names(__name__)
