"""How a list is read: where the next page is, what is new on it, when it ends; and lists that change."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

import pytest
from attrs import field, frozen, mutable
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.result import Result
from seawall.core.errors import ConfigError, DecodeError, ForeignLinkError, InputError
from seawall.core.http.message import Response
from seawall.core.paging.page_reader import page_reading
from seawall.core.paging.resume_token import Place, Recent, from_token, token_for
from seawall.core.paging.strategies import (
    CursorPaging,
    LinkPaging,
    OffsetPaging,
    Page,
    PageNumberPaging,
    Paging,
)

API = "https://api.test/v1"
LIST: Operation[Any] = Operation(id="list", method="GET", path="/things", answers={200: list[int]})
PROPERTY = settings(max_examples=100, deadline=None, derandomize=True)


@frozen
class Body:
    """A page as an API sends it."""

    items: list[int]
    total: int | None = None
    cursor: str | None = None


@mutable
class Server:
    """A list on a server that answers any of the ways to page; `changes` happen one before each answer."""

    items: list[int]
    page_size: int
    tells_total: bool = False
    changes: Iterator[Callable[[list[int]], None]] = field(factory=lambda: iter(()))
    asked: list[dict[str, object]] = field(factory=list)

    def answer(self, call: Call[Body]) -> Result[Body]:
        query = {name: value[0] if isinstance(value, list) else value for name, value in call.query.items()}
        self.asked.append(query)
        next(self.changes, lambda _: None)(self.items)
        start = self._start(query)
        items = self.items[start : start + self.page_size]
        end = start + len(items)
        more = end < len(self.items)
        body = Body(items, len(self.items) if self.tells_total else None, str(end) if more else None)
        links = f'<{API}/things?page={end // self.page_size + 1}&evil=1>; rel="next"' if more else ""
        return Result(body, Response(200, {"link": links}))

    def _start(self, query: dict[str, object]) -> int:
        if "cursor" in query:
            return int(str(query["cursor"]))
        if "offset" in query:
            return int(str(query["offset"]))
        return (int(str(query.get("page", 1))) - 1) * self.page_size


def total_in(answer: Result[Body]) -> int | None:
    return answer.value.total


def pagings(page_size: int) -> dict[str, Paging]:
    return {
        "number": PageNumberPaging(page_size=page_size, total=total_in),
        "offset": OffsetPaging(page_size=page_size, total=total_in),
        "cursor": CursorPaging(next_cursor=lambda answer: cast("str | None", answer.value.cursor)),
        "link": LinkPaging(base_url=API, parameters=("page",)),
    }


WAYS = sorted(pagings(2))


def pages_of(
    server: Server,
    paging: Paging,
    *,
    key: Callable[[int], object] | None = None,
    token: str | None = None,
    query: str = "any",
) -> Iterator[Page[int]]:
    call: Call[Body] = Call(LIST, query={"q": query})
    reading = page_reading(call, paging, items=lambda body: body.items, key=key, token=token)
    while not reading.is_over:
        page = reading.take(server.answer(reading.next_call()))
        if page is not None:
            yield page


def items_of(server: Server, paging: Paging, *, key: Callable[[int], object] | None = None) -> list[int]:
    return [item for page in pages_of(server, paging, key=key) for item in page.items]


def read(pages: Iterator[Page[int]], given_: list[int]) -> None:
    """Add what the pages hold to `given_`, page by page."""
    for page in pages:
        given_ += page.items


@pytest.mark.parametrize(
    ("way", "asked"),
    [
        ("number", [{"page": 1}, {"page": 2}, {"page": 3}]),
        ("offset", [{"offset": 0}, {"offset": 2}, {"offset": 4}]),
        ("cursor", [{}, {"cursor": "2"}, {"cursor": "4"}]),
        ("link", [{}, {"page": "2"}, {"page": "3"}]),
    ],
)
def test_what_is_asked_for(way: str, asked: list[dict[str, object]]) -> None:
    server = Server([1, 2, 3, 4, 5], 2)
    assert items_of(server, pagings(2)[way]) == [1, 2, 3, 4, 5]
    assert server.asked == [{"q": "any", **query} for query in asked]


@pytest.mark.parametrize(
    ("way", "count", "tells_total", "requests"),
    [
        ("number", 0, False, 1),
        ("number", 1, False, 1),
        ("number", 4, False, 3),
        ("number", 4, True, 2),
        ("offset", 4, False, 3),
        ("offset", 4, True, 2),
        ("cursor", 4, False, 2),
        ("link", 4, False, 2),
    ],
)
def test_how_many_requests_a_list_costs(way: str, count: int, tells_total: bool, requests: int) -> None:
    server = Server(list(range(count)), 2, tells_total)
    assert items_of(server, pagings(2)[way]) == list(range(count))
    assert len(server.asked) == requests


@PROPERTY
@given(st.sampled_from(WAYS), st.integers(0, 40), st.integers(2, 9), st.booleans(), st.booleans())
def test_any_split_into_pages_gives_the_same_items(
    way: str, count: int, page_size: int, tells_total: bool, has_key: bool
) -> None:
    server = Server(list(range(count)), page_size, tells_total)
    key = str if has_key else None
    assert items_of(server, pagings(page_size)[way], key=key) == list(range(count))


@PROPERTY
@given(st.sampled_from(WAYS), st.integers(1, 40), st.integers(2, 9), st.booleans(), st.booleans())
def test_any_token_goes_on_exactly_after_its_page(
    way: str, count: int, page_size: int, tells_total: bool, has_key: bool
) -> None:
    key, paging = (str if has_key else None), pagings(page_size)[way]
    pages = list(pages_of(Server(list(range(count)), page_size, tells_total), paging, key=key))
    for at, page in enumerate(pages):
        rest = [item for later in pages[at + 1 :] for item in later.items]
        if page.token is None:
            assert rest == []
            continue
        server = Server(list(range(count)), page_size, tells_total)
        again = pages_of(server, paging, key=key, token=page.token)
        assert [item for later in again for item in later.items] == rest


# A list that changes: each change is an insertion of new items or the deletion of some, at a place.
CHANGES = st.lists(st.tuples(st.booleans(), st.integers(0, 30), st.integers(1, 6)), max_size=8)


def changed(changes: Sequence[tuple[bool, int, int]]) -> Iterator[Callable[[list[int]], None]]:
    for number, (inserts, at, count) in enumerate(changes):

        def change(items: list[int], number: int = number, at: int = at, count: int = count) -> None:
            items[at:at] = range(1000 * (number + 1), 1000 * (number + 1) + count)

        def delete(items: list[int], at: int = at, count: int = count) -> None:
            del items[at : at + count]

        yield change if inserts else delete


def read_while_changing(
    way: str, count: int, page_size: int, changes: Sequence[tuple[bool, int, int]], *, tells_total: bool
) -> tuple[list[int], set[int]]:
    """What was given, and what was there all the time."""
    server = Server(list(range(count)), page_size, tells_total, changed(changes))
    given_ = items_of(server, pagings(page_size)[way], key=str)
    return given_, set(range(count)) & set(server.items)


@PROPERTY
@given(st.sampled_from(WAYS), st.integers(0, 40), st.integers(2, 9), CHANGES, st.booleans())
# The same page comes twice, with the same total, because it was read again in between.
@example(
    way="number", count=4, page_size=2, changes=[(False, 0, 1), (False, 2, 1), (True, 2, 1)], tells_total=True
)
def test_nothing_comes_twice_whatever_changes_between_pages(
    way: str, count: int, page_size: int, changes: list[tuple[bool, int, int]], tells_total: bool
) -> None:
    given_, _ = read_while_changing(way, count, page_size, changes, tells_total=tells_total)
    assert len(given_) == len(set(given_))


@PROPERTY
@given(st.integers(0, 40), st.integers(2, 9), CHANGES, st.booleans())
# Few items were given, and they stand further in front than there are of them.
@example(
    count=0,
    page_size=2,
    changes=[(True, 0, 2), (True, 0, 1), (True, 0, 1), (False, 0, 1), (True, 0, 1)],
    tells_total=False,
)
def test_by_offset_nothing_that_stays_is_missed(
    count: int, page_size: int, changes: list[tuple[bool, int, int]], tells_total: bool
) -> None:
    given_, stayed = read_while_changing("offset", count, page_size, changes, tells_total=tells_total)
    assert stayed <= set(given_)


@PROPERTY
@given(st.integers(0, 40), st.integers(2, 9), CHANGES)
def test_by_page_number_nothing_that_stays_is_missed_where_the_total_tells(
    count: int, page_size: int, changes: list[tuple[bool, int, int]]
) -> None:
    # One change at a time: where as many come as go between two answers, the total says nothing.
    given_, stayed = read_while_changing("number", count, page_size, changes, tells_total=True)
    assert stayed <= set(given_)


@PROPERTY
@given(st.integers(3, 40), st.integers(2, 9), CHANGES, st.integers(0, 3))
# The token remembers its page alone, and what was given before it stands at the begin of the list.
@example(count=3, page_size=2, changes=[(True, 0, 2)], at=1)
def test_a_token_of_a_list_that_has_changed_misses_and_doubles_nothing_or_says_so(
    count: int, page_size: int, changes: list[tuple[bool, int, int]], at: int
) -> None:
    paging = OffsetPaging(page_size=page_size)
    pages = list(pages_of(Server(list(range(count)), page_size), paging, key=str))
    before = pages[: min(at, len(pages) - 1) + 1]
    token = before[-1].token
    if token is None:
        return
    server = Server(list(range(count)), page_size)
    for change in changed(changes):
        change(server.items)
    try:
        after = list(pages_of(server, paging, key=str, token=token))
    except DecodeError as error:
        assert "changed so much" in str(error)  # noqa: PT017
        return
    given_ = [item for page in (*before, *after) for item in page.items]
    assert len(given_) == len(set(given_))
    assert set(range(count)) & set(server.items) <= set(given_)


def test_a_list_that_shrinks_in_front_is_read_again_where_it_shifted() -> None:
    server = Server(list(range(10)), 4)

    def shrink(items: list[int]) -> None:
        del items[:5]

    server.changes = iter([lambda _: None, shrink])
    assert items_of(server, OffsetPaging(page_size=4), key=str) == [0, 1, 2, 3, 5, 6, 7, 8, 9]
    # At 3 stands 8, which was not given before: 4 further back stands 5, the begin of the list by now.
    assert [query["offset"] for query in server.asked] == [0, 3, 0, 3]


def test_a_list_of_which_the_place_is_lost_says_so() -> None:
    paging = OffsetPaging(page_size=2)
    first = next(pages_of(Server(list(range(40)), 2), paging, key=str))
    later = list(pages_of(Server(list(range(40)), 2), paging, key=str))[9]
    assert first.token is not None
    assert later.token is not None
    with pytest.raises(DecodeError, match="changed so much"):
        list(pages_of(Server(list(range(100, 140)), 2), paging, key=str, token=later.token))


class Stuck:
    """A server that gives the same page whatever is asked."""

    def __init__(self, body: Body, link: str = "") -> None:
        self.requests = 0
        self._answer = Result(body, Response(200, {"link": link}))

    def answer(self, _: Call[Body]) -> Result[Body]:
        self.requests += 1
        return self._answer


@pytest.mark.parametrize("has_key", [False, True])
@pytest.mark.parametrize("total", [None, 6, 1000])
@pytest.mark.parametrize("way", WAYS)
def test_a_server_that_gives_the_same_page_again_and_again_is_found_out(
    way: str, total: int | None, has_key: bool
) -> None:
    server = Stuck(Body([1, 2], total, "here"), f'<{API}/things?page=2>; rel="next"')
    given_: list[int] = []
    with pytest.raises(DecodeError, match="same page"):
        read(pages_of(cast("Server", server), pagings(2)[way], key=str if has_key else None), given_)
    assert server.requests <= 12
    # Where answers lead on, that they lead in a circle shows when the second has come.
    assert given_ == [1, 2] if has_key or way in {"number", "offset"} else given_ == [1, 2, 1, 2]


@frozen
class Flickering:
    """A server that leads on for ever and adds nothing: request `number` is answered with `body(number)`."""

    body: Callable[[int], list[tuple[int, int]]]
    total: int | None = None
    numbers: Iterator[int] = field(factory=itertools.count)

    def answer(self, _: Call[Any]) -> Result[Any]:
        number = next(self.numbers)
        body = Body(cast("Any", self.body(number)), self.total, f"cursor {number}")
        return Result(body, Response(200, {"link": f'<{API}/things?page={number + 2}>; rel="next"'}))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "body",
    [
        lambda _: [(1, 0), (2, 0)],
        lambda number: [(1, number), (2, number)],
        lambda number: [(1, 0), (2, 0)][:: 1 if number % 2 else -1],
    ],
    ids=["same", "a field changes", "the order alternates"],
)
def test_a_server_that_leads_on_for_ever_without_a_new_item_is_found_out(
    way: str, body: Callable[[int], list[tuple[int, int]]]
) -> None:
    server, given_ = Flickering(body), list[Any]()
    with pytest.raises(DecodeError, match="nothing new"):
        read(pages_of(cast("Server", server), pagings(2)[way], key=lambda item: cast("Any", item)[0]), given_)
    assert (len(given_), next(server.numbers)) == (2, 12)


@pytest.mark.parametrize("has_key", [False, True])
@pytest.mark.parametrize("way", ["cursor", "link"])
def test_empty_pages_for_ever_are_found_out(way: str, has_key: bool) -> None:
    server = Flickering(lambda _: [])
    with pytest.raises(DecodeError, match="nothing new"):
        list(pages_of(cast("Server", server), pagings(2)[way], key=str if has_key else None))
    assert next(server.numbers) == 11


def test_ten_empty_pages_in_a_row_are_borne_and_counted_anew_after_an_item() -> None:
    server = Flickering(lambda number: [] if number % 11 else [(number, 0)])
    pages = pages_of(cast("Server", server), pagings(2)["cursor"], key=str)
    assert len([next(pages) for _ in range(5)]) == 5


@pytest.mark.parametrize("way", ["number", "offset", "link"])
def test_a_list_to_which_much_was_added_in_front_is_read_to_its_end(way: str) -> None:
    def grow(items: list[int]) -> None:
        items[:0] = range(1000, 1050)

    server = Server(list(range(100)), 2, changes=iter([lambda _: None] * 45 + [grow]))
    given_ = items_of(server, pagings(2)[way], key=str)
    assert set(range(100)) <= set(given_)
    assert len(given_) == len(set(given_))


def test_a_list_that_always_shifts_and_has_nothing_new_is_found_out() -> None:
    server = Flickering(
        lambda number: [(9, number), (1, number)] if number % 2 else [(1, number), (2, number)]
    )
    with pytest.raises(DecodeError, match="nothing new"):
        list(pages_of(cast("Server", server), pagings(2)["offset"], key=lambda item: cast("Any", item)[0]))


def test_cursors_that_lead_in_a_circle_are_found_out() -> None:
    cursors = {None: "a", "a": "b", "b": "c", "c": "a"}

    class Circle:
        def answer(self, call: Call[Body]) -> Result[Body]:
            here = cast("list[str | None]", call.query.get("cursor", [None]))[0]
            return Result(Body([1], cursor=cursors[here]), Response(200))

    given_: list[int] = []
    with pytest.raises(DecodeError, match="same page"):
        read(pages_of(cast("Server", Circle()), pagings(2)["cursor"]), given_)
    assert len(given_) == 4


@pytest.mark.parametrize(
    ("link", "error"),
    [
        ("https://evil.test/v1/things?page=2", ForeignLinkError),
        ("http://api.test/v1/things?page=2", ForeignLinkError),
        ("https://api.test:444/v1/things?page=2", ForeignLinkError),
        ("https://api.test:99999/v1/things?page=2", ForeignLinkError),
        ("https://api.test.evil.test/v1/things?page=2", ForeignLinkError),
        ("https://api.test@evil.test/v1/things?page=2", ForeignLinkError),
        ("//evil.test/v1/things?page=2", ForeignLinkError),
        ("javascript:alert(1)", ForeignLinkError),
        ("https://api.test/v1/secrets?page=2", DecodeError),
        ("http://[evil?page=2", DecodeError),
        ("/v1/things/?page=2", DecodeError),
    ],
)
def test_a_link_that_leads_elsewhere_is_refused_after_the_items_before_it(
    link: str, error: type[DecodeError]
) -> None:
    given_: list[int] = []
    server = Stuck(Body([1, 2]), f'<{link}>; rel="next"')
    with pytest.raises(error) as caught:
        read(pages_of(cast("Server", server), pagings(2)["link"]), given_)
    assert type(caught.value) is error
    assert "evil" not in str(caught.value)
    assert (given_, server.requests) == ([1, 2], 1)


@pytest.mark.parametrize(
    "link",
    [
        "https://api.test/v1/things?page=2",
        "https://API.test:443/v1/things?page=2",
        "/v1/things?page=2",
        "?page=2",
        "https://api.test/v1/th%69ngs?page=2",
    ],
)
def test_a_link_that_leads_home_is_followed(link: str) -> None:
    paging = LinkPaging(base_url=f"{API}/", parameters=("page",))
    call: Call[Body] = Call(LIST, query={"q": "any"})
    answer = Result(Body([1]), Response(200, {"link": f"<{link}>; rel=next"}))
    assert paging.next_query(call, answer) == {"page": ["2"]}


def test_of_a_link_only_the_parameters_that_move_are_taken() -> None:
    server = Server([1, 2, 3], 2)
    assert items_of(server, pagings(2)["link"]) == [1, 2, 3]
    assert server.asked[1] == {"q": "any", "page": "2"}


def test_a_link_by_another_path_is_followed_where_the_api_is_known_to_do_that() -> None:
    paging = LinkPaging(base_url=API, parameters=("page",), any_path=True)
    answer = Result(Body([1]), Response(200, {"link": "</repositories/7?page=2>; rel=next"}))
    assert paging.next_query(Call(LIST), answer) == {"page": ["2"]}


@pytest.mark.parametrize(
    ("found", "query"),
    [(None, None), ("", None), ("?page=2", {"page": ["2"]}), (f"{API}/things?page=2", {"page": ["2"]})],
)
def test_an_address_in_the_body_is_a_link_too(found: str | None, query: dict[str, list[str]] | None) -> None:
    paging = LinkPaging(base_url=API, parameters=("page",), next_url=lambda _: found)
    assert paging.next_query(Call(LIST), Result(Body([1]), Response(200))) == query


def test_an_address_in_the_body_that_is_none_is_told() -> None:
    paging = LinkPaging(base_url=API, parameters=("page",), next_url=lambda _: "http://[bad")
    with pytest.raises(DecodeError, match="next page"):
        paging.next_query(Call(LIST), Result(Body([1]), Response(200)))


def test_an_empty_page_with_a_cursor_does_not_end_the_list() -> None:
    bodies = iter([Body([1], cursor="a"), Body([], cursor="b"), Body([2])])

    class Sparse:
        def answer(self, _: Call[Body]) -> Result[Body]:
            return Result(next(bodies), Response(200))

    assert items_of(cast("Server", Sparse()), pagings(2)["cursor"]) == [1, 2]


@pytest.mark.parametrize("way", ["number", "offset"])
def test_a_server_with_smaller_pages_is_read_to_its_end_where_the_total_tells(way: str) -> None:
    server = Server(list(range(20)), 3, tells_total=True)
    assert items_of(server, pagings(7)[way]) == list(range(20))


def test_pages_carry_the_total_of_the_api() -> None:
    assert [
        page.total for page in pages_of(Server([1, 2, 3], 2, tells_total=True), pagings(2)["number"])
    ] == [3, 3]


def token_of(paging: Paging, *, key: Callable[[int], object] | None = None) -> str:
    token = next(pages_of(Server([1, 2, 3, 4, 5], 2), paging, key=key)).token
    assert token is not None
    return token


@pytest.mark.parametrize("way", WAYS)
def test_a_token_of_another_list_is_refused(way: str) -> None:
    paging = pagings(2)[way]
    token = token_of(paging)
    for others in ({"query": "other"}, {"key": str}):
        with pytest.raises(InputError, match="another list"):
            next(pages_of(Server([1], 2), paging, token=token, **others))
    other = pagings(2)[WAYS[WAYS.index(way) - 1]]
    with pytest.raises(InputError, match="another list"):
        next(pages_of(Server([1], 2), other, token=token))


@pytest.mark.parametrize(
    ("way", "place"),
    [
        ("number", Place(at=0)),
        ("number", Place(at=-5)),
        ("offset", Place(at=-1)),
        ("cursor", Place()),
        ("cursor", Place(to={"cursor": []})),
        ("cursor", Place(to={"q": ["other"]})),
        ("cursor", Place(to={"cursor": ["2"], "q": ["other"]})),
        ("link", Place(to={"evil": ["1"]})),
    ],
)
def test_a_token_that_was_tampered_with_moves_nothing_but_the_place(way: str, place: Place) -> None:
    token = token_for(list_in(token_of(pagings(2)[way])), place)
    with pytest.raises(InputError, match="names no place"):
        next(pages_of(Server([1], 2), pagings(2)[way], token=token))


def list_in(token: str) -> str:
    """The fingerprint in a token, as whoever tampers with it reads it."""
    import base64
    import json

    found: str = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))["list"]
    return found


@PROPERTY
@given(st.one_of(st.text(max_size=80), st.binary(max_size=80).map(lambda raw: raw.hex())))
def test_any_other_text_is_no_token(text: str) -> None:
    with pytest.raises(InputError):
        from_token(text, "a list")


def test_a_token_shows_no_argument_of_the_call() -> None:
    token = next(pages_of(Server([1, 2, 3], 2), pagings(2)["number"], query="hunter2")).token
    import base64

    assert token is not None
    assert b"hunter2" not in base64.urlsafe_b64decode(token + "==")


@pytest.mark.parametrize("page_size", [0, -1])
def test_a_page_size_that_makes_no_sense_is_refused(page_size: int) -> None:
    with pytest.raises(ConfigError, match="page_size"):
        PageNumberPaging(page_size=page_size)
    with pytest.raises(ConfigError, match="page_size"):
        OffsetPaging(page_size=page_size)


def test_pages_of_one_leave_no_room_for_an_overlap() -> None:
    with pytest.raises(ConfigError, match="at least 2"):
        next(pages_of(Server([1], 1), OffsetPaging(page_size=1), key=str))
    assert items_of(Server([1, 2], 1), OffsetPaging(page_size=1)) == [1, 2]


@pytest.mark.parametrize("way", ["number", "offset"])
@pytest.mark.parametrize("has_key", [False, True])
def test_a_total_that_counts_too_many_does_not_keep_a_list_from_its_end(way: str, has_key: bool) -> None:
    class Boaster(Server):
        def answer(self, call: Call[Body]) -> Result[Body]:
            answer = Server.answer(self, call)
            return Result(Body(answer.value.items, 1000), answer.response)

    assert items_of(Boaster([1, 2, 3], 2), pagings(2)[way], key=str if has_key else None) == [1, 2, 3]


def test_a_server_with_pages_of_one_leaves_no_room_for_an_overlap_and_no_list_ends_early() -> None:
    server = Server([1, 2, 3], 1, tells_total=True)
    with pytest.raises(DecodeError, match="same page"):
        items_of(server, pagings(2)["offset"], key=str)
    assert items_of(Server([1, 2, 3], 1, tells_total=True), pagings(2)["offset"]) == [1, 2, 3]


def test_after_a_token_too_an_item_that_moved_on_does_not_come_twice() -> None:
    token = token_of(pagings(2)["link"], key=str)
    moved_on = Server([0, 1, 2, 3, 4, 5], 2)
    pages = pages_of(moved_on, pagings(2)["link"], key=str, token=token)
    assert [item for page in pages for item in page.items] == [3, 4, 5]


@pytest.mark.parametrize("cursor", [None, ""])
def test_no_cursor_is_the_end(cursor: str | None) -> None:
    paging = CursorPaging(next_cursor=lambda _: cursor)
    assert paging.next_query(Call(LIST), Result(Body([1]), Response(200))) is None


def test_what_is_remembered_is_bounded_and_says_so() -> None:
    recent = Recent(3)
    digests = [Recent.digest(number) for number in range(5)]
    recent.add(digests[:3])
    assert (len(recent), recent.forgot) == (3, False)
    recent.add(digests[2:])
    assert (len(recent), recent.forgot) == (3, True)
    assert [digest in recent for digest in digests] == [False, False, True, True, True]
    assert Recent(3, recent.last(2)).last(9) == digests[3] + digests[4]
