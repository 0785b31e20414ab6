"""Links to the next page: which ones are followed, and what is used of them."""

from typing import cast

import pytest

from seawall.core.engine.call import Call
from seawall.core.engine.result import Result
from seawall.core.errors import DecodeError, ForeignLinkError
from seawall.core.http.message import Response
from seawall.core.paging.strategies import LinkPaging
from tests.core.paging.lists import API, LIST, Body, Server, Stuck, items_of, pages_of, read, strategies


def test_a_link_elsewhere_is_refused_after_the_items_of_its_page(subtests: pytest.Subtests) -> None:
    rows: list[tuple[str, type[DecodeError]]] = [
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
    ]
    for link, error in rows:
        with subtests.test(row=repr((link, error))[:80]):
            items: list[int] = []
            server = Stuck(Body([1, 2]), f'<{link}>; rel="next"')
            with pytest.raises(error) as caught:
                read(pages_of(cast("Server", server), strategies(2)["link"]), items)
            assert type(caught.value) is error
            assert "evil" not in str(caught.value)
            assert (items, server.requests) == ([1, 2], 1)


def test_a_link_to_the_same_list_is_followed() -> None:
    rows: list[str] = [
        "https://api.test/v1/things?page=2",
        "https://API.test:443/v1/things?page=2",
        "/v1/things?page=2",
        "?page=2",
        "https://api.test/v1/th%69ngs?page=2",
    ]
    for link in rows:
        paging = LinkPaging[Body](base_url=f"{API}/", parameters=("page",))
        call: Call[Body] = Call(LIST, query={"q": "any"})
        result = Result(Body([1]), Response(200, {"link": f"<{link}>; rel=next"}))
        assert paging.next_query(call, result) == {"page": ["2"]}, link


def test_only_the_cursor_parameters_of_a_link_are_used() -> None:
    server = Server([1, 2, 3], 2)
    assert items_of(server, strategies(2)["link"]) == [1, 2, 3]
    assert server.requests[1] == {"q": "any", "page": "2"}


def test_any_path_accepts_a_link_to_another_path() -> None:
    paging = LinkPaging[Body](base_url=API, parameters=("page",), any_path=True)
    result = Result(Body([1]), Response(200, {"link": "</repositories/7?page=2>; rel=next"}))
    assert paging.next_query(Call(LIST), result) == {"page": ["2"]}


def test_next_url_finds_a_link_in_the_body() -> None:
    rows: list[tuple[str | None, dict[str, list[str]] | None]] = [
        (None, None),
        ("", None),
        ("?page=2", {"page": ["2"]}),
        (f"{API}/things?page=2", {"page": ["2"]}),
    ]
    for found, query in rows:
        paging = LinkPaging[Body](
            base_url=API,
            parameters=("page",),
            next_url=lambda result: result.value.cursor,
        )
        result = Result(Body([1], cursor=found), Response(200))
        assert paging.next_query(Call(LIST), result) == query, (found, query)


def test_a_next_url_that_is_not_a_url_is_an_error() -> None:
    paging = LinkPaging[Body](base_url=API, parameters=("page",), next_url=lambda _: "http://[bad")
    with pytest.raises(DecodeError, match="next page"):
        paging.next_query(Call(LIST), Result(Body([1]), Response(200)))


def test_a_next_link_to_another_context_or_of_another_relation_is_ignored() -> None:
    for link in ['<http://[bad>; rel="prev"', '<http://[bad>; rel=next; anchor="/other"']:
        result = Result(Body([1]), Response(200, {"link": link}))
        assert LinkPaging[Body](base_url=API, parameters=("page",)).next_query(Call(LIST), result) is None, (
            link
        )
