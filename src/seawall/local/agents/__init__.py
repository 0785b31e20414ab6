"""Local agents server: a server on your own machine that implements the agents API 1.0.0.

It replaces the real system in demos and tests. Runs change their states on a schedule that a prompt or the
metadata of a run can script; logs grow; webhooks are signed and sent again. `serve` runs it in the
foreground, `running` in a thread.
"""

from seawall.core.lazy_names import lazy_names

# The server imports FastAPI and SQLAlchemy (900 ms); `AgentsSettings` needs neither.
__getattr__, __dir__ = lazy_names(__name__)
