"""Paging strategies: page number, offset, cursor and link. Pure.

Each strategy is a frozen value that knows how to request the next page; `page_reader` reads a list with it.
"""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeAlias, TypeVar
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from attrs import Attribute, field, frozen

from seawall.core.engine.call import Call
from seawall.core.engine.call_name import call_name
from seawall.core.engine.parameter_text import parameter_text
from seawall.core.engine.request import request_for
from seawall.core.engine.result import Result
from seawall.core.errors import DecodeError, ForeignLinkError, InputError
from seawall.core.http.links import find_link, parse_links
from seawall.core.http.message import Headers
from seawall.core.http.origin import same_origin
from seawall.core.redaction.secret import Secret, hidden
from seawall.core.redaction.tracebacks import strip_tracebacks
from seawall.core.validation.arguments import require_type
from seawall.core.wire.unset import UNSET, UnsetType

__all__ = [
    "CursorPaging",
    "LinkPaging",
    "OffsetPaging",
    "Page",
    "PageNumberPaging",
    "Paging",
    "after_last_id",
    "cursor_in",
    "items_of_list",
]

R = TypeVar("R")
T = TypeVar("T")
W = TypeVar("W")
# Contravariant, because a strategy only reads bodies: one that reads any body fits every list.
W_contra = TypeVar("W_contra", contravariant=True)

Query: TypeAlias = dict[str, list[str]]


@frozen(kw_only=True)
class Page(Generic[R]):
    """Some items of a list, in order.

    `token` resumes the list after this page, in this process or another; it is None on the last page. `total`
    is the number of items in the list, if the API reports it. The repr contains neither items nor token.
    """

    items: tuple[R, ...] = field(repr=False)
    token: str | None = field(default=None, repr=False)
    total: int | None = None


def _no_total(_: Result[Any]) -> None:
    return None


def _check_names(_: object, attribute: "Attribute[tuple[str, ...]]", value: object) -> None:
    # A str is a sequence too: "page" would be read as the names "p", "a", "g" and "e".
    require_type(value, attribute.name, ok=not isinstance(value, str), expected='names, e.g. ("page",)')


