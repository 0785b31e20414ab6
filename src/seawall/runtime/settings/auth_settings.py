"""Settings of the kinds of authentication: an SDK shows and accepts those of its kind, and no others."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from seawall.core.auth.tokens import token_fault
from seawall.core.engine.policy import Policy
from seawall.core.redaction.secret import Secret
from seawall.runtime.files.user_folders import user_config_folder
from seawall.runtime.settings.api_settings import ApiSettings, root_url
from seawall.runtime.settings.setting import Setting

__all__ = ["ApiKeySettings", "LoginSettings", "StoredTokenSettings", "TokenSettings", "sendable_token"]


def sendable_token(_: type[object], value: Secret) -> Secret:
    """Check that `value` can be an access token or an API key, and return it; see `Setting`."""
    fault = token_fault(value)
    if fault is not None:
        raise ValueError(fault)
    return value


class TokenSettings(ApiSettings):
    """Settings of an API whose users have an access token, which is used as it is. Raises ConfigError."""

    token: Annotated[Secret, Setting("An access token.", check=sendable_token)]

    @property
    def credential(self) -> Secret | None:
        """The token."""
        return self.token


class ApiKeySettings(ApiSettings):
    """Settings of an API whose users have an API key. Raises ConfigError.

    The `auth_scheme` of the connection says where requests have it, e.g. `api_key_in_header("X-API-Key")`.
    """

    api_key: Annotated[Secret, Setting("An API key.", check=sendable_token)]

    @property
    def credential(self) -> Secret | None:
        """The API key."""
        return self.api_key


class StoredTokenSettings(ApiSettings):
    """Settings of an API whose users store an access token once, or pass it. Raises ConfigError.

    `token` is used as it is. Without it, the token in `access_token_file` is used, which is read again when
    it changes; without both, the client uses the token that a login has stored in `token_file`.
    """

    token: Annotated[
        Secret | None, Setting("An access token to use in place of a login.", check=sendable_token)
    ] = None
    access_token_file: Annotated[
        Path | None, Setting("File with an access token, e.g. a mounted secret; it is read again.")
    ] = None
    token_file: Annotated[Path | None, Setting("File that keeps the login.")] = None

    @property
    def credential(self) -> Secret | None:
        """The token, if there is one."""
        return self.token

    @property
    def login_url(self) -> str:
        """The root URL of the server that the login is for."""
        return self.base_url

    @property
    def login_file(self) -> Path:
        """The file that keeps the login: one per server, so that logins do not mix."""
        # Only logins use these.
        import hashlib  # noqa: PLC0415 - 3 ms
        import re  # noqa: PLC0415

        if self.token_file is not None:
            return self.token_file
        name = re.sub(r"[^a-z0-9]+", "-", urlsplit(self.login_url).netloc.lower())
        digest = hashlib.sha256(self._login_key.encode()).hexdigest()[:8]
        return user_config_folder() / self.section / f"{name}-{digest}.json"

    @property
    def _login_key(self) -> str:
        return self.login_url


class LoginSettings(StoredTokenSettings):
    """Settings of an API whose users log in with OAuth, or have a token. Raises ConfigError.

    `issuer` is the root of the login server; None means the root of the API's server. The client renews the
    login in `token_file`, which it uses without `token` and `access_token_file`.
    """

    client_id: Annotated[str, Setting("OAuth client id for logins.")] = "seawall"
    issuer: Annotated[
        str | None, Setting("Root URL of the login server; the base URL if unset.", check=root_url)
    ] = None
    audience: Annotated[str | None, Setting("Audience to request a token for.")] = None

    @property
    def login_url(self) -> str:
        """The root URL of the login server."""
        return self.issuer or self.base_url

    @property
    def login_audience(self) -> str | None:
        """The audience to request a token for; None requests none."""
        return self.audience

    @property
    def login_policy(self) -> Policy | None:
        """The times and attempts of requests to the login server; None sends each once, in up to 30 s."""
        return None

    @property
    def _login_key(self) -> str:
        # Clients of one login server have logins of their own.
        return f"{self.login_url} {self.client_id}"
