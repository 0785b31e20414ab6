"""Checks of the arguments of transfers, before anything is sent. They raise InputError."""

from collections.abc import Mapping
from pathlib import Path

from seawall.core.errors import InputError
from seawall.core.transfer.checksum import Checksum
from seawall.core.validation.arguments import (
    checked_number,
    checked_text,
    require_type,
    short_repr,
    wrong_type,
)

__all__ = ["check_transfer", "check_url", "checked_rate", "checked_target"]


def check_url(name: str, url: object) -> None:
    """Check that `url`, from the argument `name` or returned by it, is text."""
    expected = "an http or https URL as text"
    require_type(url, name, ok=isinstance(url, str), expected=expected, error=InputError)


def checked_target(name: str, path: object, expected: str = "the Path of the file to write") -> Path:
    """Check that `path`, the argument `name`, is a Path that names a file."""
    if not isinstance(path, Path):
        raise wrong_type(path, name, expected)
    if not path.name:
        raise InputError(f"{name} is {str(path)!r}, which names no file. Give {expected}.")
    return path


def check_transfer(checksum: object, headers: object = None) -> None:
    """Check the checksum and the header fields of a transfer."""
    expected = "a Checksum, such as Checksum.crc32c('AAAAAA==')"
    is_checksum = isinstance(checksum, Checksum | None)
    require_type(checksum, "checksum", ok=is_checksum, expected=expected, error=InputError)
    is_mapping = isinstance(headers, Mapping | None)
    require_type(headers, "headers", ok=is_mapping, expected="a mapping of names to values", error=InputError)
    for name, value in headers.items() if isinstance(headers, Mapping) else ():
        checked_text(name, "A name in headers")
        checked_text(value, f"headers[{short_repr(name)}]")


def checked_rate(rate: object) -> float:
    """Check `slowest_rate`, in bytes per second."""
    return checked_number(rate, "slowest_rate", expected="a finite number of bytes per second above 0")
