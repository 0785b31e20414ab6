"""Sources of settings outside the program: environment variables, `.env` and the context."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import SecretMapping
from seawall.core.redaction.tracebacks import strip_tracebacks
from seawall.core.settings.precedence import misspellings
from seawall.core.whole_import import import_whole
from seawall.runtime.settings.contexts import Context, ContextFile

if TYPE_CHECKING:
    from dotenv.parser import Original
from seawall.runtime.files.path_argument import as_path

__all__ = ["SettingSources", "load_sources"]

_CONTEXT_VARIABLE = "SEAWALL_CONTEXT"
# Higher than for other names: variables share their beginning, and other programs have some too.
_CUTOFF = 0.9


def _hidden(variables: Mapping[str, str]) -> SecretMapping[str]:
    return SecretMapping(variables)


@frozen(eq=False)
class SettingSources:
    """The sources of settings beside arguments. The repr holds no value: one may be a secret."""

    environment: Mapping[str, str] = field(factory=dict, converter=_hidden, repr=False)
    dotenv: Mapping[str, str] = field(factory=dict, converter=_hidden, repr=False)
    context: Context | None = None


def load_sources(
    *,
    context: str | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    contexts: ContextFile | None = None,
) -> SettingSources:
    """Read the environment (by default the process's), `.env` in `folder` (by default `.`), and the context.

    The context is the one named by `context`, else by SEAWALL_CONTEXT, else the current one of the file.
    Raises ConfigError if it is unknown, a file can not be read, or SEAWALL_CONTEXT is misspelt.
    """
    # Error reporters show local variables: neither may show its values.
    environment = SecretMapping(os.environ if environment is None else environment)
    dotenv = _read_dotenv(Path() if folder is None else as_path(folder))
    non_empty = {name for name, value in [*environment.items(), *dotenv.items()] if value}
    for misspelt in misspellings(_CONTEXT_VARIABLE, non_empty, cutoff=_CUTOFF):
        raise ConfigError(f"{misspelt} is not a variable of Seawall; the nearest is {_CONTEXT_VARIABLE}.")
    name = context or environment.get(_CONTEXT_VARIABLE) or dotenv.get(_CONTEXT_VARIABLE)
    return SettingSources(environment, dotenv, (contexts or ContextFile()).read().select(name or None))


def _read_dotenv(folder: Path) -> SecretMapping[str]:
    """The variables of `.env` in `folder`, literally: `${NAME}` in a value is not replaced."""
    path = folder / ".env"
    if not path.is_file():
        return SecretMapping()
    import_whole("dotenv.parser")
    from dotenv.parser import parse_stream  # noqa: PLC0415 - 10 ms, and most folders have no such file

    try:
        # utf-8-sig skips a byte order mark, which some editors write.
        with path.open(encoding="utf-8-sig") as file:
            bindings = list(parse_stream(file))
    except (OSError, UnicodeDecodeError) as error:
        cause = strip_tracebacks(error)
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(f"{path.absolute()} can not be read: {reason}. Fix it, or move it away.") from cause
    pairs = [(one.key, one.value) for one in bindings if one.key is not None and one.value is not None]
    variables = SecretMapping(pairs)
    faulty_lines = [_line_of(binding.original) for binding in bindings if binding.error]
    # Their reprs show the values.
    del bindings, pairs
    if faulty_lines:
        raise ConfigError(f"{path.absolute()}, line {faulty_lines[0]}: this is not NAME=value. Fix it.")
    return variables


def _line_of(original: "Original") -> int:
    # The parser counts the empty lines before a binding as part of it.
    text = original.string
    return original.line + text[: len(text) - len(text.lstrip())].count("\n")
