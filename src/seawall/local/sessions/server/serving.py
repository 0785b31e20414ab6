"""The local sessions server over HTTP, in the foreground or in a thread: see `LocalServing`."""

from seawall.local.serving.local_serving import LocalServing
from seawall.local.sessions.instance.sessions_server import SessionsServer
from seawall.local.sessions.server.app import BASE, app_for

__all__ = ["running", "serve"]

_serving = LocalServing("sessions", SessionsServer.open, app_for, base=BASE)
serve = _serving.serve
running = _serving.running
