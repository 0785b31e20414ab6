"""The command that logs a user in for a client, with the settings that the client has."""

from collections.abc import Mapping

from seawall.core.settings.shell_command import shell_command
from seawall.runtime.settings.api_settings import ApiSettings
from seawall.runtime.settings.fields import fields_of

__all__ = ["login_command"]

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
    return shell_command(command, context=context, url=settings.base_url, environment=environment)
