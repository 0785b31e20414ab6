"""The outcome of adapting a layer: new texts, the edits that are in them, and questions for a person."""

from collections.abc import Mapping

from attrs import field, frozen

from seawall.codegen.impact.finding import Edit, Finding

__all__ = ["Adaptation", "Question"]


@frozen(kw_only=True)
class Question:
    """A finding that is not fixed: a question in words, and the edit that was not applied, if there is one.

    `proposal` is the text of the file with the edit in it, empty if there is none; it is to be read after
    those of the questions before it, and contains them and all edits that were applied.
    """

    words: str
    finding: Finding
    edit: Edit | None = None
    path: str = ""
    proposal: str = field(default="", repr=False)


@frozen(kw_only=True)
class Adaptation:
    """The sources that are changed, by path, with their new text; the edits in them; the questions left.

    `applied` has the edit of each finding that is fixed, so equal edits are in it twice. `sources` are the
    texts before. Nothing else of a file differs than what an applied edit asks for.
    """

    sources: Mapping[str, str] = field(repr=False)
    files: Mapping[str, str] = field(repr=False)
    applied: tuple[Edit, ...] = ()
    questions: tuple[Question, ...] = ()
