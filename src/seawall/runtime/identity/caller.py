"""The caller and the server of a client: decided from its settings and the saved logins and servers.

a token is given        that token
a certificate is given  that certificate
otherwise               the saved login, for saved servers only: it is never sent to another one
"""

from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import evolve, field, frozen

from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import SecretMapping
from seawall.core.validation.closest_match import closest_match
from seawall.runtime.auth.client_certificate import ClientCertificate
from seawall.runtime.identity.config_document import ConfigDocument
from seawall.runtime.identity.config_file import ConfigFile
from seawall.runtime.identity.login_settings import SavedLoginSettings
from seawall.runtime.identity.providers import LoginMode

if TYPE_CHECKING:
    from seawall.runtime.identity.saved_login import Server

__all__ = ["AuthenticationType", "Caller", "caller_from", "decide_caller"]

S = TypeVar("S", bound=SavedLoginSettings)


class AuthenticationType(Enum):
    """The kind of authentication of a client: given to it, or saved."""

    TOKEN = "token"  # noqa: S105
    CERTIFICATE = "certificate"
    SAVED_TOKENS = "saved tokens"
    SAVED_CERTIFICATE = "saved certificate"


@frozen(kw_only=True)
class Caller(Generic[S]):
    """The caller of a client. `settings` have the URL of the server. The repr shows no secret.

    `idp` is the provider of the saved login that is used, if one is. `authentication` is None if there is
    none: calls that need one then raise LoginRequiredError with the sentence `missing`.
    """

    settings: S = field(repr=False)
    document: ConfigDocument = field(repr=False)
    authentication: AuthenticationType | None = None
    certificate: ClientCertificate | None = None
    idp: str | None = None
    missing: str = ""


def caller_from(settings: S, *, has_tokens: bool = False) -> Caller[S]:
    """The caller of a client with `settings`; reads the configuration file only if that decides something.

    `has_tokens` says that the client was given a token provider, which is used as `token` is. Raises
    ConfigError if the file can not be used, or has no server of the given name.
    """
    file = ConfigFile(settings.config_path)
    # A saved login or a broken file does not get in the way of what is given.
    document = ConfigDocument(file.path) if _is_given(settings, has_tokens=has_tokens) else file.read()
    return decide_caller(settings, document, has_tokens=has_tokens)


def decide_caller(
    settings: S,
    document: ConfigDocument,
    *,
    has_tokens: bool = False,
    is_file: Callable[[Path], bool] = Path.is_file,
) -> Caller[S]:
    """The caller of a client with `settings`, if `document` has the saved logins and servers.

    Raises ConfigError if it has no server of the given name.
    """
    if settings.certificate is None and (settings.certificate_key or settings.certificate_password):
        raise ConfigError(
            "certificate_key and certificate_password need a certificate. Give the certificate too."
        )
    given_url = settings.base_url
    server = None if _is_given(settings, has_tokens=has_tokens) else _server(settings, document)
    if not given_url:
        settings = _with_base_url(settings, server or settings.federation.default_server)
    caller = Caller(settings=settings, document=document)
    if has_tokens or settings.token is not None:
        return evolve(caller, authentication=AuthenticationType.TOKEN)
    if settings.certificate is not None:
        password = settings.certificate_password
        certificate = ClientCertificate(
            settings.certificate,
            key_file=settings.certificate_key,
            key_password=None if password is None else lambda: password,
        )
        return evolve(caller, authentication=AuthenticationType.CERTIFICATE, certificate=certificate)
    if server is None:
        return evolve(caller, missing=_no_server(given_url, _idp(caller, None)))
    return _with_saved_login(caller, server, is_file)


def _is_given(settings: SavedLoginSettings, *, has_tokens: bool) -> bool:
    """True if neither the identity nor the server is a saved one."""
    has_identity = has_tokens or settings.token is not None or settings.certificate is not None
    return has_identity and bool(settings.base_url) and settings.server is None


def _with_saved_login(caller: Caller[S], server: "Server", is_file: Callable[[Path], bool]) -> Caller[S]:
    document, idp = caller.document, _idp(caller, server)
    if server.idp not in {None, idp}:
        return evolve(caller, missing=f"The server {server.name} is for users of {server.idp}, not of {idp}.")
    login, default = document.login(idp), caller.settings.federation.default_login
    if (login is None and idp == default.idp) or (login is not None and login.mode is LoginMode.X509):
        path = (login and login.certificate_file) or default.certificate_file
        if not is_file(path):
            return evolve(caller, missing=f"You are not logged in: there is no {path}.")
        return evolve(
            caller,
            authentication=AuthenticationType.SAVED_CERTIFICATE,
            idp=idp,
            certificate=ClientCertificate(path),
        )
    if login is None:
        return evolve(caller, missing=f"You are not logged in at {idp}.")
    if login.mode is not LoginMode.OIDC:
        raise document.fault(f"authentication.{idp}.mode", "x509 or oidc")
    return evolve(caller, authentication=AuthenticationType.SAVED_TOKENS, idp=idp)


def _idp(caller: Caller[S], server: "Server | None") -> str:
    own, usual = None if server is None else server.idp, caller.settings.federation.default_idp
    return caller.settings.idp or own or caller.document.active_idp or usual


def _no_server(given_url: str, idp: str) -> str:
    if given_url:
        return (
            f"{given_url} is not a saved server, and a saved login is used for those only. Give a "
            "token or a certificate, or save the server when you log in."
        )
    return f"No server is chosen for {idp}."


def _server(settings: SavedLoginSettings, document: ConfigDocument) -> "Server | None":
    """The saved server that the settings mean; None if there is none, or if the URL is another one."""
    servers = {one.name: one for one in document.servers()}
    if settings.server is not None:
        if settings.base_url:
            raise ConfigError("base_url and server are given, and each names a server. Give one of them.")
        return _named(settings.server, servers, document, f"seawall {settings.section}")
    federation = settings.federation
    idp = settings.idp or document.active_idp or federation.default_idp
    own = [one for one in servers.values() if one.idp == idp]
    if not own and idp == federation.default_idp:
        own = [federation.default_server]
    if settings.base_url:
        return next(
            (one for one in (*servers.values(), *own) if settings.root_of(one.url) == settings.base_url), None
        )
    chosen = document.server_name_of(idp)
    if chosen in servers:
        return servers[chosen]
    return own[0] if len(own) == 1 else None


def _named(name: str, servers: "Mapping[str, Server]", document: ConfigDocument, command: str) -> "Server":
    if name in servers:
        return servers[name]
    known = f"The nearest is {closest_match(name, servers)}." if servers else "It has no servers."
    raise ConfigError(
        f"There is no server {name!r} in {document.path}. {known} {command} server discover finds more."
    )


def _with_base_url(settings: S, server: "Server") -> S:
    values: dict[str, Any] = SecretMapping({**vars(settings), "base_url": server.url, "server": None})
    return type(settings)(**values)
