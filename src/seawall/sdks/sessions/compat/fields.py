"""Declare the settings of older sessions clients: constructor arguments and variables CANFAR_..."""

import logging
import os
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias

from attrs import field, frozen

from seawall.core.errors import InputError
from seawall.core.redaction.secret import Secret, SecretMapping, hidden
from seawall.core.validation.arguments import checked_count
from seawall.sdks.sessions.settings import Settings

__all__ = ["ContainerRegistry", "ErrorMode", "Fields", "SecretText", "checked_mode", "fields_from"]

_log = logging.getLogger("seawall.sessions")

ErrorMode: TypeAlias = Literal["ignore", "raise"]
"""What happens to failed items: they are left out and logged, or SessionRequestError is raised."""

_MODES = ("ignore", "raise")
_FALSE = frozenset({"0", "false", "no", "off"})


class SecretText(Protocol):
    """A secret of pydantic (`SecretStr`), which the older clients accept too."""

    def get_secret_value(self) -> str:
        """The text."""
        ...


@frozen
class ContainerRegistry:
    """The login for private images. The repr shows no secret."""

    username: str
    secret: str = field(repr=False, converter=Secret)


@frozen(kw_only=True)
class Fields:
    """The fields of a client: the arguments, or else the environment, or else the defaults."""

    settings: Settings
    timeout: int
    concurrency: int
    errors: ErrorMode


def fields_from(
    *,
    token: "str | SecretText | None",
    certificate: str | Path | None,
    url: str | None,
    authentication_idp: str | None,
    timeout: int | None,
    concurrency: int | None,
    raise_http_errors: bool | None,
    config: str | Path | None,
    registry: ContainerRegistry | None,
    loglevel: str | int | None,
    errors: ErrorMode,
) -> Fields:
    """Check the arguments; raise InputError, a ValueError, for one that can not be used."""
    token = _text_of(token) or _from_environment("TOKEN")
    certificate = certificate or _from_environment("CERTIFICATE")
    url = url or _from_environment("URL") or ""
    if (token or certificate) and not url:
        raise InputError("token and certificate need a server. Give url, e.g. https://HOST/skaha/v1.")
    timeout = checked_count(_number(timeout, "TIMEOUT", 30), "timeout", most=300)
    concurrency = checked_count(_number(concurrency, "CONCURRENCY", 32), "concurrency", most=128)
    if raise_http_errors is None:
        raise_http_errors = (_from_environment("RAISE_HTTP_ERRORS") or "").lower() not in _FALSE
    if not raise_http_errors:
        _log.warning("raise_http_errors has no effect: a call that failed has no result.")
    if loglevel is not None:
        logging.getLogger("seawall").setLevel(loglevel)
    values: dict[str, Any] = SecretMapping(
        token=Secret(token) if token else None,
        certificate=None if certificate is None else Path(certificate).expanduser(),
        idp=authentication_idp or _from_environment("AUTHENTICATION_IDP"),
        config_file=None if config is None else Path(config),
        attempt_timeout_s=float(timeout),
        deadline_s=max(180.0, 2.0 * timeout),
        concurrency=concurrency,
        registry_username=registry.username if registry else None,
        registry_secret=Secret(registry.secret) if registry else None,
    )
    if url:
        values["base_url"] = url
    return Fields(
        settings=Settings(**values), timeout=timeout, concurrency=concurrency, errors=checked_mode(errors)
    )


def checked_mode(errors: ErrorMode) -> ErrorMode:
    """Return `errors`; raise InputError if it is another word."""
    if errors not in _MODES:
        raise InputError(f"errors is {str(errors)[:80]!r}. Give 'ignore' or 'raise'.")
    return errors


def _text_of(token: "str | SecretText | None") -> str | None:
    if token is None or isinstance(token, str):
        return hidden(token)
    return hidden(token.get_secret_value())


def _number(given: int | None, name: str, default: int) -> int:
    if given is not None:
        return given
    text = _from_environment(name)
    if text is None:
        return default
    try:
        return int(text)
    except ValueError as error:
        raise InputError(f"CANFAR_{name} is {text[:80]!r}. Set it to a whole number.") from error


def _from_environment(name: str) -> str | None:
    return hidden(os.environ.get(f"CANFAR_{name}"))
