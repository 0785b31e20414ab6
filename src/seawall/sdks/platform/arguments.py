"""The platform's own arguments, checked before anything is sent. Pure."""

from uuid import UUID

from seawall.core.arguments import checked_count, checked_uuid

__all__ = ["checked_page_size", "checked_run_id"]


def checked_run_id(run_id: str | UUID) -> UUID:
    """`run_id` as a UUID; raises InputError where it is none."""
    return checked_uuid(run_id, "run id")


def checked_page_size(page_size: int) -> int:
    """`page_size`; raises InputError where the platform would refuse it."""
    return checked_count(page_size, "page_size", least=5, most=100)
