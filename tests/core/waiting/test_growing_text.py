import pytest

from seawall.core.waiting.growing_text import GrowingText

LONG = "".join(f"line {number}\n" for number in range(500))


@pytest.mark.parametrize(
    ("texts", "lines"),
    [
        (["", "", ""], []),
        (["a\n", "a\nb\n"], ["a", "b"]),
        (["a\n", "a\n", "a\na\n"], ["a", "a"]),
        (["a", "ab", "ab\n"], ["ab"]),
        (["a\r\nb\x0c\u2028c\r\n"], ["a", "b\x0c\u2028c"]),
        (["\n\n", "\n\n\n"], ["", "", ""]),
        # The beginning is gone: the lines go on after the last one that is known.
        (["a\nb\nc\n", "b\nc\nd\n"], ["a", "b", "c", "d"]),
        ([LONG, LONG[2000:] + "new\n"], [*LONG.splitlines(), "new"]),
        # All of it is gone.
        (["a\nb\n", "c\n"], ["a", "b", "c"]),
        ([LONG, "new\n"], [*LONG.splitlines(), "new"]),
    ],
)
def test_each_line_is_returned_once(texts: list[str], lines: list[str]) -> None:
    growing = GrowingText()
    assert [line for text in texts for line in growing.new_lines(text)] == lines


def test_the_last_line_may_have_no_line_end() -> None:
    growing = GrowingText()
    assert growing.new_lines("a\nb") == ["a"]
    assert growing.last_line() == ["b"]
    assert growing.last_line() == []


def test_the_repr_does_not_show_the_text() -> None:
    growing = GrowingText()
    growing.new_lines("s3cret\ns3cret")
    assert "s3cret" not in repr(growing)
