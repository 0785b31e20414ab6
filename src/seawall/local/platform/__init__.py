"""Local platform: a server on your own machine that implements the platform API 1.7.0.

It replaces the real platform in demos and tests. It has an OAuth server, processes the items of runs in
background threads, and serves the resulting artifacts. `serve` runs it in the foreground, `running` runs
it in a thread, `create_app` returns the ASGI application.
"""

from seawall.local.platform.instance.platform import DataFolderInUseError
from seawall.local.platform.server.app import create_app
from seawall.local.platform.server.openapi_export import export_openapi
from seawall.local.platform.server.serving import running, serve
from seawall.local.platform.settings import PlatformSettings

__all__ = [
    "DataFolderInUseError",
    "PlatformSettings",
    "create_app",
    "export_openapi",
    "running",
    "serve",
]
