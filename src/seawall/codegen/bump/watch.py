"""Waits for a new version of a spec at a URL."""

from collections.abc import Callable

from seawall.codegen.errors import SpecError
from seawall.codegen.fetch.documents import Documents

__all__ = ["wait_for_change"]


def wait_for_change(
    read: Callable[[], Documents],
    known: Documents,
    *,
    every_s: float,
    sleep: Callable[[float], None],
    on_failure: Callable[[SpecError], None],
) -> Documents:
    """Return the first answer of `read` that has another content than `known`.

    Reads again after every `every_s` seconds. A failure of the first read is raised; a later one may pass, so
    `on_failure` is called with it.
    """
    found = read()
    while _content(found) == _content(known):
        sleep(every_s)
        try:
            found = read()
        except SpecError as error:
            on_failure(error)
    return found


def _content(documents: Documents) -> tuple[object, ...]:
    """The root and then the others, in any place: a spec has another location in the project."""
    others = [document for location, document in documents.documents.items() if location != documents.root]
    return documents.documents[documents.root], *others
