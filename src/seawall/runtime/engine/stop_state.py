"""The state that an engine shares with its copies."""

from attrs import define

__all__ = ["StopState"]


@define(eq=False)
class StopState:
    """The reason why an engine and its copies send no more calls; None as long as they do."""

    reason: str | None = None
