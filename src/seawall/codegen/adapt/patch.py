"""The edits of an adaptation as a unified diff, and its questions as a patch with the questions in words."""

from collections.abc import Iterator, Sequence
from difflib import unified_diff

from seawall.codegen.adapt.adaptation import Adaptation, Question

__all__ = ["diff_text", "patch_file", "question_text"]

_WIDTH = 100


def diff_text(adaptation: Adaptation) -> str:
    """The unified diff of the files that are changed."""
    return "".join(
        line
        for path, text in adaptation.files.items()
        for line in _diff(path, adaptation.sources[path], text)
    )


def patch_file(adaptation: Adaptation) -> str:
    """The questions as a patch for `git apply`, once the edits are written; a proposal follows its question.

    A question without a proposal is a comment alone. A proposal may be deleted from the patch; the others
    still apply.
    """
    texts = dict(adaptation.sources) | dict(adaptation.files)
    return "".join(part for question in adaptation.questions for part in _section(question, texts))


def _section(question: Question, texts: dict[str, str]) -> Iterator[str]:
    yield from (f"# {line}\n" for line in _wrapped(question_text(question)))
    if question.proposal:
        yield from _diff(question.path, texts[question.path], question.proposal)
        texts[question.path] = question.proposal
    yield "\n"


def question_text(question: Question) -> str:
    """A question with the place and the words of its finding."""
    place = question.finding.place or (question.edit.place if question.edit else None)
    where = f"{place.path}:{place.line}: " if place else ""
    words = question.finding.words.rstrip(".")
    asked = question.words if question.words.startswith(words) else f"{words}. {question.words}"
    return f"{where}{asked}"


def _wrapped(text: str) -> Iterator[str]:
    """Lines of text; whatever comes from a spec is printable and begins no line of a patch."""
    line = ""
    for word in "".join(one if one.isprintable() else " " for one in text).split():
        if line and len(line) + len(word) >= _WIDTH:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def _diff(path: str, old: str, new: str) -> Iterator[str]:
    for line in unified_diff(_lines(old), _lines(new), f"a/{path}", f"b/{path}", n=3):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> Sequence[str]:
    """Lines with their ends; a carriage return belongs to its line, as git has it."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
