"""How an API gives a long list: by page number, by offset, by cursor or by link. Pure.

Each way is a frozen value that says how the next page is asked for. `core.page_reading` reads a list with it.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeAlias, TypeVar
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from attrs import Attribute, field, frozen

from seawall.core.engine.call import Call
from seawall.core.engine.request import request_for
from seawall.core.engine.result import Result
from seawall.core.errors import ConfigError, DecodeError, ForeignLinkError
from seawall.core.http.links import link_with, links_in
from seawall.core.http.message import Headers
from seawall.core.http.origin import same_origin
from seawall.core.validation.arguments import require_type

__all__ = ["CursorPaging", "LinkPaging", "OffsetPaging", "Page", "PageNumberPaging", "Paging"]

R = TypeVar("R")
W = TypeVar("W")

Query: TypeAlias = dict[str, list[str]]


@frozen(kw_only=True)
class Page(Generic[R]):
    """Some items of a list, in order.

    `token` is the text with which the list goes on after this page, in this process or another; None where
    it ends here. `total` is how many items the API says there are. The repr holds neither items nor token.
    """

    items: tuple[R, ...] = field(repr=False)
    token: str | None = field(default=None, repr=False)
    total: int | None = None


def _unknown(_: Result[Any]) -> None:
    return None


def _page_size(_: object, attribute: "Attribute[int]", value: int) -> None:
    if value < 1:
        raise ConfigError(f"{attribute.name} is {value}: give a number above 0.")


def _names(_: object, attribute: "Attribute[tuple[str, ...]]", value: object) -> None:
    # A text would be taken for as many names as it has letters.
    require_type(value, attribute.name, ok=not isinstance(value, str), expected='names, e.g. ("page",)')


@frozen(kw_only=True)
class PageNumberPaging:
    """Pages have numbers, from `first` on, in the query parameter `parameter`.

    `page_size` is the size that the call asks for: a shorter page is the last, unless `total`, the number of
    items that an answer says there are, says that more follow; then the list ends with an empty page.
    """

    page_size: int = field(validator=_page_size)
    parameter: str = "page"
    first: int = 1
    total: Callable[[Result[Any]], int | None] = _unknown

    overlap = 0
    is_numbered = True

    def after(self, at: int, count: int) -> int:  # noqa: ARG002
        """The page after page `at`, which holds `count` items."""
        return at + 1

    def end(self, at: int, count: int) -> int:
        """How many items there are up to the end of page `at`, as far as its number tells."""
        return (at - self.first) * self.page_size + count

    def back(self, at: int, items: int) -> int:
        """The page that begins about `items` items, a page of them at least, before page `at`."""
        return max(self.first, at - items // self.page_size)


@frozen(kw_only=True)
class OffsetPaging:
    """The query parameter `parameter` says how many items to pass over.

    `page_size` is the size that the call asks for; for `total`, see `PageNumberPaging`. Where the items have
    a key, each page is asked for with the last item of the one before in front: so it shows whether the list
    has shifted.
    """

    page_size: int = field(validator=_page_size)
    parameter: str = "offset"
    total: Callable[[Result[Any]], int | None] = _unknown

    first = 0
    overlap = 1
    is_numbered = False

    def after(self, at: int, count: int) -> int:
        """The offset after `count` items from offset `at`."""
        return at + count

    def end(self, at: int, count: int) -> int:
        """How many items there are up to the end of the page at offset `at`."""
        return at + count

    def back(self, at: int, items: int) -> int:
        """The offset `items` items before offset `at`."""
        return max(0, at - items)


@frozen(kw_only=True)
class CursorPaging:
    """An answer names the next page by a text of its own; `next_cursor` finds it, None or "" at the end.

    It goes into the query parameter `parameter` of the next call.
    """

    next_cursor: Callable[[Result[Any]], str | None]
    parameter: str = "cursor"
    total: Callable[[Result[Any]], int | None] = _unknown

    @property
    def moving(self) -> frozenset[str]:
        """The query parameters that move from page to page."""
        return frozenset({self.parameter})

    def next_query(self, call: Call[W], answer: Result[W]) -> Query | None:  # noqa: ARG002
        """The query parameters of the page after `answer`, which came to `call`; None at the end."""
        cursor = self.next_cursor(answer)
        return {self.parameter: [str(cursor)]} if cursor else None


@frozen(kw_only=True)
class LinkPaging:
    """An answer links to the next page: in its Link header (RFC 8288), or where `next_url` finds it.

    Of the link, the values of the query parameters `parameters` are used, and nothing else: all the rest of
    the call stays as it is. `base_url` is the API's, as the engine has it. A link that leads to another
    scheme, host or port is refused with ForeignLinkError, one to another path with DecodeError; `any_path`
    lets that pass, for an API that names its resources by several paths.
    """

    base_url: str = field(repr=False)
    parameters: tuple[str, ...] = field(validator=_names)
    next_url: Callable[[Result[Any]], str | None] | None = None
    total: Callable[[Result[Any]], int | None] = _unknown
    any_path: bool = False

    @property
    def moving(self) -> frozenset[str]:
        """The query parameters that move from page to page."""
        return frozenset(self.parameters)

    def next_query(self, call: Call[W], answer: Result[W]) -> Query | None:
        """The query parameters of the page after `answer`, which came to `call`; None at the end.

        Raises ForeignLinkError or DecodeError.
        """
        base = request_for(call, self.base_url.rstrip("/"), {}).url
        target = self._target(answer, base)
        if target is None:
            return None
        name = f"{call.operation.method} {call.operation.path}"
        if not _leads_home(target, base):
            raise ForeignLinkError(
                f"{name} answered with a link to another server as its next page. It was not followed: your "
                "token is not for that server. Tell the operator of the API."
            )
        if not self.any_path and not _same_path(target, base):
            raise DecodeError(
                f"{name} answered with a link to another path as its next page. It was not followed."
            )
        query = parse_qs(urlsplit(target).query, keep_blank_values=True)
        return {name: query[name] for name in self.parameters if name in query}

    def _target(self, answer: Result[W], base: str) -> str | None:
        found = self.next_url(answer) if self.next_url else _next_link(answer.response.headers, base)
        try:
            return urljoin(base, found) if found else None
        except ValueError as error:
            raise DecodeError(
                "The address of the next page is none. Tell the operator of the API."
            ) from error


Paging: TypeAlias = PageNumberPaging | OffsetPaging | CursorPaging | LinkPaging
"""The ways in which an API gives a long list."""


def _next_link(headers: Headers, base: str) -> str | None:
    link = link_with("next", headers, base)
    if link is not None:
        return link.target
    # One whose target is no address is left out there. Here it is kept: the list must not end with it.
    unresolved = links_in(headers.get("link", ""))
    return next(
        (link.target for link in unresolved if "next" in link.relations and link.anchor in {None, base}), None
    )


def _leads_home(target: str, base: str) -> bool:
    try:
        return same_origin(target, base)
    except ValueError:
        # A port that is none.
        return False


def _same_path(target: str, base: str) -> bool:
    return unquote(urlsplit(target).path) == unquote(urlsplit(base).path)
