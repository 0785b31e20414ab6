"""mypy checks the functions of a paged list: body, wire item and item of the user."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.mypy_cache import MYPY

CODE = """
from attrs import frozen

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy
from seawall.core.paging.strategies import CursorPaging, OffsetPaging, PageNumberPaging
from seawall.core.paging.strategies import after_last_id, cursor_in
from seawall.runtime import Engine, Pages


@frozen
class WireNote:
    wire_id: str


@frozen
class Body:
    data: list[WireNote]
    next_cursor: str | None
    has_more: bool
    count: int


@frozen
class Note:
    note_id: str

    @classmethod
    def from_wire(cls, note: WireNote) -> "Note":
        return cls(note.wire_id)


LIST: Operation[Body] = Operation(id="list", method="GET", path="/notes", result_types={200: Body})


def lists(engine: Engine) -> object:
    return [
ROWS
    ]
"""
ROW = (
    "Pages(lambda call: engine.send(call, Policy()), Call(LIST), {paging}, "
    "items=lambda body: body.data, from_wire=Note.from_wire, key=lambda note: note.{key}),"
)
LAST_ID = (
    "after_last_id(items=lambda body: body.{items}, item_id=lambda note: note.{item_id}, "
    'has_more=lambda body: body.has_more, parameter="after")'
)
NUMBER = "PageNumberPaging(page_size=2{})"
ROWS: list[tuple[str, str, str | None]] = [
    (NUMBER.format(""), "note_id", None),
    (NUMBER.format(", total=lambda result: result.value.count"), "note_id", None),
    ("CursorPaging(next_cursor=lambda result: result.value.next_cursor)", "note_id", None),
    ("cursor_in(lambda body: body.next_cursor)", "note_id", None),
    (LAST_ID.format(items="data", item_id="wire_id"), "note_id", None),
    (NUMBER.format(""), "wire_id", '"Note" has no attribute "wire_id"'),
    (
        NUMBER.format(", total=lambda result: result.value.total"),
        "note_id",
        '"Body" has no attribute "total"',
    ),
    (
        "OffsetPaging(page_size=2, total=lambda result: result.total)",
        "note_id",
        '"Result[Body]" has no attribute "total"',
    ),
    (
        "CursorPaging(next_cursor=lambda result: result.next_cursor)",
        "note_id",
        '"Result[Body]" has no attribute "next_cursor"',
    ),
    (
        "CursorPaging(next_cursor=lambda result: result.value.cursor)",
        "note_id",
        '"Body" has no attribute "cursor"',
    ),
    ("cursor_in(lambda body: body.cursor)", "note_id", '"Body" has no attribute "cursor"'),
    (LAST_ID.format(items="items", item_id="wire_id"), "note_id", '"Body" has no attribute "items"'),
    (LAST_ID.format(items="data", item_id="note_id"), "note_id", '"WireNote" has no attribute "note_id"'),
]


@pytest.mark.slow
def test_mypy_refuses_functions_of_another_type(tmp_path: Path, mypy_cache: Path) -> None:
    rows = "\n".join(ROW.format(paging=paging, key=key) for paging, key, _ in ROWS)
    code = CODE.replace("ROWS", rows)
    file = tmp_path / "lists.py"
    file.write_text(code, encoding="utf-8")
    first = code.splitlines().index(ROW.format(paging=ROWS[0][0], key=ROWS[0][1])) + 1
    done = subprocess.run(
        [*MYPY, f"--cache-dir={mypy_cache}", str(file)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    found = {int(line): text for line, text in re.findall(r"lists\.py:(\d+): error: (.*?)  \[", done.stdout)}
    expected = {first + number: error for number, (_, _, error) in enumerate(ROWS) if error is not None}
    assert found == expected, done.stdout + done.stderr
