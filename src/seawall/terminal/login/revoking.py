"""Revocation of a login that is about to be removed."""

from collections.abc import Callable

from seawall.core.errors import SeawallError
from seawall.terminal.screen import note

__all__ = ["was_revoked"]


def was_revoked(revoke: Callable[[], bool]) -> bool:
    """Call `revoke` and return its result; tell of an error: the login is removed all the same."""
    try:
        return revoke()
    except SeawallError as error:
        text = f"The login could not be revoked, so the server may accept it until it expires: {error}"
        note(text, label="Warning:", style="yellow")
        return False
