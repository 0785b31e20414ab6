"""Faults that a test or a demo switches on while the server runs."""

from typing import Annotated

from pydantic import Field

from seawall.local.faults.call_faults import CallFaults

__all__ = ["Switches"]


class Switches(CallFaults):
    """The faults of a server; those of all calls are in `CallFaults`.

    metrics: false means that there are no statistics: they get 503
    available, note: the availability that the server reports from now on; without, it stays as it is
    """

    metrics: bool = True
    available: bool | None = None
    note: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")] | None = None
