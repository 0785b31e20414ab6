"""The names of an older client of this API, over the same engine: programs change one import.

Errors, checks and shapes are those of that client. These differ, because they did not work: a wait ends on
the real API, a POST is never sent twice, the limiter blocks nothing, a webhook is signed over its raw bytes
and refused without a secret, and bulk results keep their order. New programs use `seawall.sdks.agents`.
"""

from seawall.core.lazy_names import lazy_names

__getattr__, __dir__ = lazy_names(__name__)
