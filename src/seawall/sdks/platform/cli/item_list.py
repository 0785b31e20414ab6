"""`--items` and `--metadata`: JSON that a user wrote, taken strictly and refused with the field's name."""

from pathlib import Path

import msgspec

from seawall.core.errors import InputError
from seawall.sdks.platform import NewArtifact, NewItem

__all__ = ["items_in", "metadata_in"]


class _Artifact(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    download_url: str
    metadata: dict[str, object]


class _Item(msgspec.Struct, forbid_unknown_fields=True):
    external_id: str
    input_artifacts: list[_Artifact]
    custom_metadata: dict[str, object] | None = None


def items_in(path: Path) -> list[NewItem]:
    """The items that the JSON file at `path` describes.

    A list of `{external_id, custom_metadata?, input_artifacts: [{name, download_url, metadata}]}`. Raises
    InputError, which names the file and the place in it, where it holds anything else.
    """
    try:
        items = msgspec.json.decode(_content(path), type=list[_Item])
    except msgspec.ValidationError as error:
        raise InputError(f"{path}: {error}. Nothing was sent.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is no JSON: {error}. Nothing was sent.") from error
    return [
        NewItem(
            external_id=item.external_id,
            custom_metadata=item.custom_metadata,
            input_artifacts=[
                NewArtifact(name=given.name, download_url=given.download_url, metadata=given.metadata)
                for given in item.input_artifacts
            ],
        )
        for item in items
    ]


def metadata_in(text: str | None) -> dict[str, object] | None:
    """The JSON object that `--metadata` gives, as text or as `@file`; raises InputError for anything else."""
    if text is None:
        return None
    body = _content(Path(text[1:])) if text.startswith("@") else text.encode("utf-8", "surrogateescape")
    try:
        return msgspec.json.decode(body, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"--metadata must be a JSON object or @ and the name of a file that holds one: {error}."
        ) from error


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} can not be read: {error.strerror}. Check the name.") from error
