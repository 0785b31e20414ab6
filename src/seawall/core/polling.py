"""How long to wait before asking again whether something has happened. Pure."""

__all__ = ["poll_delay_s"]

_FIRST_S = 0.25
_GROWTH = 1.5
_MOST_S = 5.0


def poll_delay_s(polls: int) -> float:
    """Seconds to wait after poll number `polls`: 0.25 at first, half as much more each time, 5 at most."""
    return float(min(_MOST_S, _FIRST_S * _GROWTH ** min(polls - 1, 32)))
