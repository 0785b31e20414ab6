"""Named contexts: sets of settings under one name, in a TOML file of the user's.

    current = "dev"

    [contexts.dev.platform]
    base_url = "http://127.0.0.1:8000"

This module knows no SDK: each SDK validates its own section. A write keeps comments and order, holds a lock
against other processes, and replaces the file in one step, with mode 0600. A file that is not valid is an
error and stays unchanged.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from seawall.core.errors import ConfigError
from seawall.core.redaction.redact import redact
from seawall.core.settings.shell_command import shell_command
from seawall.core.validation.closest_match import closest_match
from seawall.core.whole_import import import_whole
from seawall.runtime.files.atomic_write import write_atomically
from seawall.runtime.files.locked_change import locked_change
from seawall.runtime.files.path_argument import as_path
from seawall.runtime.files.user_folders import user_contexts_file
from seawall.runtime.settings.context import Context, Section

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

__all__ = ["ContextFile", "Contexts", "checked_context_name"]

_NAME_LENGTH = 64
_NAME_PUNCTUATION = frozenset("-_")
_KEYS = ("contexts", "current")
_UNCHANGED = "Fix it in an editor, or move it away; nothing was changed."


@frozen
class Contexts:
    """The contexts of a file, by name, and the name of the current one. Not hashable: it holds a mapping."""

    path: Path
    current: str | None = None
    entries: Mapping[str, Context] = field(factory=dict)

    def select(self, name: str | None) -> Context | None:
        """Return the context `name`, else the current one, else None; raises ConfigError if it is unknown."""
        wanted = name or self.current
        if wanted is None or wanted in self.entries:
            return self.entries[wanted] if wanted else None
        raise ConfigError(f"There is no context {wanted!r} in {self.path}. {self._advice(wanted)}")

    def _advice(self, wanted: str) -> str:
        if not self.entries:
            return f"Create it: {shell_command('seawall context add', wanted, 'base_url=URL')}"
        return f"The nearest is {closest_match(wanted, self.entries)}; seawall context list shows all."


@frozen
class ContextFile:
    """The file with the contexts; by default `contexts.toml` in the user's config folder."""

    path: Path = field(factory=user_contexts_file, converter=as_path)

    def read(self) -> Contexts:
        """Read the contexts; a file that does not exist has none. Raises ConfigError."""
        return _parse_contexts(self.path, self._text())

    def add(self, name: str, section: str, values: Section) -> None:
        """Set `values` for the SDK `section` in the context `name`, which is created if necessary."""
        checked_context_name(name)

        def change(text: str, before: Contexts) -> tuple[str, Contexts]:
            known = before.entries.get(name, Context(name)).sections
            sections = {**known, section: {**known.get(section, {}), **values}}
            after = evolve(before, entries={**before.entries, name: Context(name, sections)})
            return _set_values(text, (name, section), values, is_new=section not in known), after

        self._change(change)

    def use(self, name: str) -> None:
        """Make `name` the current context; raises ConfigError if it does not exist."""

        def change(text: str, before: Contexts) -> tuple[str, Contexts]:
            before.select(name)
            document = _parse_document(text)
            document["current"] = name
            return document.as_string(), evolve(before, current=name)

        self._change(change)

    def remove(self, name: str) -> None:
        """Delete a context; if it is the current one, no context is current afterwards."""

        def change(text: str, before: Contexts) -> tuple[str, Contexts]:
            before.select(name)
            document = _parse_document(text)
            contexts: Any = document["contexts"]
            del contexts[name]
            if not contexts:
                del document["contexts"]
            current = before.current
            if current == name:
                current = None
                del document["current"]
            entries = {other: context for other, context in before.entries.items() if other != name}
            return document.as_string(), evolve(before, current=current, entries=entries)

        self._change(change)

    def _text(self) -> str:
        try:
            # As bytes: text mode would change line ends.
            return self.path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError as error:
            raise ConfigError(f"{self.path} is not UTF-8. {_UNCHANGED}") from error
        except OSError as error:
            raise ConfigError(f"{self.path} can not be read: {error.strerror}.") from error

    def _change(self, change: Callable[[str, Contexts], tuple[str, Contexts]]) -> None:
        """Replace the text by what `change` returns, under a lock, if it has the expected contexts."""
        with locked_change(self.path) as path:
            write_atomically(path, _apply_change(self.path, self._text(), change).encode())


