"""JSON input: strict types, and errors that name the file, the location or the option."""

from pathlib import Path

import pytest

from seawall.core.errors import InputError
from seawall.terminal.json_input import parse_json_object, read_json_file


def test_a_file_and_an_option(tmp_path: Path) -> None:
    path = tmp_path / "numbers.json"
    path.write_text('{"a": 1}')
    assert read_json_file(path, dict[str, int]) == {"a": 1}
    assert (
        parse_json_object(f"@{path}", option="--numbers")
        == parse_json_object('{"a": 1}', option="--numbers")
        == {"a": 1}
    )
    assert parse_json_object(None, option="--numbers") is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "is not valid JSON: Expecting property name enclosed in double quotes (line 1, column 2)."),
        (b" \n", "is not valid JSON: it is empty. Nothing was sent."),
        (b'{"a":\n foo}', "is not valid JSON: Expecting value (line 2, column 2)."),
        (b'{"a": NaN}', "is not valid JSON: JSON is malformed: invalid character (byte 6)."),
        (b"\xff", "is not valid JSON"),
        (b'{"a": "x"}', "Expected `int`, got `str` - at `$[...]`. Nothing was sent."),
    ],
)
def test_an_invalid_file(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "numbers.json"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_json_file(path, dict[str, int])
    assert str(caught.value).startswith(str(path))
    assert words in str(caught.value)


@pytest.mark.parametrize("text", ["[1]", "seven", ""])
def test_an_option_that_is_not_an_object(text: str) -> None:
    with pytest.raises(
        InputError, match="--numbers must be a JSON object, or @ and the name of a file with one"
    ):
        parse_json_object(text, option="--numbers")


def test_an_option_names_its_file_and_the_place_in_it(tmp_path: Path) -> None:
    path = tmp_path / "numbers.json"
    path.write_text('{"a": 1')
    with pytest.raises(InputError, match=rf"one: {path}: Expecting ',' delimiter \(line 1, column 8\)\.$"):
        parse_json_object(f"@{path}", option="--numbers")
    with pytest.raises(InputError, match=r"one: Expecting value \(line 1, column 1\)\.$"):
        parse_json_object("foo", option="--numbers")


def test_a_missing_file() -> None:
    with pytest.raises(InputError, match=r"gone\.json can not be read: No such file or directory"):
        parse_json_object("@gone.json", option="--numbers")


def test_a_number_that_a_float_would_round_is_an_error() -> None:
    assert parse_json_object('{"a": [1.50, 5e3, 0.1, 12345678901234567890]}', option="--x") == {
        "a": [1.5, 5000, 0.1, 12345678901234567890]
    }
    with pytest.raises(InputError, match=r"^--x\.a\[0\] has more digits than a float keeps"):
        parse_json_object('{"a": [12345678901234567890.5]}', option="--x")
