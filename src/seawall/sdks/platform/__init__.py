"""The platform SDK: applications, runs, items and artifacts.

Begin with `Client` (or `AsyncClient`); the same methods, with and without `await`. Clients and handles are
imported when they are asked for: a program that uses one half never loads the other.
"""

from seawall.core.lazy_names import lazy_names

__getattr__, __dir__ = lazy_names(__name__)
