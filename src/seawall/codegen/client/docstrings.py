"""Docstrings of generated code: a whole sentence of a description, escaped and wrapped.

A description is arbitrary text: Markdown, several paragraphs, abbreviations, or no full stop at all. In doubt
the split takes two sentences; it never cuts one.
"""

import re
import textwrap

from seawall.codegen.client.layout import LINE_WIDTH
from seawall.codegen.client.literals import escape

__all__ = ["docstring", "first_sentence"]

INDENT = "    "
# Longer sentences are replaced by a generic line.
MAX_SENTENCE = 400

# A sentence never ends after these abbreviations.
_NEVER_LAST = frozenset({
    "e.g.", "i.e.", "vs.", "cf.", "approx.", "incl.", "excl.", "resp.", "ca.", "viz.", "fig.", "figs.", "eq.",
    "sec.", "mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "ex.", "abbr.", "lt.", "mt.", "bzw.", "vgl.", "ggf.",
    "inkl.",
})  # fmt: skip
# A text may end after these, but a sentence before another one seldom does.
_SELDOM_LAST = frozenset({
    "al.", "ave.", "bldg.", "blvd.", "bros.", "co.", "corp.", "dept.", "inc.", "jr.", "ltd.", "ph.d.", "sr.",
    "univ.",
})  # fmt: skip
# A sentence may end after these, but not before a number: `No. 5`, `max. 10`, `Ref. No. 5`.
_BEFORE_NUMBER = frozenset({
    "no.", "nos.", "nr.", "p.", "pp.", "vol.", "min.", "max.", "ver.", "v.", "ch.", "art.", "ed.", "line.",
    "app.", "est.", "ext.", "para.", "paras.", "ref.", "refs.", "rev.", "sect.", "tel.", "jan.", "feb.",
    "mar.", "apr.", "jun.", "jul.", "aug.", "sep.", "sept.", "oct.", "nov.", "dec.",
})  # fmt: skip
# `U.S.` and `J. Smith` may end a sentence; a longer sentence does no harm, a cut one does.
_INITIALS = re.compile(r"[A-Z]\.|(?:[A-Za-z]\.){2,}")
# Characters before and after a sentence, for use in a regular expression.
_OPENING, _CLOSING = "\"'\u201c\u2018(\\[*_", "\"'\u201d\u2019)\\]*_"
_CODE_SPAN = re.compile(r"(`+)(.+?)\1", re.DOTALL)
# A full stop, then a space before a capital letter or a digit; a full-width full stop needs no space.
_BREAK = re.compile(
    rf"[.!?][{_CLOSING}]*\s+(?=[{_OPENING}`]*[^\W_a-z])|(?<=[\u3002\uff01\uff1f])",
)
_COMPLETE = re.compile(rf"[.!?\u2026\u3002\uff01\uff1f][{_CLOSING}]*$")
# A text that ends with one of these announces a list, or its author did not finish it.
_INCOMPLETE = re.compile(r"[:;,(\[\u2013\u2014/&+-]$")
# Markdown and HTML that is not prose: list, heading, table, quote, code block, tag.
_BLOCK = re.compile(r"(?:[-*+]|\d+[.)])\s|#{1,6}\s|\||>|```|~~~|<")


def first_sentence(text: str, *, lead: str = "") -> str:
    """Return `lead` and the first sentence of the Markdown `text`, with a full stop.

    Empty if the text has no whole sentence, or if the result is longer than MAX_SENTENCE.
    """
    # The bound keeps the search linear for hostile text, and lies far behind the longest sentence that fits.
    sentence = _first_of(_first_paragraph(text)[: 10 * MAX_SENTENCE])
    if not sentence or _is_cut(sentence) or len(lead) + len(sentence) > MAX_SENTENCE:
        return ""
    return lead + sentence if _COMPLETE.search(sentence) else f"{lead}{sentence}."


def _first_paragraph(text: str) -> str:
    """The first paragraph of prose, on one line; skips headings, lists, tables, quotes, code and HTML."""
    for paragraph in re.split(r"\n[ \t\r]*\n", text):
        lines = [line.strip() for line in paragraph.strip().splitlines()]
        prose: list[str] = []
        for line in lines:
            if _BLOCK.match(line):
                break
            prose.append(line)
        if prose:
            text = " ".join(" ".join(prose).split())
            # If a list or table interrupts a sentence, the part before it is not whole; the colon marks that.
            return text if len(prose) == len(lines) or _COMPLETE.search(text) else f"{text}:"
    return ""


def _first_of(paragraph: str) -> str:
    # The mask has the same length, but no full stops in code spans.
    mask = _CODE_SPAN.sub(lambda span: "`" + "X" * (len(span[0]) - 2) + "`", paragraph)
    for match in _BREAK.finditer(mask):
        before = mask[: match.end()].rstrip()
        if before and not _continues(before, mask[match.end() :]):
            return paragraph[: len(before)]
    return paragraph


def _continues(before: str, after: str) -> bool:
    """True if the full stop at the end of `before` belongs to an abbreviation, an ellipsis or a bracket."""
    if before.count("(") > before.count(")") or before.count("[") > before.count("]"):
        return True
    word = before.rsplit(maxsplit=1)[-1].lstrip(_OPENING)
    if word.endswith(("...", "\u2026")):
        return True
    if word.lower() in _BEFORE_NUMBER:
        return re.match(r"\d|No\.", after) is not None
    if re.fullmatch(r"[a-z]\.", word):
        # `z. B.`, but not `3.5 m. More`.
        return re.match(r"[A-Z]\.", after) is not None
    return word.lower() in _NEVER_LAST | _SELDOM_LAST or _INITIALS.fullmatch(word) is not None


def _is_cut(sentence: str) -> bool:
    """True if the description itself ends in the middle of a sentence."""
    return _INCOMPLETE.search(sentence) is not None or sentence.rsplit(maxsplit=1)[-1].lower() in _NEVER_LAST


def docstring(text: str, note: str = "", *, indent: str = INDENT) -> str:
    """Write `text` and `note` as the docstring of an indented block, on one line if they fit."""
    line = f'"""{escape(f"{text} {note}".rstrip())}"""'
    if len(indent) + len(line) <= LINE_WIDTH:
        return line
    paragraphs = ["\n".join(_wrap(escape(part))) for part in (text, note) if part]
    body = "\n\n".join(paragraphs).replace("\n", f"\n{indent}").replace(f"\n{indent}\n", "\n\n")
    return f'"""{body}\n{indent}"""'


def _wrap(text: str) -> list[str]:
    # Every line leaves room for the quotes, which only the first and the last line have.
    width = LINE_WIDTH - len(INDENT) - 2 * len('"""')
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
