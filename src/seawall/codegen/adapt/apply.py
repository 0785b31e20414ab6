"""Applies the edits of an impact: the sure ones to the sources, the others as proposals of questions."""

from collections.abc import Callable, Mapping, Sequence

from attrs import define, evolve, field, frozen

from seawall.codegen.adapt.adaptation import Adaptation, Question
from seawall.codegen.adapt.arguments import add_argument, remove_argument
from seawall.codegen.adapt.declared import declared_edit
from seawall.codegen.adapt.exports import offers
from seawall.codegen.adapt.guards import guard, guarded_move
from seawall.codegen.adapt.layer_types import LayerTypes, read_types
from seawall.codegen.adapt.moved_names import FileRenames, moved_in
from seawall.codegen.adapt.moves import move, remove_member
from seawall.codegen.adapt.public_names import changed_signatures
from seawall.codegen.adapt.renames import rename
from seawall.codegen.adapt.syntax import Refusal, Replacement, Syntax, is_valid, overlaps, parsed, replaced
from seawall.codegen.adapt.twins import is_marked, source_of_twin, with_twins
from seawall.codegen.impact.finding import Edit, EditKind, Effect, Finding, Impact

__all__ = ["adapt"]


@frozen
class _Work:
    """An edit with the replacements that make it, and the question that it is, empty if it is sure."""

    finding: Finding
    edit: Edit
    replacements: tuple[Replacement, ...] = ()
    question: str = ""


def adapt(sources: Mapping[str, str], impact: Impact) -> Adaptation:
    """Apply the sure edits of `impact` to `sources`, texts by path, and ask about all other findings.

    The rest of a file stays as it is, byte for byte. Generated and derived files are not edited; the derived
    twin of a file is derived again. No public signature changes: an edit that would change one is a question.
    """
    types = read_types(sources)
    files: dict[str, str] = {}
    applied: list[Edit] = []
    questions: list[Question] = []
    for path, findings in _by_path(impact.findings, sources).items():
        if path:
            outcome = _Adapter(path=path, sources=sources, types=types).adapted(findings)
            if outcome.text != sources[path]:
                files[path] = outcome.text
            applied += outcome.applied
            questions += outcome.questions
        else:
            questions += [Question(words=_open_words(one), finding=one) for one in findings]
    return Adaptation(
        sources=sources,
        files=with_twins(sources, files),
        applied=tuple(applied),
        questions=tuple(questions),
    )


def _by_path(findings: Sequence[Finding], sources: Mapping[str, str]) -> Mapping[str, list[Finding]]:
    """The findings that ask for something, by the file of their edit; `""` for those without an edit."""
    found: dict[str, list[Finding]] = {}
    for one in findings:
        edit = one.edit
        if edit is None:
            if one.effect is Effect.BREAKS:
                found.setdefault("", []).append(one)
        elif edit.place.path in sources:
            path = source_of_twin(edit.place.path, sources)
            if path is None:
                found.setdefault(edit.place.path, []).append(one)
            elif not _has_twin(edit, path, findings):
                found.setdefault("", []).append(one)
        elif one.effect is Effect.BREAKS:
            found.setdefault("", []).append(one)
    return {path: found[path] for path in sorted(found)}


def _has_twin(edit: Edit, path: str, findings: Sequence[Finding]) -> bool:
    """Return whether the file `path`, from which the file of `edit` was derived, has the same edit."""
    wanted = edit.kind, edit.old, edit.new
    return any(
        other.edit is not None
        and other.edit.place.path == path
        and (other.edit.kind, other.edit.old, other.edit.new) == wanted
        for other in findings
    )


def _open_words(finding: Finding) -> str:
    asked = finding.edit.question if finding.edit is not None else ""
    return asked or f"{finding.words.rstrip('.')}. What is to be done here?"


@frozen(kw_only=True)
class _Outcome:
    text: str
    applied: tuple[Edit, ...] = ()
    questions: tuple[Question, ...] = ()


