"""The lines of a text that grows, such as a log of which every answer holds all text so far. Pure."""

from attrs import define, field

__all__ = ["GrowingText"]

# Enough to find the place again if the beginning of the text is gone.
_TAIL = 1000


@define
class GrowingText:
    """Remembers the end of the lines that it has returned, so that each line is returned once.

    A server may drop the beginning of a long text; then the lines continue after the last one that is known.
    If that is gone too, all lines are new.
    """

    _length: int = field(default=0, init=False)
    _tail: str = field(default="", init=False, repr=False)
    _rest: str = field(default="", init=False, repr=False)

    def new_lines(self, text: str) -> list[str]:
        """Return the complete lines of `text` that are new, without their line ends."""
        new = text[self._start(text) :]
        lines, end, self._rest = new.rpartition("\n")
        self._length = len(text) - len(self._rest)
        self._tail = text[max(0, self._length - _TAIL) : self._length]
        return _split(lines) if end else []

    def last_line(self) -> list[str]:
        """Return the line without a line end that the text ended with, if it did; call it at the end."""
        rest, self._rest = self._rest, ""
        return [rest] if rest else []

    def _start(self, text: str) -> int:
        if text.startswith(self._tail, max(0, self._length - len(self._tail))):
            return self._length
        found = text.rfind(self._tail)
        if found >= 0:
            return found + len(self._tail)
        # Of what is known, only the last lines are left: the text starts with them.
        known = self._tail.splitlines(keepends=True)
        ends = ("".join(known[number:]) for number in range(1, len(known)))
        return next((len(end) for end in ends if text.startswith(end)), 0)


def _split(lines: str) -> list[str]:
    # Not splitlines: a form feed or a Unicode separator is part of a line.
    return [line.removesuffix("\r") for line in lines.split("\n")]
