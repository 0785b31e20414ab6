"""Layout of generated code: nested lists of parts, broken over lines as `ruff format` breaks them.

So no formatter runs, and no version of a formatter changes the bytes.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from attrs import frozen

__all__ = ["LINE_WIDTH", "Alternatives", "Bracketed", "Code", "between", "fits", "laid_out"]

LINE_WIDTH = 110


@frozen
class Bracketed:
    """Parts between brackets, e.g. `Call(`, arguments, `)`; `value: ` may stand in `opening`.

    A tuple of one part has a comma.
    """

    opening: str
    parts: "tuple[Code, ...]"
    closing: str
    is_tuple: bool = False


@frozen
class Alternatives:
    """Types that `|` joins, with the text before and after them."""

    parts: "tuple[Code, ...]"
    before: str = ""
    after: str = ""


Code: TypeAlias = str | Bracketed | Alternatives


def between(before: str, code: Code, after: str = "") -> Code:
    """`code` with a text before and after it that stay on its first and last line."""
    match code:
        case Bracketed(opening, parts, closing):
            return Bracketed(before + opening, parts, closing + after, code.is_tuple)
        case Alternatives(parts):
            return Alternatives(parts, before + code.before, code.after + after)
    return f"{before}{code}{after}"


def _flat(code: Code) -> str:
    """`code` on one line."""
    if isinstance(code, str):
        return code
    match code:
        case Bracketed(opening, parts, closing):
            comma = "," if code.is_tuple and len(parts) == 1 else ""
            return f"{opening}{', '.join(map(_flat, parts))}{comma}{closing}"
        case Alternatives(parts, before, after):
            return f"{before}{' | '.join(map(_flat, parts))}{after}"


def fits(pieces: Sequence[Code]) -> bool:
    """True if `pieces` fit on one line."""
    return len("".join(map(_flat, pieces))) <= LINE_WIDTH


def laid_out(pieces: Sequence[Code], indent: int = 0) -> str:
    """`pieces` one after the other, from column `indent`: on one line if they fit, else over several.

    The last piece that can be broken is broken first.
    """
    return "\n".join(_lines(list(pieces), " " * indent))


def _lines(pieces: list[Code], space: str) -> list[str]:
    line = space + "".join(map(_flat, pieces))
    if len(line) <= LINE_WIDTH:
        return [line]
    # From the right, as long as the first line then fits; else from the left. Arguments are broken first.
    places = [index for index, piece in enumerate(pieces) if not isinstance(piece, str) and piece.parts]
    for index in [] if _is_function(pieces[0]) else reversed(places):
        piece = pieces[index]
        assert not isinstance(piece, str)
        opening = piece.opening if isinstance(piece, Bracketed) else f"{piece.before}("
        if len(space + "".join(map(_flat, pieces[:index])) + opening) <= LINE_WIDTH:
            return _broken(pieces, index, space)
    return _broken(pieces, places[0], space) if places else [line]


def _is_function(piece: Code) -> bool:
    """True for the signature of a function with arguments, which are the first to be broken."""
    return isinstance(piece, Bracketed) and piece.opening.startswith("def ") and bool(piece.parts)


def _broken(pieces: list[Code], index: int, space: str) -> list[str]:
    before, piece, after = pieces[:index], pieces[index], pieces[index + 1 :]
    inner = f"{space}    "
    if isinstance(piece, Bracketed):
        # Neither `list[…]` nor plain parentheses may get a comma: it would make a tuple.
        is_single = len(piece.parts) == 1 and (piece.opening.endswith("[") or piece.opening == "(")
        opening, closing = piece.opening, piece.closing
        line = inner + ", ".join(map(_flat, piece.parts))
        if _is_function(piece) and len(piece.parts) > 1 and len(line) <= LINE_WIDTH:
            return [space + opening, line, *_lines([closing, *after], space)]
        body = _each(piece.parts, inner, "" if is_single else ",")
    else:
        assert isinstance(piece, Alternatives)
        opening, closing = f"{piece.before}(", f"){piece.after}"
        body = _alternatives(piece.parts, inner)
    first = space + "".join(map(_flat, before)) + opening
    return [first, *body, *_lines([closing, *after], space)]


def _each(parts: Iterable[Code], space: str, comma: str) -> list[str]:
    """Each part on a line of its own; types without a text before them need no brackets of their own."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, Alternatives) and not part.before:
            found = _alternatives(part.parts, space, comma)
            lines += [*found[:-1], found[-1] + comma]
        else:
            lines += _lines([part, comma], space)
    return lines


def _alternatives(parts: Sequence[Code], space: str, after: str = "") -> list[str]:
    line = space + _flat(Alternatives(tuple(parts)))
    if len(line + after) <= LINE_WIDTH:
        return [line]
    lines: list[str] = []
    for index, part in enumerate(parts):
        lines += _lines([part] if index == 0 else ["| ", part], space)
    return lines
