"""Sources with marks around the places of edits: `pet.⟦name⟧`."""

import re
from collections.abc import Sequence

from seawall.codegen.adapt.adaptation import Adaptation
from seawall.codegen.adapt.apply import adapt
from seawall.codegen.impact.finding import Edit, EditKind, Effect, Finding, Impact
from seawall.codegen.layer.uses import Place

MARK = re.compile(r"⟦(.*?)⟧", re.DOTALL)
MODELS = "shop._generated.models.pet"
UNSET = "seawall.core.wire.unset"


def places(marked: str, path: str = "shop/pets.py") -> tuple[str, list[tuple[str, Place]]]:
    """The text without marks, and each marked text with its place."""
    text, found, position = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[position : match.start()]
        start = text
        text += match[1]
        position = match.end()
        found.append((match[1], Place(path=path, **_ends(start, text))))
    return text + marked[position:], found


def _ends(start: str, end: str) -> dict[str, int]:
    first, last = (re.split(r"\r\n|\r|\n", one.removeprefix("\ufeff")) for one in (start, end))
    return {
        "line": len(first),
        "column": len(first[-1]),
        "end_line": len(last),
        "end_column": len(last[-1]),
    }


def finding(edit: Edit, *, is_certain: bool = True) -> Finding:
    return Finding(
        effect=Effect.BREAKS, words="It breaks.", place=edit.place, edit=edit, is_certain=is_certain
    )


def impact(edits: Sequence[Edit], *, is_certain: bool = True) -> Impact:
    return Impact(findings=tuple(finding(edit, is_certain=is_certain) for edit in edits))


def adapted(  # noqa: PLR0917 - the parts of an edit
    marked: str,
    kind: EditKind,
    new: str = "",
    old: str = "",
    old_module: str = "",
    new_module: str = "",
    *,
    path: str = "shop/pets.py",
    is_sure: bool = True,
    question: str = "",
) -> Adaptation:
    """Adapt one source with an edit at each of its marks."""
    text, found = places(marked, path)
    edits = [
        Edit(
            kind=kind,
            place=place,
            old=old or shown,
            new=new,
            is_sure=is_sure,
            question=question,
            old_module=old_module,
            new_module=new_module or old_module,
        )
        for shown, place in found
    ]
    return adapt({path: text}, impact(edits))


def text_after(marked: str, kind: EditKind, *parts: str, path: str = "shop/pets.py") -> str:
    """The text after the edit, which must be applied without a question."""
    outcome = adapted(marked, kind, *parts, path=path)
    assert [one.words for one in outcome.questions] == []
    return next(iter(outcome.files.values()), places(marked)[0])


def question_of(marked: str, kind: EditKind, *parts: str) -> str:
    """The one question of an edit that is not applied."""
    outcome = adapted(marked, kind, *parts)
    assert (outcome.files, len(outcome.questions)) == ({}, 1)
    return outcome.questions[0].words
