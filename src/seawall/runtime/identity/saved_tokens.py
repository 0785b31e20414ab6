"""The tokens of a saved login, in the configuration file."""

from attrs import frozen

from seawall.core.auth.tokens import Token
from seawall.core.redaction.secret import Secret, SecretMapping
from seawall.runtime.files.file_lock import Release, try_lock_file
from seawall.runtime.identity.config_changes import with_token, without_login
from seawall.runtime.identity.config_document import ConfigDocument
from seawall.runtime.identity.config_file import ConfigFile
from seawall.runtime.identity.federation import Federation
from seawall.runtime.identity.providers import LoginMode

__all__ = ["DISCOVERY_PATH", "RENEW_BEFORE_S", "SavedTokens", "issuer_of"]

DISCOVERY_PATH = "/.well-known/openid-configuration"
RENEW_BEFORE_S = 30.0
"""The time between the renewal of a token and its expiry: the file does not say how long a token lives."""

# The file has the expiry only: all tokens count as obtained this long before it.
_LIFETIME_S = 3600.0


@frozen
class SavedTokens:
    """A token store for the login at `idp` in a configuration file. Not hashable: it has a federation."""

    file: ConfigFile
    idp: str
    federation: Federation

    def load(self) -> Token | None:
        """Return the token, or None if there is no login with tokens."""
        document = self.file.read()
        login = document.login(self.idp)
        if login is None or login.mode is not LoginMode.OIDC:
            return None
        access = document.secret(self.idp, "token", "access")
        # A client without a name can not renew.
        can_renew = document.secret(self.idp, "client", "identity") is not None
        refresh = document.secret(self.idp, "token", "refresh") if can_renew else None
        if access is None and refresh is None:
            return None
        place = f"authentication.{self.idp}.expiry"
        expires_at = document.seconds(document.part(self.idp, "expiry"), place, "access") or 0.0
        return Token(
            access_token=access or Secret(""),
            refresh_token=refresh,
            obtained_at=expires_at - _LIFETIME_S,
            lifetime_s=_LIFETIME_S if access is not None else 0.0,
            issuer=issuer_of(document, self.idp, self.federation),
        )

    def save(self, token: Token) -> None:
        """Replace the tokens of the login; the rest of the file stays."""
        fields: SecretMapping[object] = SecretMapping({"access": token.access_token})
        if token.refresh_token is not None:
            fields["refresh"] = token.refresh_token
        expires_at = token.obtained_at + token.lifetime_s
        self.file.change(lambda document: with_token(document, self.idp, fields, expires_at))

    def delete(self) -> bool:
        """Remove the login; return whether there was one."""
        if self.file.read().login(self.idp) is None:
            return False
        default = self.federation.default_login
        self.file.change(lambda document: without_login(document, self.idp, default))
        return True

    def try_lock(self) -> Release | None:
        """Lock the store and return a function that releases it, or None if it is locked already."""
        path = self.file.path
        return try_lock_file(path.with_name(f".{path.name}.lock"))


def issuer_of(document: ConfigDocument, idp: str, federation: Federation) -> str:
    """The URL of the OIDC server of the login at `idp`."""
    discovery = document.secret(idp, "endpoints", "discovery")
    if discovery is not None:
        return str(discovery).removesuffix(DISCOVERY_PATH).rstrip("/")
    known = federation.providers.get(idp)
    return "" if known is None or known.issuer is None else known.issuer.rstrip("/")
