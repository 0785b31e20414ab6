"""Logins at identity providers, saved in the configuration file: `client.auth`."""

from collections.abc import Callable
from pathlib import Path

from seawall.core.errors import InputError
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import hidden
from seawall.runtime.auth.client_certificate import ClientCertificate, save_certificate
from seawall.runtime.auth.login.prompts import DevicePrompt
from seawall.runtime.concurrency.event_loop import run_in_thread
from seawall.runtime.concurrency.tasks import AsyncCallback
from seawall.runtime.identity._async.anonymous import AsyncAnonymous
from seawall.runtime.identity._async.caller_tokens import async_saved_tokens
from seawall.runtime.identity._async.discovery import Found
from seawall.runtime.identity._async.servers import AsyncServers, chosen_server, names_of, with_found
from seawall.runtime.identity.config_changes import emptied, with_active, with_login, without_login
from seawall.runtime.identity.config_document import ConfigDocument, Record
from seawall.runtime.identity.config_file import ConfigFile
from seawall.runtime.identity.federation import absolute
from seawall.runtime.identity.login_records import certificate_record, oidc_record
from seawall.runtime.identity.providers import IdentityProvider, LoginMode
from seawall.runtime.identity.saved_login import SavedLogin
from seawall.runtime.vosi._async.service_list import AsyncServiceList

__all__ = ["AsyncLogins"]

_CLIENT_NAME = "Seawall"


