"""The user of a request, out of the proofs of identity that it may bring."""

from collections.abc import Mapping, Sequence

from attrs import field, frozen
from cryptography import x509
from starlette.requests import Request

from seawall.local.oauth.access_tokens import InvalidAccessTokenError
from seawall.local.oauth.server import OAuthServer
from seawall.local.serving.client_certificates import client_certificate
from seawall.local.serving.user_tokens import token_hash
from seawall.local.sessions.identity.authority import user_of
from seawall.local.sessions.identity.services import PROXY_PATH

__all__ = ["COOKIE_NAME", "Callers", "base_url", "challenges"]

COOKIE_NAME = "CADC_SSO"
_TOKEN_HEADER = "x-auth-token-skaha"  # noqa: S105 - the name of a header
_CERTIFICATE_WORDS = {"x509", "runtime-x509"}


def base_url(request: Request) -> str:
    """Return scheme://host:port under which the client reached the server."""
    return str(request.base_url).rstrip("/")


def challenges(request: Request) -> Sequence[str]:
    """The values of WWW-Authenticate for a request without a valid proof: how to get one."""
    base = base_url(request)
    return [
        "Bearer",
        f'ivoa_bearer standard_id="ivo://ivoa.net/sso#OpenID", access_url="{base}"',
        f'ivoa_x509 standard_id="ivo://ivoa.net/sso#BasicAA", access_url="{base}{PROXY_PATH}"',
    ]


@frozen(kw_only=True)
class Callers:
    """The users of a server and their proofs.

    users: names of the users; the first is the one of `certificate_header`
    certificate_header: see `IdentitySettings`
    """

    users: Sequence[str]
    _users_by_token: Mapping[str, str] = field(repr=False)
    oauth: OAuthServer
    certificate_header: bool

    def user_of(self, request: Request) -> str | None:
        """The user who sent a request; None without a valid proof.

        The first proof of a request counts: a request with an invalid token and a certificate has none.
        """
        headers = request.headers
        if "authorization" in headers:
            scheme, _, token = headers["authorization"].partition(" ")
            return self.user_of_token(token.strip()) if scheme.lower() == "bearer" else None
        for sent in (headers.get(_TOKEN_HEADER), request.cookies.get(COOKIE_NAME)):
            if sent is not None:
                return self.user_of_token(sent)
        certificate = client_certificate(request.scope)
        if certificate is not None:
            return self._known(user_of(x509.load_pem_x509_certificate(certificate.encode())))
        word = headers.get("x-skaha-authentication-type", "").lower()
        if self.certificate_header and request.url.scheme == "http" and word in _CERTIFICATE_WORDS:
            return self.users[0]
        return None

    def user_of_token(self, token: str) -> str | None:
        """The user of a token of the token file, or of an access token of the OIDC provider."""
        user = self._users_by_token.get(token_hash(token))
        if user is not None:
            return user
        try:
            return self._known(self.oauth.verified(token).user_id)
        except InvalidAccessTokenError:
            return None

    def user_of_password(self, user: str, password: str) -> str | None:
        """The user with this password, which is the user's token of the token file."""
        return user if self._users_by_token.get(token_hash(password)) == user else None

    def _known(self, user: str) -> str | None:
        return user if user in self.users else None
