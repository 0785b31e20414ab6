"""Settings of the platform SDK. The environment is read here and nowhere else, once per client.

Each field is also an environment variable: `base_url` is SEAWALL_PLATFORM_BASE_URL.
"""

import hashlib
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_config_path
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from seawall.core.errors import ConfigError
from seawall.core.policy import Policy, RetryRule

__all__ = ["ENVIRONMENT_PREFIX", "Settings", "settings_from"]

ENVIRONMENT_PREFIX = "SEAWALL_PLATFORM_"


class Settings(BaseModel):
    """What a client needs to know. Frozen; an unknown field is an error.

    `base_url` is the platform's root, without `/api`. `issuer` is where its logins are made; None means the
    root. `token` is used as it is; without it the login that `token_file` keeps is used and renewed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    base_url: str = Field(description="Root URL of the platform, e.g. http://127.0.0.1:8000.")
    token: SecretStr | None = Field(default=None, description="An access token to use in place of a login.")
    token_file: Path | None = Field(default=None, description="File that keeps the login.")
    client_id: str = Field(default="seawall", description="OAuth client id for logins.")
    issuer: str | None = Field(
        default=None, description="Root URL of the login server; the platform's if unset."
    )
    audience: str | None = Field(default=None, description="Audience to ask a token for.")
    attempt_timeout_s: float = Field(
        default=30.0, ge=0.1, le=300, description="Seconds for each step of an attempt."
    )
    deadline_s: float = Field(
        default=180.0, ge=0.1, le=86400, description="Seconds for all attempts of a call."
    )
    attempts: int = Field(
        default=4, ge=1, le=10, description="How often a call that may be repeated is sent."
    )

    @field_validator("base_url", "issuer")
    @classmethod
    def _is_url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("must be an http or https URL without query")
        if "@" in parts.netloc:
            raise ValueError("must hold no user or password")
        return value.rstrip("/")

    @property
    def login_url(self) -> str:
        """The root URL of the login server."""
        return self.issuer or self.base_url

    @property
    def login_file(self) -> Path:
        """The file that keeps the login: one per login server and client, so that none sees another's."""
        if self.token_file is not None:
            return self.token_file
        server = f"{self.login_url} {self.client_id}"
        name = re.sub(r"[^a-z0-9]+", "-", urlsplit(self.login_url).netloc.lower())
        digest = hashlib.sha256(server.encode()).hexdigest()[:8]
        return user_config_path("seawall") / "platform" / f"{name}-{digest}.json"

    @property
    def policy(self) -> Policy:
        """The policy that these settings describe."""
        return Policy(
            attempt_timeout_s=self.attempt_timeout_s,
            deadline_s=self.deadline_s,
            retry=RetryRule(attempts=self.attempts),
        )


def settings_from(environment: Mapping[str, str], given: Mapping[str, object]) -> Settings:
    """The settings: what is `given` (None counts as not given), then the environment, then the defaults.

    Raises ConfigError, which names the setting, where one is unknown, missing or out of range.
    """
    read = {
        name.removeprefix(ENVIRONMENT_PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX) and value
    }
    values = {**read, **{name: value for name, value in given.items() if value is not None}}
    if "base_url" not in values:
        raise ConfigError(
            f"No platform is named. Set {ENVIRONMENT_PREFIX}BASE_URL, or give base_url (--url on the command "
            "line); seawall local platform starts one here."
        )
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise ConfigError("; ".join(_fault(dict(fault)) for fault in error.errors()) + ".") from error


def _fault(fault: Mapping[str, object]) -> str:
    place = fault["loc"]
    name = str(place[0]) if isinstance(place, tuple) and place else "?"
    if fault["type"] != "extra_forbidden":
        text = str(fault["msg"]).removeprefix("Value error, ")
        return f"{ENVIRONMENT_PREFIX}{name.upper()} (or {name}): {text[:1].lower()}{text[1:]}"
    near = get_close_matches(name, Settings.model_fields, n=1, cutoff=0)
    unknown, nearest = (f"{ENVIRONMENT_PREFIX}{text.upper()}" for text in (name, near[0]))
    return f"{unknown} is no setting; the nearest is {nearest}"
