"""Local sessions server: a server on your own machine that implements the API of a science platform.

It replaces the real system in demos and tests. Sessions change their states over time, which a variable of a
session can script; logs grow; quotas hold sessions back. `serve` runs it in the foreground, `running` in a
thread.
"""

from seawall.core.lazy_names import lazy_names

# The server imports FastAPI and SQLAlchemy (900 ms); `SessionsSettings` needs neither.
__getattr__, __dir__ = lazy_names(__name__)
