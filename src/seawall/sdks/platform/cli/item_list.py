"""`--items`: the JSON of a user that describes items."""

from pathlib import Path

import msgspec

from seawall.sdks.platform import NewArtifact, NewItem
from seawall.terminal.given_json import json_in_file

__all__ = ["items_in"]


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
    return [
        NewItem(
            external_id=item.external_id,
            custom_metadata=item.custom_metadata,
            input_artifacts=[
                NewArtifact(name=given.name, download_url=given.download_url, metadata=given.metadata)
                for given in item.input_artifacts
            ],
        )
        for item in json_in_file(path, list[_Item])
    ]
