"""Items to submit, from file names and URLs on the command line or from `--items`.

All of them are checked before anything is sent.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import msgspec
from attrs import field, frozen

from seawall.core.errors import InputError
from seawall.sdks.platform import ApplicationVersion, InputSpec, NewArtifact, NewItem, artifact_from_file
from seawall.sdks.platform.cli.item_table import single_input
from seawall.sdks.platform.local_files import check_image
from seawall.terminal.json_input import read_json_list
from seawall.terminal.problems import Problems

__all__ = ["Link", "Source", "items_from_sources", "parse_sources", "read_items"]


@frozen
class Link:
    """An http or https URL of an input, and its file name."""

    name: str
    # Hidden in the repr: a pre-signed URL is a credential.
    url: str = field(repr=False)


Source = Path | Link
"""An argument of `run submit`: a local file or a URL."""


# forbid_unknown_fields: a misspelt key must be an error, not be ignored.
class _Artifact(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    download_url: str
    metadata: dict[str, object]


class _Item(msgspec.Struct, forbid_unknown_fields=True):
    external_id: str
    input_artifacts: list[_Artifact]
    custom_metadata: dict[str, object] | None = None


def read_items(path: Path) -> list[NewItem]:
    """Read the items of a JSON file, or of stdin for `-`.

    The file contains a list of `{external_id, custom_metadata?, input_artifacts: [{name, download_url,
    metadata}]}`. Raises InputError with the file and the location of the first mismatch in each item.
    """
    problems = Problems("Nothing was submitted")
    items = problems.each(_new_item, read_json_list(path, _Item))
    problems.raise_all()
    return items


def parse_sources(names: Sequence[str]) -> dict[str, Source]:
    """Parse file names and URLs; returns them by file name, which is the external id of the item.

    Raises InputError for all files that can not be an input, by name or content, and for names that occur
    twice.
    """
    problems = Problems("Nothing was submitted")
    sources = problems.each(_parse_source, names)
    ids = [source.name for source in sources]
    for duplicate in sorted(name for name, count in Counter(ids).items() if count > 1):
        with problems.collected():
            raise InputError(
                f"Two files have the name {duplicate}, which is the external id of the item. "
                "Rename one, or describe the items with --items."
            )
    problems.raise_all()
    return dict(zip(ids, sources, strict=True))


def items_from_sources(sources: Mapping[str, Source], version: ApplicationVersion) -> list[NewItem]:
    """Create an item for each source.

    Raises InputError if the version has more than one input, or for all sources that can not be one. The
    metadata of a local file contains its checksum, media type and size, if the version's schema has these
    keys.
    """
    if not sources:
        return []
    spec = single_input(version)
    problems = Problems("Nothing was submitted")
    items = problems.each(
        lambda named: NewItem(external_id=named[0], input_artifacts=[_artifact(named[1], spec)]),
        sources.items(),
    )
    problems.raise_all()
    return items


def _new_item(item: _Item) -> NewItem:
    return NewItem(
        external_id=item.external_id,
        custom_metadata=item.custom_metadata,
        input_artifacts=[
            NewArtifact(name=artifact.name, download_url=artifact.download_url, metadata=artifact.metadata)
            for artifact in item.input_artifacts
        ],
    )


def _parse_source(name: str) -> Source:
    return _parse_link(name) if _is_link(name) else _parse_path(name)


def _is_link(name: str) -> bool:
    # URL schemes are case-insensitive (RFC 3986, section 3.1).
    return name.lower().startswith(("http://", "https://"))


def _parse_link(url: str) -> Link:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise InputError("A URL is malformed: its host is no name or address. Correct it.") from None
    if not parts.hostname or len(url.split()) > 1:
        raise InputError("A URL has no host, or has a space in it. Write a space as %20.")
    name = PurePosixPath(unquote(parts.path)).name
    if not name:
        raise InputError(
            f"The URL at {parts.hostname} does not end with a file name. Describe the item with --items."
        )
    return Link(name, url)


def _parse_path(name: str) -> Path:
    path = Path(name)
    check_image(path)
    return path


def _artifact(source: Source, spec: InputSpec) -> NewArtifact:
    if isinstance(source, Link):
        return _linked_artifact(source, spec)
    properties = spec.metadata_schema.get("properties")
    keys = properties.keys() if isinstance(properties, Mapping) else ()
    return artifact_from_file(spec.name, source, metadata=keys)


def _linked_artifact(link: Link, spec: InputSpec) -> NewArtifact:
    required = spec.metadata_schema.get("required")
    if required and isinstance(required, list):
        keys = ", ".join(map(str, required))
        raise InputError(
            f"{link.name}: the input {spec.name} requires the metadata {keys}, which a URL does not provide. "
            "Describe the item with --items."
        )
    return NewArtifact(name=spec.name, download_url=link.url)
