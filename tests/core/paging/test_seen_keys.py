"""The keys that a reading remembers: bounded, and known again after a token."""

from hypothesis import given
from hypothesis import strategies as st

from seawall.core.paging.seen_keys import SeenKeys, digest, keys_of
from tests.core.paging.lists import PROPERTY

PAGES = st.lists(st.lists(st.integers(0, 30), max_size=8), max_size=12)


def test_seen_keys_are_bounded() -> None:
    seen, keys = SeenKeys(3), keys_of(range(5))
    assert seen.add(keys[:3]) == [True, True, True]
    assert (len(seen), seen.has_forgotten) == (3, False)
    assert seen.add(keys[2:]) == [False, True, True]
    assert (len(seen), seen.has_forgotten) == (3, True)
    assert [key in seen for key in keys] == [False, False, True, True, True]
    assert seen.last(2) == digest(3) + digest(4)


def test_a_long_key_is_kept_as_its_digest_and_text_with_half_a_character_is_a_key() -> None:
    long = "k" * 101
    assert keys_of([long, "k" * 100, "\ud800"]) == [digest(long), "k" * 100, "\ud800"]
    seen = SeenKeys(9, SeenKeys(9, digest(long)).last(1))
    assert keys_of([long])[0] in seen


@PROPERTY
@given(PAGES, st.integers(0, 12))
def test_keys_after_a_token_are_those_that_one_reading_remembers(pages: list[list[int]], at: int) -> None:
    limit = 12
    whole = SeenKeys(limit)
    for page in pages[:at]:
        whole.add(keys_of(page))
    resumed = SeenKeys(limit, whole.last(limit), has_forgotten=whole.has_forgotten)
    for page in pages[at:]:
        keys = keys_of(page)
        # Only the whole reading takes the fast way of a page of new keys.
        assert whole.add(keys) == resumed.add(keys)
        assert whole.last(99) == resumed.last(99)
        assert (len(whole), whole.has_forgotten) == (len(resumed), resumed.has_forgotten)
