"""The names of older clients of this API, over the same engine: programs change one import.

Fields, checks, errors and shapes of results are those of canfar 1.5. These differ, because they did not
work: a refusal of the server is logged with its words, an unknown id is a failure, `Succeeded` and
`Completed` are one state, and `connect` waits until a session runs. New programs use
`seawall.sdks.sessions`.
"""

from seawall.core.lazy_names import lazy_names

__getattr__, __dir__ = lazy_names(__name__)
