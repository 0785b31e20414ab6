"""Reads and writes the file with saved logins and servers, e.g. `~/.canfar/config.yaml`.

The platform's own client has the same file. A write holds a lock against other processes, replaces the file
in one step, with mode 0600, and leaves a copy of a file of version 1. A file that is not valid is an error
and stays unchanged.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import Secret, SecretBytes
from seawall.core.whole_import import import_whole
from seawall.runtime.files.atomic_write import write_atomically
from seawall.runtime.files.locked_change import locked_change
from seawall.runtime.files.path_argument import as_path
from seawall.runtime.files.regular_file import open_regular_file
from seawall.runtime.identity.config_document import VERSION, ConfigDocument, document_of, plain

if TYPE_CHECKING:
    from yaml import Node

__all__ = ["ConfigFile"]

_MAX_BYTES = 1 << 20
_KEPT = "It was not changed. Correct it in an editor, or move it away."
# One line to a value, however long a token is.
_WIDTH = 1 << 20


@frozen
class ConfigFile:
    """A configuration file; its methods raise ConfigError if it can not be read or written."""

    path: Path = field(converter=as_path)

    def read(self) -> ConfigDocument:
        """Read the file; one that does not exist has no logins and no servers."""
        content = self._content()
        if not content.strip():
            return ConfigDocument(self.path, {"version": VERSION})
        return document_of(self.path, _parsed(self.path, content))

    def change(self, change: Callable[[ConfigDocument], ConfigDocument]) -> ConfigDocument:
        """Replace the document by what `change` makes of it; return the new one."""
        with locked_change(self.path) as path:
            before = self.read()
            after = change(before)
            if before.upgraded_from is not None:
                _keep_copy(path, before.upgraded_from)
            write_atomically(path, _dumped(after))
        return evolve(after, upgraded_from=None)

    def _content(self) -> bytes:
        import os  # noqa: PLC0415

        try:
            with os.fdopen(open_regular_file(self.path), "rb") as file:
                content = SecretBytes(file.read(_MAX_BYTES + 1))
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise ConfigError(f"{self.path} can not be read: {error.strerror}.") from error
        if len(content) > _MAX_BYTES:
            raise ConfigError(f"{self.path} is larger than 1 MiB. {_KEPT}")
        return content


def _parsed(path: Path, content: bytes) -> object:
    import_whole("yaml")
    from yaml import AliasEvent, SafeLoader, YAMLError  # noqa: PLC0415 - 20 ms, and many users have no file

    class Loader(SafeLoader):
        """Without aliases, with which a small file can be a huge document."""

        def compose_node(self, parent: "Node | None", index: int) -> "Node | None":
            if self.check_event(AliasEvent):
                raise YAMLError
            return super().compose_node(parent, index)

    try:
        return Loader(Secret(content.decode("utf-8-sig"))).get_single_data()
    except (YAMLError, ValueError, RecursionError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
    line = "" if mark is None else f", line {mark.line + 1}"
    # A mark has the text too.
    del mark
    # Not in the handler: the text and the frames of the first error have parts of the file, such as a token.
    raise ConfigError(f"{path}{line}: this is not YAML without aliases. {_KEPT}")


def _dumped(document: ConfigDocument) -> bytes:
    import_whole("yaml")
    from yaml import safe_dump  # noqa: PLC0415 - 20 ms, for writes only

    text: str = safe_dump(plain(document.data), sort_keys=False, allow_unicode=True, width=_WIDTH)
    return SecretBytes(text.encode())


def _keep_copy(path: Path, version: int) -> None:
    copy = path.with_name(f"{path.name}.version-{version}")
    number = 1
    while copy.exists():
        number += 1
        copy = path.with_name(f"{path.name}.version-{version}-{number}")
    write_atomically(copy, SecretBytes(path.read_bytes()))
