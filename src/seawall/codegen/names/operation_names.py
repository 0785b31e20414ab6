"""Names of operations: that of its author if it has one, else a verb and a noun from method and path."""

import re
from collections.abc import Iterator
from itertools import pairwise

from seawall.codegen.names.spelling import function_name, plural, singular, snake, words

__all__ = ["operation_candidates"]

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_VERBS = {"GET": "get", "PUT": "replace", "PATCH": "update", "DELETE": "delete", "HEAD": "check"}
# Last segments of a path that are an action on what stands before them: `POST /runs/{id}/cancel`.
_WORDS = (
    "abort accept acknowledge activate add apply approve archive assign attach authenticate authorize "
    "batch block cancel check claim clear clone close commit compact complete confirm connect convert "
    "copy count create deactivate delete deploy detach disable disconnect dismiss download duplicate "
    "enable estimate evaluate execute expire export extend finalize finish flush follow generate hide "
    "import init initialize install invite invoke join kick leave link list lock login logout mark merge "
    "migrate move mute notify open pause pin ping poll preview process promote publish pull purge push "
    "query read rebuild receive refresh register reindex reject release reload remove rename renew reopen "
    "reorder replace replay reply report resend reset resolve restart restore resume retry revert "
    "revoke rollback rotate run save scan schedule search send set share sign signin signout signup sleep "
    "start stop submit subscribe suspend swap switch sync terminate test toggle touch transfer trigger "
    "truncate unarchive unassign unblock undo unfollow uninstall unlink unlock unmute unpin unpublish "
    "unsubscribe update upgrade upload upsert validate verify wake watch "
)
_ACTIONS = frozenset(_WORDS.split())
# Actions that need no noun.
_ALONE = frozenset({"login", "logout", "signin", "signout", "signup"})
# Segments at the start of a path that say nothing about the resource.
_PREFIX = re.compile(r"(?:api|rest|v\d+(?:\.\d+)*(?:alpha|beta)?\d*|\d{4}-\d{2}-\d{2})\Z", re.IGNORECASE)


def operation_candidates(
    method: str, path: str, operation_id: str, *, has_items: bool = False
) -> Iterator[str]:
    """Yield names for an operation, the best first; the last one is unique, bar equal spellings.

    FastAPI appends path and method to the name of the function; that suffix is removed. If the rest consists
    of method and path as well, it is no name: `get_pets_pets_get` becomes list_pets. With `has_items`, the
    path leads to items: `/pet` has `/pet/{id}`.
    """
    stem = _without_suffix(method, path, operation_id)
    if stem == operation_id or not _is_method_and_path(method, path, stem):
        yield from filter(None, [function_name(stem)])
    yield from dict.fromkeys(_from_path(method, path, has_items=has_items))


def _without_suffix(method: str, path: str, operation_id: str) -> str:
    suffix = re.sub(r"\W", "_", path) + "_" + method.lower()
    return operation_id.removesuffix(suffix) if operation_id != suffix else ""


def _is_method_and_path(method: str, path: str, stem: str) -> bool:
    text = "".join(word for word in words(stem) if word != "by")
    path_text = "".join(word for word in words(path) if word != "by")
    return bool(path_text) and text in {method.lower() + path_text, path_text + method.lower()}


def _from_path(method: str, path: str, *, has_items: bool) -> Iterator[str]:
    segments = [segment for segment in path.split("/") if segment]
    while len(segments) > 1 and _PREFIX.match(segments[0]):
        segments.pop(0)
    nouns = list(_nouns(segments))
    if nouns:
        *holders, last = nouns
        is_item = _PLACEHOLDER.search(segments[-1]) is not None
        for count in dict.fromkeys((1, 2, len(holders))):
            yield _phrase(method, holders[-count:], last, is_item=is_item, has_items=has_items)
        places = [snake(place) for place in _PLACEHOLDER.findall(path)]
        if places:
            whole = _phrase(method, holders, last, is_item=is_item, has_items=has_items)
            yield "_".join([whole, "by", *places])
    yield function_name(f"{method} {path}") or "call"


def _nouns(segments: list[str]) -> Iterator[str]:
    """The words of the segments that are no placeholders; one of the plural if a placeholder follows."""
    for segment, following in pairwise([*segments, ""]):
        if not _PLACEHOLDER.search(segment) and words(segment):
            is_one = _PLACEHOLDER.search(following) is not None
            yield _noun(segment) if is_one else snake(segment)


def _phrase(method: str, holders: list[str], last: str, *, is_item: bool, has_items: bool) -> str:
    """The verb and the noun of an operation, e.g. `list_user_keys`; `holders` stand before the noun."""
    if method in {"POST", "PUT", "GET"} and not is_item and last in _ACTIONS:
        return function_name("_".join([last, *([] if last in _ALONE else holders)]))
    is_plural = _noun(last) != last
    is_list = method == "GET" and not is_item and (is_plural or has_items)
    if is_list and not is_plural:
        last = plural(last)
    elif method == "POST" and not is_item:
        last = _noun(last)
    verb = "list" if is_list else _VERBS.get(method, method.lower())
    if method == "POST":
        verb = "post" if is_item else "create"
    return function_name("_".join([verb, *holders, last]))


def _noun(segment: str) -> str:
    """The words of a segment, the last one in the singular."""
    *before, last = words(segment)
    return "_".join([*before, singular(last)])
