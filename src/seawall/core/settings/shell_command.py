"""The text of a command for a POSIX shell, with the settings that it needs. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence

__all__ = ["option_words", "shell_command", "shell_words"]

_PLAIN = re.compile(r"[A-Za-z0-9@%+=:,./_-]+")


def shell_command(
    command: str,
    *arguments: str,
    context: str | None = None,
    url: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Return `command` and its `arguments`, quoted where a shell needs it.

    `command` is a program and its subcommands, e.g. `seawall platform run watch`. The options `--context` and
    `--url` and the variables in `environment` are added if they are given.
    """
    program, *subcommands = command.split()
    variables = [f"{name}={_quoted(value)}" for name, value in (environment or {}).items()]
    words = [program, *option_words("--context", context), *subcommands, *arguments]
    return " ".join([*variables, shell_words([*words, *option_words("--url", url)])])


def shell_words(words: Iterable[str]) -> str:
    """Return `words` as one line, each quoted where a shell needs it."""
    return " ".join(map(_quoted, words))


def option_words(name: str, value: str | None) -> Sequence[str]:
    """Return the words of the option `name`; none for the value None."""
    if value is None:
        return ()
    # A value that begins with a dash would be read as an option.
    return (f"{name}={value}",) if value.startswith("-") else (name, value)


def _quoted(word: str) -> str:
    # As `shlex.quote`, without its import, which a client needs for no other purpose.
    return word if _PLAIN.fullmatch(word) else "'" + word.replace("'", "'\"'\"'") + "'"
