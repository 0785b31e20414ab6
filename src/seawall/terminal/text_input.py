"""Text of the user: an argument, a file, or stdin."""

from pathlib import Path

from seawall.core.errors import InputError
from seawall.terminal.json_input import STDIN, read_bytes

__all__ = ["given_text"]


def given_text(value: str, name: str) -> str:
    """The text that `value` gives: itself, the content of a file for `@FILE`, or stdin for `-`.

    `name` is the name of the argument. Raises InputError for a file that can not be read, for bytes that are
    not UTF-8, and for an empty text.
    """
    if value != str(STDIN) and not value.startswith("@"):
        text = value
    else:
        path = STDIN if value == str(STDIN) else Path(value.removeprefix("@"))
        source = "stdin" if path == STDIN else str(path)
        try:
            text = read_bytes(path).decode()
        except UnicodeDecodeError as error:
            raise InputError(f"{source} is not UTF-8 text. Save it as UTF-8.") from error
        name = f"{name} ({source})"
    if not text.strip():
        raise InputError(f"{name} is empty.")
    return text
