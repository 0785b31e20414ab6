"""The settings of a client whose users log in, and the command of this login with these settings."""

from collections.abc import Mapping
from typing import TypeVar

from seawall.core.redaction.secret import SecretMapping
from seawall.core.settings.shell_command import shell_command
from seawall.runtime.settings.api_settings import ApiSettings
from seawall.runtime.settings.auth_settings import LoginSettings
from seawall.runtime.settings.fields import fields_of
from seawall.runtime.settings.resolution import client_settings

__all__ = ["login_command", "settings_and_login"]

S = TypeVar("S", bound=ApiSettings)

# The settings, beside the base URL, that decide which login a client uses.
_LOGIN_SETTINGS = ("issuer", "client_id", "audience", "token_file")


def login_command(
    command: str,
    settings: ApiSettings,
    *,
    context: str | None = None,
    given: Mapping[str, object] | None = None,
) -> str:
    """Return the text of `command`, e.g. `seawall platform user login`, for a client with `settings`.

    `context` is the name of the context that the client was given. The command reads environment, `.env` and
    contexts as the client did; a setting of the login that the client was `given` as an argument becomes a
    variable of the command. `given` is None if all settings are those of the program.
    """
    fields = fields_of(type(settings))
    values = {name: getattr(settings, name) for name in _LOGIN_SETTINGS if name in fields}
    environment = {
        f"{settings.environment_prefix}{name.upper()}": str(value)
        for name, value in values.items()
        if value != fields[name].default and (given is None or given.get(name) is not None)
    }
    return shell_command(command, context=context, url=settings.base_url or None, environment=environment)


def settings_and_login(
    model: type[S], settings: S | None, given: Mapping[str, object], *, context: str | None, command: str
) -> tuple[S, str]:
    """The settings of a client, as `client_settings` returns them, and the hint of errors that a login fixes.

    The hint names `command` as `login_command` returns it, and the variable of a token if users get tokens
    without a login. Raises ConfigError.
    """
    given = SecretMapping(given)
    found = client_settings(model, settings, given, context=context)
    login = login_command(command, found, context=context, given=given if settings is None else None)
    if isinstance(found, LoginSettings):
        return found, f"Log in: {login}"
    return found, f"Set {found.environment_prefix}TOKEN, or log in: {login}"
