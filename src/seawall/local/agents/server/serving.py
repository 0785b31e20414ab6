"""The local agents server over HTTP, in the foreground or in a thread: see `LocalServing`."""

from seawall.local.agents.instance.agents_server import AgentsServer
from seawall.local.agents.server.app import app_for
from seawall.local.serving.local_serving import LocalServing

__all__ = ["running", "serve"]

_serving = LocalServing("agents", AgentsServer.open, app_for)
serve = _serving.serve
running = _serving.running
