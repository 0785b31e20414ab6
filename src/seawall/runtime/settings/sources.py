"""Sources of settings outside the program: environment variables, `.env` and the context."""

import os
from collections.abc import Collection, Mapping
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import Secret, SecretBytes, SecretMapping
from seawall.core.settings.precedence import misspellings
from seawall.core.validation.arguments import require_type
from seawall.core.whole_import import import_whole
from seawall.core.wire.byte_order_mark import foreign_encoding, without_mark
from seawall.core.wire.json_value import can_be_encoded
from seawall.runtime.files.path_argument import as_path
from seawall.runtime.files.user_folders import user_contexts_file
from seawall.runtime.loggers import part_logger
from seawall.runtime.settings.context import Context

if TYPE_CHECKING:
    from dotenv.parser import Binding, Original

    from seawall.runtime.settings.contexts import ContextFile

__all__ = ["SettingSources", "load_sources"]

_log = part_logger("seawall.settings")

_PREFIX = "SEAWALL_"
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
    contexts: "ContextFile | None" = None,
    prefix: str = _PREFIX,
) -> SettingSources:
    """Read the environment (by default the process's), `.env` in `folder` (by default `.`), and the context.

    The context is the one named by `context`, else by SEAWALL_CONTEXT, else the current one of the file.
    Raises ConfigError if it is unknown, its file can not be read, or SEAWALL_CONTEXT is misspelt. A line of
    `.env` that can not be read is ignored, with a warning if it has SEAWALL_ or `prefix` in it.
    """
    is_name = context is None or isinstance(context, str)
    require_type(context, "context", ok=is_name, expected="the name of a context")
    # Error reporters show local variables: neither may show its values.
    environment = SecretMapping(os.environ if environment is None else environment)
    dotenv = _read_dotenv(Path() if folder is None else as_path(folder), {_PREFIX, prefix})
    non_empty = {name for name, value in [*environment.items(), *dotenv.items()] if value}
    for misspelt in misspellings(_CONTEXT_VARIABLE, non_empty, cutoff=_CUTOFF):
        raise ConfigError(f"{misspelt} is not a variable of Seawall; the nearest is {_CONTEXT_VARIABLE}.")
    name = context or environment.get(_CONTEXT_VARIABLE) or dotenv.get(_CONTEXT_VARIABLE)
    return SettingSources(environment, dotenv, _context(contexts, name or None))


def _context(contexts: "ContextFile | None", name: str | None) -> Context | None:
    if contexts is None and name is None and not _has_contexts():
        return None
    # Imported late: 2 ms, and most users have no such file.
    import_whole("seawall.runtime.settings.contexts")
    from seawall.runtime.settings.contexts import ContextFile  # noqa: PLC0415

    return (ContextFile() if contexts is None else contexts).read().select(name)


def _has_contexts() -> bool:
    """Return whether there may be a file with contexts; if it can not be read, reading it says why."""
    try:
        user_contexts_file().stat()
    except (FileNotFoundError, ConfigError):
        # A user without a home folder has no contexts.
        return False
    except OSError:
        return True
    return True


def _read_dotenv(folder: Path, prefixes: Collection[str]) -> SecretMapping[str]:
    """The variables of `.env` in `folder`, literally: `${NAME}` in a value is not replaced.

    The file may belong to another program. So a file or a line that can not be read is ignored, with a
    warning if it may hold a variable that begins with one of `prefixes`.
    """
    path = folder / ".env"
    try:
        # Raises in a folder without permission.
        if not path.is_file():
            return SecretMapping()
        content = SecretBytes(path.read_bytes())
    except OSError as error:
        _log.warning("%s can not be read: %s. It is ignored.", path.absolute(), error.strerror)
        return SecretMapping()
    if encoding := foreign_encoding(content):
        _log.warning("%s is text in %s and is ignored. Save it as UTF-8.", path.absolute(), encoding)
        return SecretMapping()
    import_whole("dotenv.parser")
    from dotenv.parser import parse_stream  # noqa: PLC0415 - 10 ms, and most folders have no such file

    # Bytes that are no UTF-8 spoil only the lines that they are in.
    text = Secret(without_mark(content).decode("utf-8", "surrogateescape"))
    bindings = list(parse_stream(StringIO(text, newline=None)))
    good = [one for one in bindings if one.key is not None and can_be_encoded(one.original.string)]
    pairs = [(one.key, one.value) for one in good if one.key is not None and one.value is not None]
    variables = SecretMapping(pairs)
    faulty = [
        _line_of(one.original)
        for one in bindings
        if _is_faulty(one) and any(prefix in one.original.string for prefix in prefixes)
    ]
    # Their reprs show the values.
    del bindings, good, pairs
    for line in faulty:
        _log.warning("%s, line %d: this is not NAME=value in UTF-8. It is ignored.", path.absolute(), line)
    return variables


def _is_faulty(binding: "Binding") -> bool:
    is_name_only = binding.key is not None and binding.value is None
    return binding.error or is_name_only or not can_be_encoded(binding.original.string)


def _line_of(original: "Original") -> int:
    # The parser counts the empty lines before a binding as part of it.
    text = original.string
    return original.line + text[: len(text) - len(text.lstrip())].count("\n")
