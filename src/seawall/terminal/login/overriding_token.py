"""The token that commands use in place of the login."""

from typing import TYPE_CHECKING, Any

from seawall.terminal.screen import note

if TYPE_CHECKING:
    from seawall.runtime.settings.resolution import ResolvedSettings

__all__ = ["note_overriding_token", "overriding_token"]


def overriding_token(resolved: "ResolvedSettings[Any]") -> str | None:
    """Describe the token that commands use in place of the login, by its origin; None if there is none.

    For example `The token in SEAWALL_PLATFORM_TOKEN (environment)`.
    """
    # Settings without logins have neither.
    if getattr(resolved.settings, "token", None) is not None:
        source, _, name = resolved.origins.get("token", "settings").rpartition(" ")
        return f"The token in {name} ({source})" if source else f"The token ({name})"
    file = getattr(resolved.settings, "access_token_file", None)
    return None if file is None else f"The token in {file} ({resolved.origins['access_token_file']})"


def note_overriding_token(resolved: "ResolvedSettings[Any]") -> None:
    """Tell the user of a token that commands use in place of the login that begins."""
    if (other := overriding_token(resolved)) is not None:
        note(f"{other} overrides the login. Unset it to use the login.", label="Note:", style="bold")