class AsyncLogins(ProcessBound):
    """Saved logins. All methods raise ConfigError if the configuration file can not be used.

    A client uses the login that is active when it is made. A login needs a server: without `server`, its
    name, URI or URL, it is the saved one, or the only one that answers. Without `idp`, it is at the first
    identity provider whose users log in so.
    """

    _in_other_process = "Make a client in the other process, and use its resource."

    def __init__(self, anonymous: AsyncAnonymous) -> None:
        self._anonymous = anonymous
        self._file = ConfigFile(anonymous.settings.config_path)
        self._federation = anonymous.settings.federation
        self._servers = AsyncServers(anonymous)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self._file.path)!r})"

    async def list(self) -> tuple[SavedLogin, ...]:
        """The saved logins, sorted by identity provider; nothing is sent."""
        return (await run_in_thread(self._file.read)).logins()

    async def show(self) -> SavedLogin | None:
        """The active login, None if there is none; nothing is sent."""
        document = await run_in_thread(self._file.read)
        return None if document.active_idp is None else document.login(document.active_idp)

    async def use(self, idp: str) -> SavedLogin:
        """Make the login at `idp` the active one; raises InputError if there is none."""

        def change(document: ConfigDocument) -> ConfigDocument:
            _require_login(document, idp)
            return with_active(document, idp, document.server_name_of(idp))

        return await self._changed(change, idp)

    async def remove(self, idp: str) -> None:
        """Remove the login at `idp` and its servers; raises InputError if there is none.

        A certificate file stays. Nothing is sent: the login server accepts the tokens until they expire. To
        end them before, call `revoke` first.
        """

        def change(document: ConfigDocument) -> ConfigDocument:
            _require_login(document, idp)
            return without_login(document, idp, self._federation.default_login)

        await run_in_thread(self._file.change, change)

    async def revoke(self, idp: str) -> bool:
        """End the tokens of the login at `idp` on its server (RFC 7009), and return whether they were.

        The login stays in the file. A certificate, and the tokens of a server that offers no revocation, are
        not revoked. Raises AuthError if the server refuses, TransportError if it does not respond.
        """
        document = await run_in_thread(self._file.read)
        login = document.login(idp)
        if login is None or login.mode is not LoginMode.OIDC:
            return False
        async with self._anonymous.transport() as transport:
            tokens = async_saved_tokens(document, idp, self._federation, transport, self._anonymous.clock)
            return await tokens.revoke()

    async def purge(self) -> None:
        """Remove all logins and servers; certificate files and other settings of the file stay."""

        def change(document: ConfigDocument) -> ConfigDocument:
            return emptied(document, self._federation.default_login)

        await run_in_thread(self._file.change, change)

    async def login(
        self,
        idp: str | None = None,
        *,
        show: AsyncCallback[DevicePrompt],
        server: str | None = None,
        dev: bool = False,
    ) -> SavedLogin:
        """Log in with a code that the user confirms in any browser (RFC 8628), and save the login.

        `show` receives the address and the code. A client is registered for the login (RFC 7591). Raises
        LoginDeniedError, LoginExpiredError, AuthError if the login fails for another reason, TransportError
        if a server does not respond, InputError if it is not clear which server is meant, before the login.
        """
        provider = self._provider(idp, LoginMode.OIDC)
        settings = self._anonymous.settings
        chosen = await self._server_for(provider, server, dev=dev)
        # requests-oauthlib takes 100 ms, and few programs log in.
        from seawall.runtime.auth.login import async_registered_login  # noqa: PLC0415

        async with self._anonymous.transport() as transport:
            login = await async_registered_login(
                (settings.issuer or provider.issuer or "").rstrip("/"),
                _CLIENT_NAME,
                transport=transport,
                show=show,
                clock=self._anonymous.clock,
            )
        return await self._saved(provider.name, oidc_record(login), chosen)

    async def login_with_password(
        self,
        username: str,
        password: str,
        *,
        idp: str | None = None,
        days: int = 30,
        path: str | Path | None = None,
        server: str | None = None,
        dev: bool = False,
    ) -> SavedLogin:
        """Get a certificate for `days` days with a user name and a password, and save it as the login.

        The certificate and its key are written to `path`, by default ~/.ssl/cadcproxy.pem, with mode 0600.
        Raises LoginDeniedError for a wrong name or password, and as `login` does.
        """
        password = hidden(password)
        provider = self._provider(idp, LoginMode.X509)
        file = absolute(self._federation.certificate if path is None else path)
        chosen = await self._server_for(provider, server, dev=dev)
        from seawall.runtime.auth.login import async_fetch_certificate  # noqa: PLC0415 - 100 ms, as above

        async with self._anonymous.transport() as transport:
            listed = AsyncServiceList(url=self._registry_url(provider), transport=transport)
            pem = await async_fetch_certificate(
                await listed.certificate_url(),
                username=username,
                password=password,
                transport=transport,
                days=days,
                clock=self._anonymous.clock,
            )
        await run_in_thread(save_certificate, file, pem)
        return await self._saved(
            provider.name, certificate_record(file, self._anonymous.clock.wall()), chosen
        )

    async def login_with_certificate(
        self, path: str | Path, *, idp: str | None = None, server: str | None = None, dev: bool = False
    ) -> SavedLogin:
        """Save a login with the certificate and key in `path`, which are checked and not copied.

        Raises CertificateError if the certificate is not valid now, ConfigError if it or its key can not be
        used, InputError if it is not clear which server is meant.
        """
        provider = self._provider(idp, LoginMode.X509)
        certificate = ClientCertificate(absolute(path))
        await run_in_thread(certificate.check_key)
        record = certificate_record(certificate.certificate_file, self._anonymous.clock.wall())
        return await self._saved(provider.name, record, await self._server_for(provider, server, dev=dev))

    async def _server_for(
        self, provider: IdentityProvider, wanted: str | None, *, dev: bool
    ) -> tuple[str, Found | None]:
        """The name of the server for a login, and the server itself if it is not saved yet."""
        document = await run_in_thread(self._file.read)
        own = [one for one in document.servers() if one.idp == provider.name]
        named = wanted or document.server_name_of(provider.name) or (own[0].name if len(own) == 1 else None)
        for one in own:
            if named in names_of(one):
                return one.name, None
        found = await self._servers.found(provider.name, dev=dev, timeout_s=2.0)
        chosen = chosen_server(found, wanted, provider.name)
        return chosen.server.name, chosen

    async def _saved(self, idp: str, record: Record, server: tuple[str, Found | None]) -> SavedLogin:
        name, found = server

        def change(document: ConfigDocument) -> ConfigDocument:
            return with_active(with_found(with_login(document, idp, record), found), idp, name)

        return await self._changed(change, idp)

    async def _changed(self, change: Callable[[ConfigDocument], ConfigDocument], idp: str) -> SavedLogin:
        login = (await run_in_thread(self._file.change, change)).login(idp)
        assert login is not None
        return login

    def _provider(self, idp: str | None, mode: LoginMode) -> IdentityProvider:
        provider = self._federation.provider(idp or self._federation.usual(mode))
        if provider.mode is not mode:
            is_code = provider.mode is LoginMode.OIDC
            how = "a code (login)" if is_code else "a certificate (login_with_password)"
            raise InputError(f"Users of {provider.name} log in with {how}.")
        return provider

    def _registry_url(self, provider: IdentityProvider) -> str:
        return self._anonymous.settings.services_url or provider.registry_url


def _require_login(document: ConfigDocument, idp: str) -> None:
    known = [one.idp for one in document.logins()]
    if idp not in known:
        saved = f"Saved: {', '.join(known)}." if known else "None is saved."
        raise InputError(f"There is no saved login at {idp}. {saved}")
