# DO NOT EDIT. Derived from ../_async/logins.py by "python -m seawall.codegen.derive".
"""Logins at identity providers, saved in the configuration file: `client.auth`."""

from collections.abc import Callable
from pathlib import Path

from seawall.core.errors import InputError
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import hidden
from seawall.runtime.auth.client_certificate import ClientCertificate, save_certificate
from seawall.runtime.auth.login.prompts import DevicePrompt
from seawall.runtime.concurrency.threads import Callback
from seawall.runtime.identity._sync.anonymous import Anonymous
from seawall.runtime.identity._sync.caller_tokens import saved_tokens
from seawall.runtime.identity._sync.discovery import Found
from seawall.runtime.identity._sync.servers import Servers, chosen_server, names_of, with_found
from seawall.runtime.identity.config_changes import emptied, with_active, with_login, without_login
from seawall.runtime.identity.config_document import ConfigDocument, Record
from seawall.runtime.identity.config_file import ConfigFile
from seawall.runtime.identity.federation import absolute
from seawall.runtime.identity.login_records import certificate_record, oidc_record
from seawall.runtime.identity.providers import IdentityProvider, LoginMode
from seawall.runtime.identity.saved_login import SavedLogin
from seawall.runtime.vosi._sync.service_list import ServiceList

__all__ = ["Logins"]

_CLIENT_NAME = "Seawall"


class Logins(ProcessBound):
    """Saved logins. All methods raise ConfigError if the configuration file can not be used.

    A client uses the login that is active when it is made. A login needs a server: without `server`, its
    name, URI or URL, it is the saved one, or the only one that answers. Without `idp`, it is at the first
    identity provider whose users log in so.
    """

    _in_other_process = "Make a client in the other process, and use its resource."

    def __init__(self, anonymous: Anonymous) -> None:
        self._anonymous = anonymous
        self._file = ConfigFile(anonymous.settings.config_path)
        self._federation = anonymous.settings.federation
        self._servers = Servers(anonymous)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self._file.path)!r})"

    def list(self) -> tuple[SavedLogin, ...]:
        """The saved logins, sorted by identity provider; nothing is sent."""
        return (self._file.read()).logins()

    def show(self) -> SavedLogin | None:
        """The active login, None if there is none; nothing is sent."""
        document = self._file.read()
        return None if document.active_idp is None else document.login(document.active_idp)

    def use(self, idp: str) -> SavedLogin:
        """Make the login at `idp` the active one; raises InputError if there is none."""

        def change(document: ConfigDocument) -> ConfigDocument:
            _require_login(document, idp)
            return with_active(document, idp, document.server_name_of(idp))

        return self._changed(change, idp)

    def remove(self, idp: str) -> None:
        """Remove the login at `idp` and its servers; raises InputError if there is none.

        A certificate file stays. Nothing is sent: the login server accepts the tokens until they expire. To
        end them before, call `revoke` first.
        """

        def change(document: ConfigDocument) -> ConfigDocument:
            _require_login(document, idp)
            return without_login(document, idp, self._federation.default_login)

        self._file.change(change)

    def revoke(self, idp: str) -> bool:
        """End the tokens of the login at `idp` on its server (RFC 7009), and return whether they were.

        The login stays in the file. A certificate, and the tokens of a server that offers no revocation, are
        not revoked. Raises AuthError if the server refuses, TransportError if it does not respond.
        """
        document = self._file.read()
        login = document.login(idp)
        if login is None or login.mode is not LoginMode.OIDC:
            return False
        with self._anonymous.transport() as transport:
            tokens = saved_tokens(document, idp, self._federation, transport, self._anonymous.clock)
            return tokens.revoke()

    def purge(self) -> None:
        """Remove all logins and servers; certificate files and other settings of the file stay."""

        def change(document: ConfigDocument) -> ConfigDocument:
            return emptied(document, self._federation.default_login)

        self._file.change(change)

    def login(
        self,
        idp: str | None = None,
        *,
        show: Callback[DevicePrompt],
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
        chosen = self._server_for(provider, server, dev=dev)
        # requests-oauthlib takes 100 ms, and few programs log in.
        from seawall.runtime.auth.login import registered_login  # noqa: PLC0415

        with self._anonymous.transport() as transport:
            login = registered_login(
                (settings.issuer or provider.issuer or "").rstrip("/"),
                _CLIENT_NAME,
                transport=transport,
                show=show,
                clock=self._anonymous.clock,
            )
        return self._saved(provider.name, oidc_record(login), chosen)

    def login_with_password(
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
        chosen = self._server_for(provider, server, dev=dev)
        from seawall.runtime.auth.login import fetch_certificate  # noqa: PLC0415 - 100 ms, as above

        with self._anonymous.transport() as transport:
            listed = ServiceList(url=self._registry_url(provider), transport=transport)
            pem = fetch_certificate(
                listed.certificate_url(),
                username=username,
                password=password,
                transport=transport,
                days=days,
                clock=self._anonymous.clock,
            )
        save_certificate(file, pem)
        return self._saved(
            provider.name, certificate_record(file, self._anonymous.clock.wall()), chosen
        )

    def login_with_certificate(
        self, path: str | Path, *, idp: str | None = None, server: str | None = None, dev: bool = False
    ) -> SavedLogin:
        """Save a login with the certificate and key in `path`, which are checked and not copied.

        Raises CertificateError if the certificate is not valid now, ConfigError if it or its key can not be
        used, InputError if it is not clear which server is meant.
        """
        provider = self._provider(idp, LoginMode.X509)
        certificate = ClientCertificate(absolute(path))
        certificate.check_key()
        record = certificate_record(certificate.certificate_file, self._anonymous.clock.wall())
        return self._saved(provider.name, record, self._server_for(provider, server, dev=dev))

    def _server_for(
        self, provider: IdentityProvider, wanted: str | None, *, dev: bool
    ) -> tuple[str, Found | None]:
        """The name of the server for a login, and the server itself if it is not saved yet."""
        document = self._file.read()
        own = [one for one in document.servers() if one.idp == provider.name]
        named = wanted or document.server_name_of(provider.name) or (own[0].name if len(own) == 1 else None)
        for one in own:
            if named in names_of(one):
                return one.name, None
        found = self._servers.found(provider.name, dev=dev, timeout_s=2.0)
        chosen = chosen_server(found, wanted, provider.name)
        return chosen.server.name, chosen

    def _saved(self, idp: str, record: Record, server: tuple[str, Found | None]) -> SavedLogin:
        name, found = server

        def change(document: ConfigDocument) -> ConfigDocument:
            return with_active(with_found(with_login(document, idp, record), found), idp, name)

        return self._changed(change, idp)

    def _changed(self, change: Callable[[ConfigDocument], ConfigDocument], idp: str) -> SavedLogin:
        login = (self._file.change(change)).login(idp)
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
