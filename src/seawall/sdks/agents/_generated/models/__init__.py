# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
"""Wire models: the JSON bodies of requests and responses."""

from seawall.core.lazy_names import lazy_names

__getattr__, __dir__ = lazy_names(__name__)