@frozen(kw_only=True)
class PageNumberPaging(Generic[W_contra]):
    """Pages have numbers, from `first` on, in the query parameter `parameter`.

    `page_size` is the page size that the call requests, from 1 on. A page with fewer items is the last,
    unless `total` says that more follow; then the list ends with an empty page. `total` returns the number of
    items in the list, if a result contains it. No list ends with a full page, because a total may be too
    small.

    Without a total, a first page with fewer items is not the last: the server may return smaller pages than
    requested, so the next page is requested too. `exact_page_size` saves this request: it says that the
    server never does that.
    """

    page_size: int
    parameter: str = "page"
    first: int = 1
    exact_page_size: bool = False
    total: Callable[[Result[W_contra]], int | UnsetType | None] = field(default=_no_total, repr=False)

    # Pages have fixed limits, so a page can not repeat the last item of the page before.
    overlap = 0

    @property
    def parameters_of_position(self) -> frozenset[str]:
        """The query parameters that differ from page to page."""
        return frozenset({self.parameter})

    def next_position(self, at: int, count: int) -> int:  # noqa: ARG002 - OffsetPaging needs it
        """Return the page after page `at`, which has `count` items."""
        return at + 1

    def items_up_to(self, at: int, count: int, page_size: int) -> int:
        """Count the items up to the end of page `at`, if all pages before it have `page_size` items."""
        return (at - self.first) * page_size + count

    def position_before(self, at: int, items: int) -> int:
        """Return the page that begins about `items` items before page `at`, and at least one page before."""
        return max(self.first, at - items // self.page_size)


@frozen(kw_only=True)
class OffsetPaging(Generic[W_contra]):
    """The query parameter `parameter` is the number of items to skip.

    `page_size` is the page size that the call requests, from 1 on; for `total` and `exact_page_size`, see
    `PageNumberPaging`. If the items have a key, each page is requested with the last item of the page before
    in front, which shows whether the list has shifted.
    """

    page_size: int
    parameter: str = "offset"
    exact_page_size: bool = False
    total: Callable[[Result[W_contra]], int | UnsetType | None] = field(default=_no_total, repr=False)

    first = 0
    overlap = 1

    @property
    def parameters_of_position(self) -> frozenset[str]:
        """The query parameters that differ from page to page."""
        return frozenset({self.parameter})

    def next_position(self, at: int, count: int) -> int:
        """Return the offset after `count` items from offset `at`."""
        return at + count

    def items_up_to(self, at: int, count: int, page_size: int) -> int:  # noqa: ARG002 - see PageNumberPaging
        """Count the items up to the end of the page at offset `at`."""
        return at + count

    def position_before(self, at: int, items: int) -> int:
        """Return the offset `items` items before offset `at`."""
        return max(0, at - items)


@frozen(kw_only=True)
class CursorPaging(Generic[W_contra]):
    """A result contains the cursor of the next page, which goes into the query parameter `parameter`.

    `next_cursor` returns it; None, UNSET or "" ends the list. `cursor_in` and `after_last_id` make the usual
    ones.
    """

    next_cursor: Callable[[Result[W_contra]], str | int | UnsetType | None] = field(repr=False)
    parameter: str = "cursor"
    total: Callable[[Result[W_contra]], int | UnsetType | None] = field(default=_no_total, repr=False)

    @property
    def parameters_of_position(self) -> frozenset[str]:
        """The query parameters that differ from page to page."""
        return frozenset({self.parameter})

    def next_query(self, call: Call[object], result: Result[W_contra]) -> Query | None:  # noqa: ARG002 - LinkPaging needs it
        """Return the query parameters of the page after `result`, the result of `call`; None at the end."""
        cursor = self.next_cursor(result)
        if cursor is None or cursor is UNSET or cursor == "":
            return None
        if isinstance(cursor, bool | float):
            # E.g. a number that JSON has rounded. The text of the cursor would be another one.
            raise TypeError(f"the cursor is of type {type(cursor).__name__}")
        try:
            return {self.parameter: [parameter_text(cursor, self.parameter)]}
        except InputError as error:
            # Not an error of the user, who gave nothing.
            raise TypeError(str(error)) from error


@frozen(kw_only=True)
class LinkPaging(Generic[W_contra]):
    """A result links to the next page, in its Link header (RFC 8288) or where `next_url` finds the URL.

    Only the query parameters `parameters` of the link are used; the rest of the call stays the same.
    `base_url` is the API's base URL, the same as the engine's. A link to another scheme, host or port raises
    ForeignLinkError, and a link to another path DecodeError. `any_path` accepts another path, for an API with
    several paths to one resource.
    """

    base_url: str = field(repr=False)
    parameters: tuple[str, ...] = field(validator=_check_names)
    next_url: Callable[[Result[W_contra]], str | None] | None = field(default=None, repr=False)
    total: Callable[[Result[W_contra]], int | UnsetType | None] = field(default=_no_total, repr=False)
    any_path: bool = False

    @property
    def parameters_of_position(self) -> frozenset[str]:
        """The query parameters that differ from page to page."""
        return frozenset(self.parameters)

    def next_query(self, call: Call[object], result: Result[W_contra]) -> Query | None:
        """Return the query parameters of the page after `result`, the result of `call`; None at the end.

        Raises ForeignLinkError or DecodeError.
        """
        # Relative links are resolved against the URL of the request (RFC 3986, section 5).
        base = request_for(call, self.base_url.rstrip("/"), {}).url
        target = self._target(result, base)
        if target is None:
            return None
        name = call_name(call)
        if not same_origin(target, base):
            raise ForeignLinkError(
                f"{name}: the link to the next page leads to another server. It was not followed, because "
                "your token is not for that server. Report it to the operator of the server."
            )
        if not self.any_path and not _is_same_path(target, base):
            raise DecodeError(
                f"{name}: the link to the next page leads to another path. It was not followed."
            )
        query = parse_qs(urlsplit(target).query, keep_blank_values=True)
        return {name: query[name] for name in self.parameters if name in query}

    def _target(self, result: Result[W_contra], base: str) -> str | None:
        found = hidden(self.next_url(result)) if self.next_url else _next_link(result.response.headers, base)
        try:
            return Secret(urljoin(base, found)) if found else None
        except ValueError as error:
            raise DecodeError(
                "The link to the next page is not a URL. Report it to the operator of the server."
            ) from strip_tracebacks(error)


Paging: TypeAlias = PageNumberPaging[W] | OffsetPaging[W] | CursorPaging[W] | LinkPaging[W]
"""A paging strategy for a list whose pages decode into `W`."""


def cursor_in(
    cursor: Callable[[W], str | int | UnsetType | None], *, parameter: str = "cursor"
) -> CursorPaging[W]:
    """Page by a cursor in the body, e.g. `cursor_in(lambda body: body.next_cursor)`.

    A body that contains the number of the next page works the same way. None, UNSET (a field that is
    missing) or "" ends the list.
    """
    return CursorPaging(next_cursor=lambda result: cursor(result.value), parameter=parameter)


def after_last_id(
    *,
    items: Callable[[W], Sequence[T]],
    item_id: Callable[[T], str | int],
    has_more: Callable[[W], bool],
    parameter: str,
) -> CursorPaging[W]:
    """Page by the id of the last item of a page, as long as the body says that more follow.

    `parameter` is the query parameter for the id, e.g. `starting_after`. A page that has no items although
    more follow raises DecodeError.
    """

    def last_id(result: Result[W]) -> str | int | None:
        if not has_more(result.value):
            return None
        found = items(result.value)
        if not found:
            raise DecodeError("A page has no items although the response says that more follow.")
        return item_id(found[-1])

    return CursorPaging(next_cursor=last_id, parameter=parameter)


def items_of_list(body: Sequence[T]) -> Sequence[T]:
    """The items of a page whose body is the list of them.

    Give it as the function `items`, and not one of your own: pages are then decoded straight into models.
    """
    return body


def _next_link(headers: Headers, base: str) -> str | None:
    link = find_link("next", headers, base)
    if link is not None:
        return link.target
    # `find_link` drops a link whose target is not a URL. Here it must raise: the list must not end with it.
    unresolved = parse_links(headers.get("link", ""))
    return next(
        (link.target for link in unresolved if "next" in link.relations and link.anchor in {None, base}), None
    )


def _is_same_path(target: str, base: str) -> bool:
    return unquote(urlsplit(target).path) == unquote(urlsplit(base).path)
