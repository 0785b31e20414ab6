"""Logins of the older client: a program logs in by itself, in a browser or with a code."""

import os
import re
import sys
import time
from collections.abc import Callable
from contextlib import closing
from threading import Lock

from attrs import frozen

from seawall.core.auth.jwt import JwtRules
from seawall.core.auth.tokens import Token
from seawall.core.errors import ConfigError, LoginRequiredError
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import SecretBytes
from seawall.runtime.auth._sync.refresh_tokens import StoredTokens
from seawall.runtime.auth._sync.token_verifier import TokenVerifier
from seawall.runtime.auth.token_file import TokenFile
from seawall.runtime.auth.token_store import MemoryTokenStore, TokenStore
from seawall.runtime.files.file_lock import Release
from seawall.runtime.http._sync.protocols import Transport
from seawall.sdks.platform.compat.config import engine_settings
from seawall.sdks.platform.settings import Settings
from seawall.transports import default_transport

__all__ = [
    "SeedTokenFile",
    "SelfLogin",
    "get_token",
    "log_in",
    "remove_cached_token",
    "token_store",
    "verify_and_decode_token",
]

_TIMEOUT_S = 30.0
# `token:expiry`, as the older client has stored it.
_OLD_FORMAT = re.compile(rb"\s*([!-9;-~]+):(\d{1,12})\s*")


@frozen
class SeedTokenFile:
    """A TokenFile that also reads the format of the older client, `token:expiry`; a login replaces it."""

    _file: TokenFile

    def load(self) -> Token | None:
        """Return the token, or None if there is none. Raises ConfigError if the file can not be read."""
        old = self._old()
        if old is None:
            return self._file.load()
        token, expires_at = old
        now = time.time()
        # It says not which server has issued it: the settings name this file for their server.
        return Token(access_token=token, obtained_at=now, lifetime_s=max(expires_at - now, 0.0))

    def save(self, token: Token) -> None:
        """Replace the stored token by `token`; raises ConfigError if the file can not be written."""
        if self._old() is not None:
            self._file.path.unlink(missing_ok=True)
        self._file.save(token)

    def delete(self) -> bool:
        """Delete the token; return whether there was one."""
        if self._old() is None:
            return self._file.delete()
        self._file.path.unlink(missing_ok=True)
        return True

    def try_lock(self) -> Release | None:
        """Lock the store between processes; see `TokenFile.try_lock`."""
        return self._file.try_lock()

    def _old(self) -> tuple[str, float] | None:
        try:
            # A pipe or a device would block.
            content = self._file.path.read_bytes() if self._file.path.is_file() else b""
        except OSError:
            return None
        found = _OLD_FORMAT.fullmatch(SecretBytes(content))
        return None if found is None else (found[1].decode(), float(found[2]))


def token_store(settings: Settings, *, cached: bool) -> TokenStore:
    """The store of a login: the file of the settings, or the memory of this process."""
    return SeedTokenFile(TokenFile(settings.login_file)) if cached else MemoryTokenStore()


def log_in(settings: Settings, transport: Transport, *, use_device_flow: bool = False) -> Token:
    """Log in the user, in a browser if one can be opened; the address and the code go to stderr.

    The token is verified if there is an audience. Raises AuthError, TransportError, ConfigError.
    """
    # Imported late: requests-oauthlib takes 100 ms, and few programs log in.
    from seawall.runtime.auth.login import browser_login, can_open_browser, device_login  # noqa: PLC0415

    issuer, client, audience = settings.login_url, settings.client_id, settings.login_audience
    if use_device_flow or not can_open_browser(os.environ):
        token = device_login(
            issuer,
            client,
            transport=transport,
            audience=audience,
            show=lambda prompt: _tell(f"Open {prompt.uri} in a browser and confirm the code {prompt.code}."),
        )
    else:
        token = browser_login(
            issuer,
            client,
            transport=transport,
            audience=audience,
            show=lambda prompt: _tell(f"Log in on the page that opens, or open {prompt.uri}"),
        )
    if audience is not None:
        _verifier(settings, audience, transport).claims(token.access_token)
    return token


class SelfLogin(ProcessBound):
    """Provides the stored login, renewed when it is due; if there is none, the user logs in.

    `log_in` gets a new login. Callers that need one at the same time wait for the same.
    """

    def __init__(
        self, settings: Settings, store: TokenStore, transport: Transport, log_in: Callable[[], Token]
    ) -> None:
        self._store = store
        self._log_in = log_in
        self._lock = Lock()
        self._stored = StoredTokens(store, transport, issuer=settings.login_url, client_id=settings.client_id)

    def token(self, timeout_s: float, /) -> str:
        """Return a token that should be valid now."""
        return self._with_login(lambda: self._stored.token(timeout_s))

    def renew(self, rejected: str, timeout_s: float, /) -> str:
        """Return another token in place of `rejected`."""
        return self._with_login(lambda: self._stored.renew(rejected, timeout_s))

    def _with_login(self, read: Callable[[], str]) -> str:
        try:
            return read()
        except LoginRequiredError:
            pass
        with self._lock:
            try:
                # Another thread may have logged in meanwhile.
                return read()
            except LoginRequiredError:
                self._store.save(self._log_in())
            return read()


def get_token(use_cache: bool = True, use_device_flow: bool = False) -> str:
    """Return an access token: that of the stored login, or of a new one, which is stored.

    Without `use_cache` the user logs in, and nothing is stored. Raises AuthError, TransportError.
    """
    settings = engine_settings()
    with closing(default_transport()) as transport:
        provider = SelfLogin(
            settings,
            token_store(settings, cached=use_cache),
            transport,
            lambda: log_in(settings, transport, use_device_flow=use_device_flow),
        )
        return provider.token(_TIMEOUT_S)


def remove_cached_token() -> bool:
    """Delete the stored login; return whether there was one."""
    return token_store(engine_settings(), cached=True).delete()


def verify_and_decode_token(token: str) -> dict[str, object]:
    """Verify a token with the keys of the login server, and return its claims.

    Raises TokenVerificationError, and ConfigError if the settings name no audience.
    """
    settings = engine_settings()
    if settings.login_audience is None:
        raise ConfigError(
            "A token can not be verified without the audience that it is for. Set "
            f"{Settings.environment_prefix}AUDIENCE."
        )
    with closing(default_transport()) as transport:
        claims = _verifier(settings, settings.login_audience, transport).claims(token)
    return dict(claims.fields)


def _verifier(settings: Settings, audience: str, transport: Transport) -> TokenVerifier:
    rules = JwtRules(issuer=f"{settings.login_url}/", audience=audience)
    return TokenVerifier(transport, rules, keys_ttl_s=settings.auth_jwk_set_cache_ttl_s)


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
