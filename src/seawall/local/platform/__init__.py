"""Local platform: a server on your own machine that implements the platform API 1.7.0.

It replaces the real platform in demos and tests. It has an OAuth server, processes the items of runs in
background threads, and serves the resulting artifacts. `serve` runs it in the foreground, `running` runs
it in a thread, `create_app` returns the ASGI application.
"""

from seawall.core.lazy_names import lazy_names

# The server imports FastAPI and SQLAlchemy (900 ms); `PlatformSettings` needs neither.
__getattr__, __dir__ = lazy_names(__name__)
