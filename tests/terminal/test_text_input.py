"""Text from an argument, a file or stdin."""

import io
import re
import sys
from pathlib import Path

import pytest

from seawall.core.errors import InputError
from seawall.terminal.text_input import given_text


def test_an_argument_is_the_text_itself() -> None:
    for text in ("Fix it", "a@b.test", "--", "-x"):
        assert given_text(text, "PROMPT") == text


def test_a_file_and_stdin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "task.md"
    path.write_bytes(b"\xef\xbb\xbfFix Z\xc3\xbcrich\n")
    assert given_text(f"@{path}", "PROMPT") == "Fix Zürich\n"
    for value in ("-", "@-"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Do it")))
        assert given_text(value, "PROMPT") == "Do it"


def test_text_that_can_not_be_used_names_its_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "task.md"
    for content, message in ((b" \n", f"PROMPT ({path}) is empty"), (b"\xe9", f"{path} is not UTF-8")):
        path.write_bytes(content)
        with pytest.raises(InputError, match=re.escape(message)):
            given_text(f"@{path}", "PROMPT")
    with pytest.raises(InputError, match=r"none\.md can not be read"):
        given_text(f"@{tmp_path}/none.md", "PROMPT")
    with pytest.raises(InputError, match=r"^PROMPT is empty\.$"):
        given_text("  ", "PROMPT")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    with pytest.raises(InputError, match=r"PROMPT \(stdin\) is empty"):
        given_text("-", "PROMPT")
