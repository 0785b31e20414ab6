"""The logins of the older clients: the flow depends on the identity provider."""

from datetime import UTC, datetime

from seawall.runtime.auth.login.prompts import DevicePrompt
from seawall.runtime.concurrency.tasks import AsyncCallback
from seawall.runtime.identity.providers import LoginMode
from seawall.runtime.identity.saved_login import SavedLogin
from seawall.sdks.sessions._async.client import AsyncClient
from seawall.sdks.sessions.compat.error_classes import older_errors
from seawall.sdks.sessions.federation import FEDERATION

__all__ = ["async_log_in"]


async def async_log_in(
    client: AsyncClient, idp: str, *, force: bool, show: AsyncCallback[DevicePrompt]
) -> bool:
    """Log in at `idp` and make it active: with a code, or with the certificate that there is.

    A saved login that is still valid is used, unless `force` is set. Returns True.
    """
    provider = FEDERATION.provider(idp)
    with older_errors():
        saved = {one.idp: one for one in await client.auth.list()}
        if provider.mode is LoginMode.X509:
            await client.auth.login_with_certificate(FEDERATION.certificate, idp=idp)
        elif force or idp not in saved or not _is_valid(saved[idp]):
            await client.auth.login(idp, show=show)
        else:
            await client.auth.use(idp)
    return True


def _is_valid(login: SavedLogin) -> bool:
    return login.is_renewable or (login.expires_at is not None and login.expires_at > datetime.now(UTC))
