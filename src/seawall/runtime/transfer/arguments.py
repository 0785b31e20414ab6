"""What a transfer was given, looked at before anything is sent: another kind of thing is an InputError."""

from collections.abc import Callable, Mapping
from pathlib import Path

from seawall.core.errors import InputError
from seawall.core.transfer.checksum import Checksum
from seawall.core.validation.arguments import as_text, checked_callable, checked_text, wrong_kind

__all__ = ["check_address", "check_kind", "check_transfer", "checked_rate", "checked_target"]


def check_kind(name: str, value: object, kinds: type | tuple[type, ...], give: str) -> None:
    """Raise InputError where `value`, the argument `name`, is none of `kinds`; `give` says what to give."""
    if not isinstance(value, kinds):
        raise wrong_kind(value, name, give)


def check_address(name: str, address: object) -> None:
    """Raise InputError where `address`, which `name` names or gave, is no text."""
    check_kind(name, address, str, "an http or https address as a text")


def checked_target(name: str, path: object, give: str = "the Path of the file to be") -> Path:
    """`path`, the argument `name`; raises InputError where it is no Path that names a file."""
    if not isinstance(path, Path):
        raise wrong_kind(path, name, give)
    if not path.name:
        raise InputError(f"{name} is {str(path)!r}, which names no file. Give {give}.")
    return path


def check_transfer(checksum: object, on_progress: Callable[..., object], headers: object = None) -> None:
    """Raise InputError for a checksum, header fields or a callback that are none."""
    check_kind(
        "checksum", checksum, (Checksum, type(None)), "a Checksum, such as Checksum.crc32c('AAAAAA==')"
    )
    check_kind("headers", headers, (Mapping, type(None)), "a mapping of names to values")
    for name, value in headers.items() if isinstance(headers, Mapping) else ():
        checked_text(name, "A name in headers")
        checked_text(value, f"headers[{as_text(name)}]")
    checked_callable(on_progress, "on_progress")


def checked_rate(rate: int) -> int:
    """`rate`, in bytes a second; raises InputError where it is not above 0."""
    given: object = rate
    if not isinstance(given, int | float) or isinstance(given, bool) or not given > 0:
        raise InputError(f"slowest_rate is {as_text(given)}: give a number of bytes a second above 0.")
    return rate
