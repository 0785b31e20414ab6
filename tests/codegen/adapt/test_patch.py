"""The patch of the questions is one that git applies, after the sure edits are written."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from seawall.codegen.adapt.adaptation import Adaptation
from seawall.codegen.adapt.apply import adapt
from seawall.codegen.adapt.patch import diff_text, patch_file
from seawall.codegen.impact.finding import Edit, EditKind, Effect, Finding, Impact
from tests.codegen.adapt.marked import adapted, finding, places

FILLER = "".join(f"line_{number} = {number}\n" for number in range(20))


def write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())


def apply(folder: Path, patch: str) -> None:
    (folder / "questions.patch").write_bytes(patch.encode())
    subprocess.run(["git", "apply", "questions.patch"], cwd=folder, check=True, capture_output=True)


def mixed(end: str = "\n") -> Adaptation:
    """A file with a sure edit, then two questions."""
    marked = f"x = pet.⟦name⟧\n{FILLER}y = pet.⟦name⟧\n{FILLER}z = pet.⟦name⟧{end}".replace(
        "\n", "\r\n" if "\r" in end else "\n"
    )
    text, found = places(marked)
    edits = [
        Edit(
            kind=EditKind.RENAME,
            place=place,
            old="name",
            new=f"title{number}",
            is_sure=not number,
            question="Is it so?",
        )
        for number, (_, place) in enumerate(found)
    ]
    return adapt({"shop/pets.py": text}, Impact(findings=tuple(map(finding, edits))))


@pytest.mark.parametrize("end", ["\n", "", "\r\n"])
def test_git_applies_the_edits_and_then_the_questions(tmp_path: Path, end: str) -> None:
    found = mixed(end)
    write(tmp_path, found.sources)
    apply(tmp_path, diff_text(found))
    assert (tmp_path / "shop/pets.py").read_bytes().decode() == found.files["shop/pets.py"]
    apply(tmp_path, patch_file(found))
    assert (tmp_path / "shop/pets.py").read_bytes().decode() == found.questions[-1].proposal
    assert "z = pet.title2" in found.questions[-1].proposal


def test_a_question_stands_above_its_proposal() -> None:
    lines = patch_file(mixed()).splitlines()
    first = lines.index("# shop/pets.py:22: It breaks. Is it so?")
    assert lines[first + 1] == "--- a/shop/pets.py"
    assert "+y = pet.title1" in lines[first + 2 : lines.index("# shop/pets.py:43: It breaks. Is it so?")]


def test_words_of_a_spec_can_not_be_lines_of_the_patch() -> None:
    words = "Gone\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n+evil"
    found = adapt({}, Impact(findings=(Finding(effect=Effect.BREAKS, words=words),)))
    assert [line[:2] for line in patch_file(found).splitlines()] == ["# ", ""]


def test_an_edit_of_a_possible_use_is_a_question_with_a_proposal() -> None:
    text, found = places("x = pet.⟦name⟧\n")
    edit = Edit(kind=EditKind.RENAME, place=found[0][1], old="name", new="title")
    outcome = adapt({"shop/pets.py": text}, Impact(findings=(finding(edit, is_certain=False),)))
    assert outcome.files == {}
    assert outcome.questions[0].proposal == "x = pet.title\n"


def test_without_questions_the_patch_is_empty() -> None:
    assert patch_file(adapted("x = pet.⟦name⟧\n", EditKind.RENAME, "title")) == ""
