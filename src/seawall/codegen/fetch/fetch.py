"""`fetch` reads a spec and the documents that it refers to."""

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from seawall.codegen.errors import SpecError
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.fetch.files import git_location, read_file, read_git
from seawall.codegen.fetch.locations import folder_of, is_git, is_inside, is_url, join
from seawall.codegen.fetch.urls import HttpReader
from seawall.codegen.spec.document import parse_document
from seawall.codegen.spec.plain_data import MAX_BYTES, Json
from seawall.codegen.spec.references import references_in

__all__ = ["fetch"]

MAX_DOCUMENTS: Final = 2_000
TIMEOUT_S: Final = 60.0


def fetch(
    source: str,
    *,
    http: HttpReader | None = None,
    allowed: Sequence[str] = (),
    folder: Path | None = None,
    content: bytes | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Documents:
    """Read the spec `source` (a path, a URL or `git:REVISION:path`) and every document that it refers to.

    A reference may lead to the folder of the spec and below, and to what begins with one of `allowed` (paths
    and URLs). Relative paths start at `folder`, by default the current one. `http` reads URLs. `content` is
    the text of the spec if it is known, e.g. from stdin; `source` is then only its location. All documents
    together have at most 50 MB and take at most 60 s. Raises SpecError if a document can not be read or may
    not.
    """
    start = Path.cwd() if folder is None else folder
    return _Fetch(http, start, clock).run(source, allowed, content)


class _Fetch:
    def __init__(self, http: HttpReader | None, folder: Path, clock: Callable[[], float]) -> None:
        self._http = http
        self._folder = folder
        self._clock = clock
        self._end = clock() + TIMEOUT_S
        self._roots: list[str] = []
        self._documents: dict[str, Json] = {}
        self._notes: list[tuple[str, str]] = []
        self._bytes = 0

    def run(self, source: str, allowed: Sequence[str], content: bytes | None) -> Documents:
        """Read the spec, then what it refers to, and so on."""
        self._roots = [self._prefix(prefix) for prefix in allowed]
        given = self._location(source)
        # The user has named the spec itself, so it may redirect anywhere.
        root, data = self._read(given, lambda _: True) if content is None else (given, content)
        self._roots.append(folder_of(root))
        self._add(root, data)
        pending = [root]
        while pending:
            for location, source_of in self._references(pending.pop(0)):
                if location not in self._documents:
                    self._check(location, source_of)
                    # A redirect is read under its first address, which is what the references say.
                    self._add(location, self._read(location, self._is_allowed)[1])
                    pending.append(location)
        return Documents(root=root, documents=self._documents, notes=tuple(self._notes))

    def _location(self, source: str) -> str:
        if is_url(source):
            return source.partition("#")[0]
        if is_git(source):
            return git_location(source, self._folder)
        return _resolved(self._folder / source)

    def _prefix(self, prefix: str) -> str:
        return prefix if is_url(prefix) or is_git(prefix) else _resolved(self._folder / prefix)

    def _references(self, location: str) -> list[tuple[str, str]]:
        """The documents that the one at `location` refers to, each with the reference that leads there."""
        document = self._documents[location]
        # Each once: a document has most of its references many times, and most of them lead nowhere else.
        refs = dict.fromkeys(one.ref for one in references_in(document) if not one.ref.startswith("#"))
        own_ids = set(_ids(document)) if refs else set()
        found: dict[str, str] = {}
        for ref in refs:
            try:
                target = join(location, ref)
            except SpecError as error:
                if ref.partition("#")[0] in own_ids:
                    continue
                raise SpecError(_refused(location, ref, str(error))) from error
            if target is not None and not own_ids & {target, ref.partition("#")[0]}:
                found.setdefault(target, ref)
        return list(found.items())

    def _is_allowed(self, location: str) -> bool:
        # The file behind symbolic links is what would be read.
        real = location if is_url(location) or is_git(location) else _resolved(Path(location))
        return is_inside(real, self._roots)

    def _check(self, location: str, reference: str) -> None:
        if len(self._documents) >= MAX_DOCUMENTS:
            raise SpecError(f"The spec refers to more than {MAX_DOCUMENTS:,} documents.")
        if not self._is_allowed(location):
            raise SpecError(
                f"The reference {reference[:200]!r} leads to {location[:200]}, outside of the folder of the "
                f"spec. If you trust it, allow it: --allow-ref {folder_of(location)[:200]}"
            )

    def _read(self, location: str, is_allowed: Callable[[str], bool]) -> tuple[str, bytes]:
        left = self._end - self._clock()
        if left <= 0:
            raise SpecError(
                f"Reading the spec took more than {TIMEOUT_S:.0f} s; {location[:200]} is not read."
            )
        if is_url(location):
            if self._http is None:
                raise SpecError(f"{location[:200]} is a URL, and only files can be read here.")
            return self._http.read(location, left, is_allowed)
        if is_git(location):
            return location, read_git(location, self._folder)
        return location, read_file(Path(location))

    def _add(self, location: str, data: bytes) -> None:
        self._bytes += len(data)
        if self._bytes > MAX_BYTES:
            raise SpecError(f"The spec and its documents have more than {MAX_BYTES:,} bytes.")
        parsed = parse_document(data, location)
        self._documents[location] = parsed.content
        self._notes.extend((location, note) for note in parsed.notes)


def _resolved(path: Path) -> str:
    return Path(os.path.realpath(path)).as_posix()


def _refused(location: str, reference: str, reason: str) -> str:
    return f"{location}: the reference {reference[:200]!r} can not be followed: {reason}."


def _ids(document: Json) -> list[str]:
    """The names that a document gives to itself and its schemas (`$id`, `$self`), without a fragment."""
    found: list[str] = []
    pending = [document]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            found.extend(
                name.rstrip("#") for key in ("$id", "$self") if isinstance(name := value.get(key), str)
            )
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
    return found
