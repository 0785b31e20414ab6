"""Files on the command line become items to submit; all of them are checked before anything is sent."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from attrs import field, frozen

from seawall.core.errors import InputError
from seawall.sdks.platform import ApplicationVersion, InputSpec, NewArtifact, NewItem, artifact_from_file
from seawall.sdks.platform.local_files import media_type_of

__all__ = ["Link", "Source", "checked_files", "items_of"]


@frozen
class Link:
    """An http or https address of an input, and the file name that it ends in."""

    name: str
    url: str = field(repr=False)


Source = Path | Link
"""What an argument of `run submit` stands for: a file that can be an input, or an address."""


def checked_files(names: Sequence[str]) -> dict[str, Source]:
    """What each argument stands for, by the external id that it gives its item: its file name.

    Raises InputError, which names the file and what to do, for one that can not be an input.
    """
    found = [_link(name) if _is_link(name) else _local(name) for name in names]
    ids = [source.name for source in found]
    twice = sorted(name for name, count in Counter(ids).items() if count > 1)
    if twice:
        raise InputError(
            f"Two files are called {', '.join(twice)}, and the name is the item's external id. "
            "Rename one, or describe the items with --items."
        )
    return dict(zip(ids, found, strict=True))


def items_of(sources: Mapping[str, Source], version: ApplicationVersion) -> list[NewItem]:
    """An item for each source, for a version that takes one input; raises InputError for any other.

    Of a local file's checksum, media type and size, its metadata holds what the version's schema names.
    """
    if not sources:
        return []
    if len(version.input_artifacts) != 1:
        raise InputError(
            f"{version.application_id} {version.version_number} takes {len(version.input_artifacts)} inputs "
            "per item, a file can be only one. Describe the items with --items."
        )
    (spec,) = version.input_artifacts
    return [
        NewItem(external_id=external_id, input_artifacts=[_artifact(source, spec)])
        for external_id, source in sources.items()
    ]


def _is_link(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def _link(url: str) -> Link:
    parts = urlsplit(url)
    name = PurePosixPath(unquote(parts.path)).name
    if not name:
        raise InputError(
            f"The address at {parts.hostname} ends in no file name. Describe the item with --items."
        )
    return Link(name, url)


def _local(name: str) -> Path:
    path = Path(name)
    media_type_of(path)
    return path


def _artifact(source: Source, spec: InputSpec) -> NewArtifact:
    if isinstance(source, Link):
        return _linked_artifact(source, spec)
    properties = spec.metadata_schema.get("properties")
    known = properties if isinstance(properties, Mapping) else {}
    return artifact_from_file(spec.name, source, metadata=known.keys())


def _linked_artifact(link: Link, spec: InputSpec) -> NewArtifact:
    required = spec.metadata_schema.get("required")
    if required and isinstance(required, list):
        needed = ", ".join(map(str, required))
        raise InputError(
            f"{link.name}: the input {spec.name} needs {needed}, which an address does not tell. "
            "Describe the item with --items."
        )
    return NewArtifact(name=spec.name, download_url=link.url)
