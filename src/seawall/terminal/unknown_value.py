"""A value of an option that this version does not know: a newer server may, so it is sent all the same."""

from seawall.core.validation.closest_match import closest_match
from seawall.core.wire.open_enum import OpenEnum
from seawall.terminal.screen import note, printable

__all__ = ["note_unknown_value"]


def note_unknown_value(option: str, value: str | None, kind: type[OpenEnum]) -> None:
    """Warn if `value`, that of `option`, is no member of `kind`: a misspelt one selects nothing."""
    if value is None or kind(value).is_known:
        return
    known = [str(one) for one in kind]
    meant = closest_match(value, known)
    text = f"{option} {printable(value)} is not one of {', '.join(known)}. Did you mean {meant}?"
    note(text, label="Warning:", style="yellow")
