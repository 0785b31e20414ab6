"""The local platform: a server on your own machine that speaks the platform API 1.7.0.

It stands in for the real platform in demos and tests: an OAuth server, runs whose items are really
processed in the background, and artifacts to download. `serve` runs it in the foreground, `running`
beside your own code, `create_app` gives the bare ASGI application.
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