def checked_context_name(name: str) -> str:
    """Return `name`; raises ConfigError if it is not a valid name for a context."""
    letters = {*name} - _NAME_PUNCTUATION
    is_valid = name.isascii() and name[:1].isalnum() and all(letter.isalnum() for letter in letters)
    if not is_valid or len(name) > _NAME_LENGTH:
        raise ConfigError(
            f"{redact(name)!r} is not a name for a context. Use up to {_NAME_LENGTH} letters, digits, - "
            "and _, a letter or digit first."
        )
    return name


def _apply_change(path: Path, text: str, change: Callable[[str, Contexts], tuple[str, Contexts]]) -> str:
    """The result of `change` for `text`; raises ConfigError if it does not have the expected contexts."""
    before = _parse_contexts(path, text)
    unchangeable = f"{path} is laid out in a way that can not be changed from here. {_UNCHANGED}"
    try:
        made, after = change(text, before)
    # tomlkit raises these for layouts that it can not change, such as an inline table.
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(unchangeable) from error
    try:
        found = _parse_contexts(path, made)
    except ConfigError as error:
        raise ConfigError(unchangeable) from error
    if found != after:
        raise ConfigError(unchangeable)
    return made


def _set_values(text: str, place: tuple[str, str], values: Section, *, is_new: bool) -> str:
    """`text` with `values` in the section of a context; everything else stays in its place."""
    import_whole("tomlkit", "tomlkit.items")
    from tomlkit import dumps  # noqa: PLC0415 - 30 ms, for writes only
    from tomlkit.items import Table  # noqa: PLC0415

    name, section = place
    if is_new:
        added = dumps({"contexts": {name: {section: dict(values)}}})
        return f"{text.rstrip()}\n\n{added}".lstrip()
    document = _parse_document(text)
    contexts: Any = document["contexts"]
    table = contexts[name][section]
    # A comment at the end of a table belongs to the next table.
    body = table.value.body if isinstance(table, Table) else []
    rest: list[Any] = []
    while body and body[-1][0] is None:
        rest.insert(0, body.pop())
    table.update(values)
    body.extend(rest)
    return document.as_string()


def _parse_document(text: str) -> "TOMLDocument":
    import_whole("tomlkit")
    from tomlkit import parse  # noqa: PLC0415 - 30 ms, for writes only

    return parse(text)


def _parse_contexts(path: Path, text: str) -> Contexts:
    """Parse the text of a contexts file; raises ConfigError."""
    if not text:
        return Contexts(path)
    import tomllib  # noqa: PLC0415 - 2 ms, and most users have no such file

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _, _, position = str(error).partition("at line ")
        # Without a position, the error is at the end: something was left open.
        line = position.split(",")[0] or len(text.splitlines())
        raise ConfigError(f"{path}, line {line}: this is not TOML. {_UNCHANGED}") from error
    except RecursionError as error:
        raise ConfigError(f"{path}: the file is nested too deeply. {_UNCHANGED}") from error.with_traceback(
            None
        )
    for key in document:
        if key not in _KEYS:
            nearest = closest_match(key, _KEYS)
            raise ConfigError(f"{path}: {redact(key)!r} is not a key; the nearest is {nearest}. {_UNCHANGED}")
    current, entries = document.get("current"), document.get("contexts", {})
    if not isinstance(current, str | None):
        raise ConfigError(f"{path}: current must be the name of a context, in quotes. {_UNCHANGED}")
    if not isinstance(entries, dict):
        raise ConfigError(f"{path}: contexts must be a table. {_UNCHANGED}")
    return Contexts(
        path, current, {name: _parse_context(path, name, value) for name, value in entries.items()}
    )


def _parse_context(path: Path, name: str, value: object) -> Context:
    if not isinstance(value, dict):
        raise ConfigError(f"{path}: contexts.{redact(name)} must be a table. {_UNCHANGED}")
    for section, settings in value.items():
        if not isinstance(settings, dict):
            raise ConfigError(
                f"{path}: {redact(section)} is in context {redact(name)} itself. Put settings below an SDK's "
                f"name: [contexts.{redact(name)}.NAME]. {_UNCHANGED}"
            )
    return Context(name, value)
