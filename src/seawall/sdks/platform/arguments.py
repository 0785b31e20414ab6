"""Arguments checked before anything is sent. Pure."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from seawall.core.errors import InputError
from seawall.core.open_enum import OpenEnum
from seawall.core.semver import is_version

__all__ = ["checked_page_size", "checked_run_id", "checked_version", "known", "sort_fields", "wanted_ids"]

E = TypeVar("E", bound=OpenEnum)

_SMALLEST_PAGE = 5
_LARGEST_PAGE = 100


def checked_run_id(run_id: str | UUID) -> UUID:
    """`run_id` as a UUID; raises InputError where it is none."""
    if isinstance(run_id, UUID):
        return run_id
    try:
        return UUID(run_id)
    except (ValueError, TypeError, AttributeError) as error:
        raise InputError(
            f"{run_id!r} is no run id. A run id is a UUID; list the runs to see theirs."
        ) from error


def checked_page_size(page_size: int) -> int:
    """`page_size`; raises InputError where the platform would refuse it."""
    if not _SMALLEST_PAGE <= page_size <= _LARGEST_PAGE:
        raise InputError(f"page_size is {page_size}: give {_SMALLEST_PAGE} to {_LARGEST_PAGE}.")
    return page_size


def checked_version(version: str) -> str:
    """`version`; raises InputError where it is no version number."""
    if not is_version(version):
        raise InputError(f"{version!r} is no version. A version looks like 1.0.0.")
    return version


def wanted_ids(external_ids: Sequence[str] | None) -> list[str] | None:
    """`external_ids` as the list that goes on the wire; raises InputError where it is empty or one text."""
    if external_ids is None:
        return None
    if isinstance(external_ids, str) or not external_ids:
        raise InputError("external_ids names no item. Give a list of ids, or None for all.")
    return list(external_ids)


def known(value: E | None) -> E | None:
    """`value`; raises InputError where it is none that this version knows: what is sent is checked."""
    if value is not None and not value.is_known:
        names = ", ".join(type(value))
        raise InputError(f"{str(value)!r} is no {type(value).__name__}. Give one of {names}.")
    return value


def sort_fields(sort: str | Sequence[str] | None) -> list[str] | None:
    """`sort` as the list that goes on the wire."""
    if sort is None:
        return None
    return [sort] if isinstance(sort, str) else list(sort)