@define(kw_only=True)
class _Adapter:
    """Adapts one file."""

    path: str
    sources: Mapping[str, str] = field(repr=False)
    types: LayerTypes = field(repr=False)

    @property
    def text(self) -> str:
        return self.sources[self.path]

    def adapted(self, findings: Sequence[Finding]) -> _Outcome:
        if (reason := self._reason_to_leave()) is not None:
            return self._all_open(findings, reason)
        try:
            syntax = parsed(self.path, self.text)
        except Refusal as refusal:
            return self._all_open(findings, refusal.words)
        certain = [
            one.edit for one in findings if one.edit is not None and one.is_certain and one.edit.is_sure
        ]
        renames = FileRenames(moved_in(certain), lambda name: offers(self.path, name, self.sources))
        works = [
            self._work(one, one.edit, syntax, renames, certain) for one in findings if one.edit is not None
        ]
        sure, asked = self._checked(works)
        return self._outcome(sure, asked)

    def _reason_to_leave(self) -> str | None:
        if not self.path.endswith(".py"):
            return f"{self.path} is no Python file, so it is not changed."
        if is_marked(self.text):
            return f"{self.path} is generated, so it is not changed."
        return None

    def _all_open(self, findings: Sequence[Finding], reason: str) -> _Outcome:
        questions = [
            Question(words=f"{_open_words(one)} {reason}", finding=one, edit=one.edit, path=self.path)
            for one in findings
        ]
        return _Outcome(text=self.text, questions=tuple(questions))

    def _work(
        self, finding: Finding, edit: Edit, syntax: Syntax, renames: FileRenames, certain: Sequence[Edit]
    ) -> _Work:
        try:
            found = tuple(self._replacements(edit, syntax, renames, certain))
        except Refusal as refusal:
            return _Work(finding, edit, refusal.proposal, refusal.words or _open_words(finding))
        if not edit.is_sure:
            return _Work(finding, edit, found, edit.question or _open_words(finding))
        if not finding.is_certain:
            reason = f" ({finding.reason.rstrip('.')})" if finding.reason else ""
            return _Work(finding, edit, found, f"{finding.words.rstrip('.')}, if this is it{reason}. Is it?")
        return _Work(finding, edit, found)

    def _replacements(
        self, edit: Edit, syntax: Syntax, renames: FileRenames, certain: Sequence[Edit]
    ) -> list[Replacement]:
        declared = declared_edit(edit, syntax, self.types, certain)
        if declared is not None:
            return declared
        if edit.kind is EditKind.RENAME:
            return rename(edit, syntax, renames)
        if edit.kind is EditKind.GUARD:
            return guard(edit, syntax, self.types)
        if edit.kind is EditKind.MOVE and edit.missing:
            return guarded_move(edit, syntax, self.types)
        return _SIMPLE[edit.kind](edit, syntax)

    def _checked(self, works: Sequence[_Work]) -> tuple[list[_Work], list[_Work]]:
        """The edits that are sure together, and those that are questions."""
        sure: list[_Work] = []
        asked: list[_Work] = []
        for work in works:
            if work.question:
                asked.append(work)
            elif any(overlaps(work.replacements, other.replacements) for other in sure):
                asked.append(evolve(work, question="Another edit changes the same text. Which one is right?"))
            else:
                sure.append(work)
        if self._fault(sure) is None:
            return sure, asked
        kept: list[_Work] = []
        for work in sure:
            fault = self._fault([*kept, work])
            if fault is None:
                kept.append(work)
            else:
                asked.append(evolve(work, question=fault))
        return kept, asked

    def _fault(self, works: Sequence[_Work]) -> str | None:
        """The reason for which the file can not be written with these edits."""
        text = self._text_with(works)
        if not is_valid(text):
            return f"{self.path} would not be valid Python after this edit. How is it to be written?"
        changed = changed_signatures(self.text, text, *_client_renames(works))
        if changed:
            return f"This would change the public {', '.join(changed)}. May it change?"
        return None

    def _text_with(self, works: Sequence[_Work]) -> str:
        return replaced(self.text, [one for work in works for one in work.replacements])

    def _outcome(self, sure: Sequence[_Work], asked: Sequence[_Work]) -> _Outcome:
        questions: list[Question] = []
        included = list(sure)
        for work in asked:
            proposal = ""
            if self._fits(work, included):
                included.append(work)
                proposal = self._text_with(included)
            questions.append(
                Question(
                    words=work.question,
                    finding=work.finding,
                    edit=work.edit,
                    path=self.path,
                    proposal=proposal,
                )
            )
        applied = tuple(work.edit for work in sure)
        return _Outcome(text=self._text_with(sure), applied=applied, questions=tuple(questions))

    def _fits(self, work: _Work, included: Sequence[_Work]) -> bool:
        if not work.replacements or any(overlaps(work.replacements, one.replacements) for one in included):
            return False
        return is_valid(self._text_with([*included, work]))


_SIMPLE: Mapping[EditKind, Callable[[Edit, Syntax], list[Replacement]]] = {
    EditKind.ADD_ARGUMENT: add_argument,
    EditKind.REMOVE_ARGUMENT: remove_argument,
    EditKind.MOVE: move,
    EditKind.REMOVE_MEMBER: remove_member,
}


def _client_renames(works: Sequence[_Work]) -> tuple[Mapping[str, str], frozenset[str]]:
    """The names of the client that have another one now, and those among them that imports bring in."""
    edits = [
        work.edit for work in works if work.edit.kind is EditKind.RENAME and work.edit.old.isidentifier()
    ]
    return {edit.old: edit.new for edit in edits}, frozenset(edit.old for edit in edits if edit.old_module)
