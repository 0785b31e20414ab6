"""JSON that a user wrote: taken strictly, refused with the file, the place or the option in the message."""

from pathlib import Path

import pytest

from seawall.core.errors import InputError
from seawall.terminal.given_json import json_in_file, json_object


def test_a_file_and_an_option(tmp_path: Path) -> None:
    path = tmp_path / "numbers.json"
    path.write_text('{"a": 1}')
    assert json_in_file(path, dict[str, int]) == {"a": 1}
    assert (
        json_object(f"@{path}", option="--numbers") == json_object('{"a": 1}', option="--numbers") == {"a": 1}
    )
    assert json_object(None, option="--numbers") is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "is no JSON"),
        (b"\xff", "is no JSON"),
        (b'{"a": "x"}', "Expected `int`, got `str` - at `$[...]`. Nothing was sent."),
    ],
)
def test_a_file_that_holds_something_else(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "numbers.json"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        json_in_file(path, dict[str, int])
    assert str(refused.value).startswith(str(path))
    assert words in str(refused.value)


@pytest.mark.parametrize("text", ["[1]", "seven", ""])
def test_an_option_that_is_no_object(text: str) -> None:
    with pytest.raises(InputError, match="--numbers must be a JSON object or @ and the name of a file"):
        json_object(text, option="--numbers")


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(InputError, match=r"gone\.json can not be read: No such file or directory"):
        json_object("@gone.json", option="--numbers")
