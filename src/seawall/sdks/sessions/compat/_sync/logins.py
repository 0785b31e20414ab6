# DO NOT EDIT. Derived from ../_async/logins.py by "python -m seawall.codegen.derive".
"""The logins of the older clients: the flow depends on the identity provider."""

from datetime import UTC, datetime

from seawall.runtime.auth.login.prompts import DevicePrompt
from seawall.runtime.concurrency.threads import Callback
from seawall.runtime.identity.providers import LoginMode
from seawall.runtime.identity.saved_login import SavedLogin
from seawall.sdks.sessions._sync.client import Client
from seawall.sdks.sessions.compat.error_classes import older_errors
from seawall.sdks.sessions.federation import FEDERATION

__all__ = ["log_in"]


def log_in(
    client: Client, idp: str, *, force: bool, show: Callback[DevicePrompt]
) -> bool:
    """Log in at `idp` and make it active: with a code, or with the certificate that there is.

    A saved login that is still valid is used, unless `force` is set. Returns True.
    """
    provider = FEDERATION.provider(idp)
    with older_errors():
        saved = {one.idp: one for one in client.auth.list()}
        if provider.mode is LoginMode.X509:
            client.auth.login_with_certificate(FEDERATION.certificate, idp=idp)
        elif force or idp not in saved or not _is_valid(saved[idp]):
            client.auth.login(idp, show=show)
        else:
            client.auth.use(idp)
    return True


def _is_valid(login: SavedLogin) -> bool:
    return login.is_renewable or (login.expires_at is not None and login.expires_at > datetime.now(UTC))
