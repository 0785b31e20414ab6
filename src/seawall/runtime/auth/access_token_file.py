"""An access token in a file that another program replaces, such as a mounted secret."""

import errno
import os
from pathlib import Path

from seawall.core.auth.tokens import token_fault, token_from_json
from seawall.core.errors import ConfigError
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import Secret, SecretBytes
from seawall.core.wire.byte_order_mark import foreign_encoding, without_mark
from seawall.runtime.files.path_argument import as_path
from seawall.runtime.files.regular_file import open_regular_file
from seawall.runtime.loggers import part_logger

__all__ = ["AccessTokenFile"]

# A token has some 2 KB; servers accept no header of this size.
_MAX_BYTES = 1 << 16

_log = part_logger("seawall.auth")


class AccessTokenFile(ProcessBound):
    """A function that returns the access token in a file, for the `tokens` of a client.

    The file is read for every attempt, so a new token is used as soon as it is there, also if a symbolic link
    leads to another file, as in Kubernetes. White space around the token is ignored. The file may have any
    mode and is never changed. If it can not be read later, e.g. while it is replaced, the token that was read
    last is used, with one warning. The repr shows only the path.
    """

    _in_other_process = "Make one with the same path in the other process."

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path: Path = as_path(path)
        self._last: Secret | None = None
        self._is_failing = False

    def __call__(self) -> str:
        """Return the token in the file; raises ConfigError if no token was read so far."""
        try:
            token = self._read()
        except ConfigError as error:
            if self._last is None:
                raise
            if not self._is_failing:
                _log.warning("%s The token that was read before is used.", error)
            self._is_failing = True
            return self._last
        self._last, self._is_failing = token, False
        return token

    def _read(self) -> Secret:
        try:
            # Never a pipe: each read would take the token from it, and the first could block.
            with os.fdopen(open_regular_file(self.path), "rb") as file:
                content = SecretBytes(file.read(_MAX_BYTES + 1))
        except OSError as error:
            reason = error.strerror if error.errno != errno.EINVAL else "it is not a regular file"
            raise ConfigError(f"The access token file {self.path} can not be read: {reason}.") from error
        if (fault := _fault(content)) is not None:
            raise ConfigError(f"{self.path} contains no access token; {fault}.")
        return _token_in(content)

    def __repr__(self) -> str:
        return f"AccessTokenFile({str(self.path)!r})"


def _token_in(content: bytes) -> Secret:
    # Bytes that no token has become characters that no token has.
    return Secret(without_mark(content).decode("ascii", "backslashreplace").strip())


def _fault(content: bytes) -> str | None:
    if len(content) > _MAX_BYTES:
        return f"it has more than {_MAX_BYTES:,} bytes"
    if (encoding := foreign_encoding(content)) is not None:
        return f"it is text in {encoding}"
    if token_from_json(content) is not None:
        return "it is a login that Seawall has saved, which belongs in `token_file`"
    fault = token_fault(_token_in(content))
    return None if fault is None else f"its text {fault}"
