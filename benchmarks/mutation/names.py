"""New names for renamed parts, like those that real APIs choose."""

import re
from random import Random

__all__ = ["other_name"]

_WORDS = {
    "checksum": "hash",
    "count": "total",
    "created": "inserted",
    "date": "day",
    "deadline": "due",
    "description": "summary",
    "email": "mail",
    "error": "failure",
    "id": "key",
    "items": "entries",
    "limit": "max",
    "message": "text",
    "metadata": "attributes",
    "name": "title",
    "number": "no",
    "organization": "org",
    "output": "result",
    "page": "page_number",
    "price": "cost",
    "reason": "cause",
    "size": "length",
    "sort": "order_by",
    "state": "status",
    "status": "state",
    "submitted": "created",
    "terminated": "ended",
    "type": "kind",
    "url": "uri",
    "user": "account",
    "version": "release",
}


def other_name(name: str, taken: set[str], random: Random) -> str:
    """Another name for `name` in its spelling: a synonym, another case, or a word more."""
    is_camel = bool(re.search(r"[a-z][A-Z]", name))
    words = [word for word in re.split(r"[_\-. ]|(?<=[a-z0-9])(?=[A-Z])", name) if word]
    for proposal in random.sample(_proposals(name, words, is_camel=is_camel), k=3):
        if proposal not in taken and proposal != name:
            return proposal
    return f"{name}2"


def _proposals(name: str, words: list[str], *, is_camel: bool) -> list[str]:
    known = [number for number, word in enumerate(words) if word.lower() in _WORDS]
    separator = "" if is_camel else next((mark for mark in "_-. " if mark in name), "_")
    longer = f"{name}Value" if is_camel else f"{name}{separator}value"
    front = f"new{name[:1].upper()}{name[1:]}" if is_camel else f"new{separator}{name}"
    found = [longer, front]
    if known:
        changed = [*words]
        changed[known[-1]] = _like(words[known[-1]], _WORDS[words[known[-1]].lower()])
        found = [separator.join(changed)] * 3 + found
    if len(words) > 1:
        found.append("".join([words[0].lower(), *(word.title() for word in words[1:])]))
    return found if len(found) > 2 else [*found, f"{name}s"]


def _like(old: str, new: str) -> str:
    if old.isupper():
        return new.upper()
    return new.title().replace("_", "") if old[:1].isupper() else new
