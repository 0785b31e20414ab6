"""Named contexts: sets of settings under one name, in a TOML file of the user's.

    current = "dev"

    [contexts.dev.platform]
    base_url = "http://127.0.0.1:8000"

It knows no SDK: what stands below an SDK's name is that SDK's business. Who writes keeps comments and order,
holds a lock against a second writer, and puts the new file in place in one step, with mode 0600. A file that
is broken is told and left as it is.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen
from platformdirs import user_config_path

from seawall.core.errors import ConfigError
from seawall.core.redaction.redact import redact
from seawall.core.validation.closest_match import closest_match
from seawall.runtime.files.atomic_write import write_atomically
from seawall.runtime.files.file_lock import lock_folder

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

__all__ = ["Context", "ContextFile", "Contexts", "checked_context_name"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_KEYS = ("contexts", "current")
_UNCHANGED = "Mend it in an editor, or move it away; nothing was changed."

Section = Mapping[str, object]


@frozen
class Context:
    """One context: for each SDK's name the settings that it gives."""

    name: str
    sections: Mapping[str, Section] = field(factory=dict, repr=False)


@frozen
class Contexts:
    """All contexts of a file, by name, and the name of the one that is used."""

    path: Path
    current: str | None = None
    entries: Mapping[str, Context] = field(factory=dict)

    def named(self, name: str | None) -> Context | None:
        """The context called `name`, else the current one, else none; raises ConfigError for an unknown."""
        wanted = name or self.current
        if wanted is None or wanted in self.entries:
            return self.entries[wanted] if wanted else None
        raise ConfigError(f"There is no context {wanted!r} in {self.path}. {self._advice(wanted)}")

    def _advice(self, wanted: str) -> str:
        if not self.entries:
            return f"Make it: seawall context add {wanted} base_url=URL"
        return f"The nearest is {closest_match(wanted, self.entries)}; seawall context list shows all."


@frozen
class ContextFile:
    """The file that keeps the contexts; by default `contexts.toml` in the user's config folder."""

    path: Path = field(factory=lambda: user_config_path("seawall") / "contexts.toml", converter=Path)

    def read(self) -> Contexts:
        """What the file says; a file that is not there has no contexts. Raises ConfigError."""
        return _checked(self.path, self._text())

    def add(self, name: str, section: str, values: Section) -> None:
        """Give the context `name`, which is made if need be, these settings for the SDK `section`."""
        checked_context_name(name)

        def change(text: str, before: Contexts) -> tuple[str, Contexts]:
            known = before.entries.get(name, Context(name)).sections
            sections = {**known, section: {**known.get(section, {}), **values}}
            after = evolve(before, entries={**before.entries, name: Context(name, sections)})
            return _with_values(text, (name, section), values, is_new=section not in known), after

        self._change(change)

    def use(self, name: str) -> None:
        """Make `name` the current context; raises ConfigError where there is none of that name."""

        def change(text: str, before: Contexts) -> tuple[str, Contexts]:
            before.named(name)
            document = _parsed(text)
            document["current"] = name
            return document.as_string(), evolve(before, current=name)

        self._change(change)

    def remove(self, name: str) -> None:
        """Delete a context; if it is the current one, none is current then."""

        def change(text: str, before: Contexts) -> tuple[str, Contexts]:
            before.named(name)
            document = _parsed(text)
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
            # Not as text, so that the ends of its lines stay what they are.
            return self.path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError as error:
            raise ConfigError(f"{self.path} is not UTF-8. {_UNCHANGED}") from error
        except OSError as error:
            raise ConfigError(f"{self.path} can not be read: {error.strerror}.") from error

    def _change(self, change: Callable[[str, Contexts], tuple[str, Contexts]]) -> None:
        """Put what `change` makes of the text in its place, if it says what it should; nobody else writes."""
        try:
            # A link, e.g. into a folder under version control, stays a link.
            path = self.path.resolve()
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with lock_folder(path.parent):
                text = self._text()
                write_atomically(path, _changed(self.path, text, change).encode())
        except OSError as error:
            raise ConfigError(f"{self.path} can not be written: {error.strerror}.") from error


def checked_context_name(name: str) -> str:
    """`name`; raises ConfigError where no context can be called so."""
    if not _NAME.fullmatch(name):
        raise ConfigError(
            f"{redact(name)!r} is no name for a context. Take up to 64 letters, digits, - and _, a letter or "
            "digit first."
        )
    return name


def _changed(path: Path, text: str, change: Callable[[str, Contexts], tuple[str, Contexts]]) -> str:
    """What `change` makes of `text`; raises ConfigError where that does not say what it should."""
    before = _checked(path, text)
    unchangeable = f"{path} is laid out in a way that can not be changed from here. {_UNCHANGED}"
    try:
        made, after = change(text, before)
    # What tomlkit says where a table stands in the way, such as one on a single line.
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(unchangeable) from error
    try:
        found = _checked(path, made)
    except ConfigError as error:
        raise ConfigError(unchangeable) from error
    if found != after:
        raise ConfigError(unchangeable)
    return made


def _with_values(text: str, place: tuple[str, str], values: Section, *, is_new: bool) -> str:
    """`text` with `values` in the section of a context; what stands around it stays where it is."""
    from tomlkit import dumps  # noqa: PLC0415 - only who writes pays for it
    from tomlkit.items import Table  # noqa: PLC0415

    name, section = place
    if is_new:
        added = dumps({"contexts": {name: {section: dict(values)}}})
        return f"{text.rstrip()}\n\n{added}".lstrip()
    document = _parsed(text)
    contexts: Any = document["contexts"]
    table = contexts[name][section]
    # A comment at a table's end is about what comes after it.
    body = table.value.body if isinstance(table, Table) else []
    rest: list[Any] = []
    while body and body[-1][0] is None:
        rest.insert(0, body.pop())
    table.update(values)
    body.extend(rest)
    return document.as_string()


def _parsed(text: str) -> "TOMLDocument":
    from tomlkit import parse  # noqa: PLC0415 - only who writes pays for it

    return parse(text)


def _checked(path: Path, text: str) -> Contexts:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        # What is amiss shows at the end of a file where something was left open.
        line = found[1] if found else len(text.splitlines())
        raise ConfigError(f"{path}, line {line}: this is no TOML. {_UNCHANGED}") from error
    except RecursionError as error:
        raise ConfigError(f"{path}: it is nested too deeply. {_UNCHANGED}") from error.with_traceback(None)
    for key in document:
        if key not in _KEYS:
            raise ConfigError(
                f"{path}: {redact(key)!r} is no key; the nearest is {closest_match(key, _KEYS)}. {_UNCHANGED}"
            )
    current, entries = document.get("current"), document.get("contexts", {})
    if not isinstance(current, str | None):
        raise ConfigError(f"{path}: current must be the name of a context, in quotes. {_UNCHANGED}")
    if not isinstance(entries, dict):
        raise ConfigError(f"{path}: contexts must be a table. {_UNCHANGED}")
    return Contexts(path, current, {name: _context(path, name, value) for name, value in entries.items()})


def _context(path: Path, name: str, value: object) -> Context:
    if not isinstance(value, dict):
        raise ConfigError(f"{path}: contexts.{redact(name)} must be a table. {_UNCHANGED}")
    for section, settings in value.items():
        if not isinstance(settings, dict):
            raise ConfigError(
                f"{path}: {redact(section)} stands in context {redact(name)} itself. Settings stand below an "
                f"SDK's name: [contexts.{redact(name)}.NAME]. {_UNCHANGED}"
            )
    return Context(name, value)
