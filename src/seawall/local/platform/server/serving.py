"""The local platform over HTTP, in the foreground or in a thread: see `LocalServing`."""

from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.server.app import app_for
from seawall.local.serving.local_serving import LocalServing

__all__ = ["running", "serve"]

_serving = LocalServing("platform", Platform.open, app_for)
serve = _serving.serve
running = _serving.running
