"""The documents of one spec, as they were read."""

from collections.abc import Mapping

from attrs import field, frozen

from seawall.codegen.spec.plain_data import Json

__all__ = ["Documents"]


@frozen(kw_only=True)
class Documents:
    """A spec and the documents that it refers to, by location: a path, a URL or `git:REVISION:path`.

    `root` is the location of the spec. A relative reference starts at the location of its document. `notes`
    pairs a location with something to know about it, e.g. a key that is given twice.
    """

    root: str
    documents: Mapping[str, Json] = field(repr=False)
    notes: tuple[tuple[str, str], ...] = ()
