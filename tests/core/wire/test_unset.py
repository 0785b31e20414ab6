"""Keys that are absent from a JSON body."""

from seawall.core.wire.unset import UNSET, UnsetType, if_given, or_none


def test_an_absent_key_is_none() -> None:
    rows: list[tuple[str | UnsetType, str | None]] = [(UNSET, None), ("", ""), ("a", "a")]
    for value, expected in rows:
        assert or_none(value) == expected, value


def test_only_a_given_value_is_converted() -> None:
    rows: list[tuple[str | UnsetType | None, int | None]] = [(UNSET, None), (None, None), ("", 0), ("ab", 2)]
    for value, expected in rows:
        assert if_given(value, len) == expected, value
