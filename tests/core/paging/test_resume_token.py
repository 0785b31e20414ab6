"""Resume tokens: a list resumes after a page, and a forged token sets nothing but the position."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.core.engine.call import Call
from seawall.core.errors import InputError
from seawall.core.paging.page_reader import page_reader
from seawall.core.paging.resume_token import Position, decode_token, encode_token
from seawall.core.paging.strategies import Paging
from tests.core.paging.lists import LIST, PROPERTY, STRATEGIES, Body, Server, pages_of, strategies


@PROPERTY
@given(st.sampled_from(STRATEGIES), st.integers(1, 40), st.integers(2, 9), st.booleans(), st.booleans())
def test_every_token_resumes_right_after_its_page(
    strategy: str, count: int, page_size: int, has_total: bool, has_key: bool
) -> None:
    key, paging = (str if has_key else None), strategies(page_size)[strategy]
    pages = list(pages_of(Server(list(range(count)), page_size, has_total), paging, key=key))
    for at, page in enumerate(pages):
        rest = [item for later in pages[at + 1 :] for item in later.items]
        if page.token is None:
            assert rest == []
            continue
        server = Server(list(range(count)), page_size, has_total)
        again = pages_of(server, paging, key=key, token=page.token)
        assert [item for later in again for item in later.items] == rest


def token_of(paging: Paging[Body], *, key: Callable[[int], object] | None = None) -> str:
    token = next(pages_of(Server([1, 2, 3, 4, 5], 2), paging, key=key)).token
    assert token is not None
    return token


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_token_of_another_list_is_refused(strategy: str) -> None:
    paging = strategies(2)[strategy]
    token = token_of(paging)
    for others in ({"query": "other"}, {"key": str}):
        with pytest.raises(InputError, match="another list"):
            next(pages_of(Server([1], 2), paging, token=token, **others))
    other = strategies(2)[STRATEGIES[STRATEGIES.index(strategy) - 1]]
    with pytest.raises(InputError, match="another list"):
        next(pages_of(Server([1], 2), other, token=token))


def test_a_forged_token_sets_nothing_but_the_position(subtests: pytest.Subtests) -> None:
    rows: list[tuple[str, Position]] = [
        ("number", Position(at=0)),
        ("number", Position(at=-5)),
        ("offset", Position(at=-1)),
        ("cursor", Position()),
        ("cursor", Position(query={"cursor": []})),
        ("cursor", Position(query={"q": ["other"]})),
        ("cursor", Position(query={"cursor": ["2"], "q": ["other"]})),
        ("link", Position(query={"evil": ["1"]})),
    ]
    for strategy, position in rows:
        with subtests.test(row=repr((strategy, position))[:80]):
            token = encode_token(fingerprint_in(token_of(strategies(2)[strategy])), position)
            with pytest.raises(InputError, match="contains no position"):
                next(pages_of(Server([1], 2), strategies(2)[strategy], token=token))


def fingerprint_in(token: str) -> str:
    """Read the fingerprint in a token, as a forger would."""
    import base64
    import json

    found: str = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))["list"]
    return found


@PROPERTY
@given(st.one_of(st.text(max_size=80), st.binary(max_size=80).map(lambda raw: raw.hex())))
def test_any_other_text_is_not_a_token(text: str) -> None:
    with pytest.raises(InputError):
        decode_token(text, "a list")


def test_a_token_contains_no_argument_of_the_call() -> None:
    token = next(pages_of(Server([1, 2, 3], 2), strategies(2)["number"], query="hunter2")).token
    import base64

    assert token is not None
    assert b"hunter2" not in base64.urlsafe_b64decode(token + "==")


# Made by an earlier version: the text of a token is a format, which a renaming must not change.
EARLIER_TOKEN = (
    "eyJsaXN0IjoiZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmYiLCJwbGFjZSI6eyJhdCI6NywiZm9yZ290Ijp0cnVlLCJnaXZl"
    "biI6Ik1USXpORFUyTnpnPSIsInJhZ2dlZCI6dHJ1ZSwidG8iOnsiY3Vyc29yIjpbImFiYyJdfSwidG90YWwiOjl9fQ"
)


def test_a_token_of_an_earlier_version_resumes() -> None:
    list_ = "f" * 32
    position = Position(
        at=7,
        query={"cursor": ["abc"]},
        seen=b"12345678",
        has_forgotten=True,
        total=9,
        has_short_pages=True,
    )
    assert decode_token(EARLIER_TOKEN, list_) == position
    assert decode_token(encode_token(list_, position), list_) == position


def test_an_item_of_the_page_before_a_token_is_not_returned_again() -> None:
    token = token_of(strategies(2)["link"], key=str)
    moved_on = Server([0, 1, 2, 3, 4, 5], 2)
    pages = pages_of(moved_on, strategies(2)["link"], key=str, token=token)
    assert [item for page in pages for item in page.items] == [3, 4, 5]


def test_the_tokens_of_a_list_are_not_made_where_nobody_asks_for_them() -> None:
    call: Call[Body] = Call(LIST)
    for name, paging in strategies(2).items():
        found = []
        for with_tokens in (True, False):
            server = Server([1, 2, 3, 4, 5], 2)
            reader = page_reader(
                call,
                paging,
                items=lambda body: body.items,
                from_wire=lambda item: item,
                key=str,
                with_tokens=with_tokens,
            )
            pages = []
            while not reader.is_done:
                pages.append(reader.accept(server.send(reader.next_call())))
            found.append([(page.items, page.total) for page in pages if page])
            assert any(page and page.token for page in pages) == with_tokens, name
        assert found[0] == found[1], name
