"""The local sessions server over HTTP, in the foreground or in a thread: see `LocalServing`."""

from seawall.local.serving.http_server import TlsContext
from seawall.local.serving.local_serving import LocalServing
from seawall.local.serving.wall_clock import utc_now
from seawall.local.sessions.identity.authority import Authority
from seawall.local.sessions.instance.sessions_server import SessionsServer
from seawall.local.sessions.server.app import BASE, app_for
from seawall.local.sessions.settings import SessionsSettings

__all__ = ["running", "serve"]


def _tls(settings: SessionsSettings) -> TlsContext | None:
    if not settings.identity.tls:
        return None
    # The real clock: OpenSSL compares with it.
    return lambda: Authority.open(settings.data_dir, utc_now()).server_context(
        settings.identity.host_names, utc_now()
    )


_serving = LocalServing("sessions", SessionsServer.open, app_for, base=BASE, tls=_tls)
serve = _serving.serve
running = _serving.running
