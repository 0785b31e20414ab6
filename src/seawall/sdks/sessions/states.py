"""Kinds and states of sessions. Both enums accept values of a newer server.

Servers of version 0 name the ends Succeeded and Error; those of version 1 Completed and Failed.
"""

from typing import Self

from seawall.core.waiting.states import StateMachine
from seawall.core.wire.open_enum import OpenEnum

__all__ = ["INTERACTIVE_KINDS", "STARTED", "STATES", "SessionKind", "SessionStatus"]

_OTHER_NAMES = {"succeeded": "Completed", "error": "Failed"}


class SessionKind(OpenEnum):
    """The kind of a session: `headless` runs a command, the others are opened in a browser."""

    HEADLESS = "headless"
    NOTEBOOK = "notebook"
    DESKTOP = "desktop"
    CARTA = "carta"
    FIREFLY = "firefly"
    CONTRIBUTED = "contributed"
    DESKTOP_APP = "desktop-app"


INTERACTIVE_KINDS = frozenset(SessionKind) - {SessionKind.HEADLESS, SessionKind.DESKTOP_APP}
"""The kinds that are opened in a browser; the server limits how many of them a user may have."""


class SessionStatus(OpenEnum):
    """The state of a session. `SessionStatus("Succeeded")` is COMPLETED; case does not matter."""

    PENDING = "Pending"
    RUNNING = "Running"
    COMPLETED = "Completed"
    FAILED = "Failed"
    TERMINATING = "Terminating"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if isinstance(value, str):
            name = value.strip().lower()
            name = _OTHER_NAMES.get(name, name.capitalize())
            if name in cls._value2member_map_:
                return cls(name)
        return super()._missing_(value)

    @property
    def is_terminal(self) -> bool:
        """True if the session has ended."""
        return STATES.is_terminal(self)


_ENDS = ("Completed", "Failed", "Terminating")

STATES = StateMachine(
    transitions={
        "Pending": ("Running", *_ENDS),
        "Running": ("Pending", *_ENDS),
        **dict.fromkeys(_ENDS, ()),
    },
    terminal=_ENDS,
)
"""The transitions of a session; one that is deleted is Terminating until it is gone."""

STARTED = StateMachine(
    transitions={
        **dict.fromkeys(("Running", "Completed", "Failed", "Terminating"), ()),
        "Pending": ("Running",),
    },
    terminal=("Running", "Completed", "Failed", "Terminating"),
)
"""The transitions of a session until it runs, or has ended without."""
