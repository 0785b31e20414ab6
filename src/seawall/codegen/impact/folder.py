"""The impact of a new version on the layer in a folder, whose client is found and generated in memory."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

from seawall.codegen.api.model import Api
from seawall.codegen.diff.change import Diff
from seawall.codegen.diff.compare import compare_specs
from seawall.codegen.effective_spec import EffectiveSpec
from seawall.codegen.errors import SettingsError
from seawall.codegen.impact.finding import Impact
from seawall.codegen.impact.impact import find_impact
from seawall.codegen.impact.type_check import new_type_problems
from seawall.codegen.impact.type_errors import with_type_errors
from seawall.codegen.layer.client import GeneratedClient
from seawall.codegen.layer.client_reading import read_client
from seawall.codegen.layer.client_search import client_files, find_clients
from seawall.codegen.layer.layer_files import package_of
from seawall.codegen.layer.new_client import client_pins, new_client_files
from seawall.codegen.layer.pairing import paired_parts
from seawall.codegen.layer.reading import read_layer
from seawall.codegen.layer.recorded import RecordedUse
from seawall.codegen.layer.uses import Layer
from seawall.codegen.layer.with_recorded import with_recorded
from seawall.codegen.names.carried_pins import carried_pins
from seawall.codegen.names.names import Pins

__all__ = ["FolderImpact", "folder_impact", "read_fixtures"]

_FIXTURE_FOLDERS = frozenset(
    {"tests", "test", "testing", "fixtures", "cassettes", "testdata", "test_data", "__fixtures__"}
)
_NO_FIXTURES = frozenset({"__pycache__", "node_modules", "site-packages", "venv", "build", "dist"})
_FIXTURE_KINDS = (".json", ".yaml", ".yml")
_MOST_FIXTURES = 500
_MOST_BYTES = 1_000_000
_SHOWN = 3


@frozen(kw_only=True)
class FolderImpact:
    """The impact of a bump on the layer in `folder`, and what it was found from.

    `client_folder` is that of the generated client, relative to `folder` if it is inside. `unknown` are the
    functions of the client whose operations the old spec does not have.
    """

    folder: Path
    client_folder: Path
    diff: Diff
    impact: Impact
    layer: Layer = field(repr=False)
    old_client: GeneratedClient = field(repr=False)
    new_client: GeneratedClient = field(repr=False)
    unknown: tuple[str, ...] = ()


def folder_impact(
    old: EffectiveSpec,
    new: EffectiveSpec,
    folder: Path,
    *,
    client_folder: Path | None = None,
    pins: Pins | None = None,
    fixtures: Mapping[str, str] | None = None,
    recorded: Sequence[RecordedUse] = (),
    with_types: bool = False,
) -> FolderImpact:
    """Trace the step from `old` to `new` to the layer in `folder`; nothing is written or executed.

    The generated client is the one below `folder`, if `client_folder` does not say. `pins` are those of its
    names file, `recorded` the uses that the tests of the layer recorded. With `with_types`, mypy checks a
    copy of the layer with both clients, and the errors that only the new one causes are findings, too. Raises
    SettingsError if there is no client or several, if it was not made of `old`, or if mypy can not check the
    layer.
    """
    client_folder = _client_folder(folder) if client_folder is None else _existing(client_folder)
    package = package_of(client_folder)
    old_files = client_files(client_folder)
    old_client = read_client(old_files, old.api, package)
    unknown = _unknown(old_client, old.api, client_folder)
    diff = compare_specs(old, new)
    known = client_pins(old_client, old.api) if pins is None else pins
    files = new_client_files(old_client, old.api, new, pins=carried_pins(known, diff))
    new_client = read_client(files, new.api, package)
    layer = with_recorded(read_layer(folder, old_client), old_client, recorded)
    pairs = paired_parts(old_client, new_client, diff)
    impact = find_impact(
        diff,
        old_api=old.api,
        new_api=new.api,
        old_client=old_client,
        new_client=new_client,
        pairs=pairs,
        layer=layer,
        fixtures=fixtures or {},
        pins=pins,
    )
    if with_types:
        impact = with_type_errors(
            impact,
            new_type_problems(layer, package, old_files, files),
            diff=diff,
            old_client=old_client,
            new_client=new_client,
            pairs=pairs,
            layer=layer,
        )
    return FolderImpact(
        folder=folder,
        client_folder=client_folder,
        diff=diff,
        impact=impact,
        layer=layer,
        old_client=old_client,
        new_client=new_client,
        unknown=unknown,
    )


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise SettingsError(f"There is no folder {folder}. Name the folder with the code.")
    return folder


def _client_folder(folder: Path) -> Path:
    found = find_clients(_existing(folder))
    if not found:
        raise SettingsError(
            f"No generated client is in {folder}: neither one of Seawall nor one of openapi-python-client. "
            "Name its folder with --client."
        )
    if len(found) > 1:
        listed = ", ".join(str(path) for path in found)
        raise SettingsError(f"{folder} has several generated clients: {listed}. Name one with --client.")
    return found[0]


def _unknown(client: GeneratedClient, api: Api, folder: Path) -> tuple[str, ...]:
    """The operations of the client that `api` does not have. Raises SettingsError if it has none of them."""
    known = {operation.key for operation in api.operations}
    wanted = dict.fromkeys(function.operation for function in client.functions)
    unknown = tuple(key for key in wanted if key not in known)
    if wanted and len(unknown) == len(wanted):
        shown = ", ".join(unknown[:_SHOWN])
        raise SettingsError(
            f"The client in {folder} was not made of the old spec, which has none of its operations "
            f"({shown}). Give the spec of which it was generated as OLD."
        )
    return unknown


def read_fixtures(folder: Path) -> Mapping[str, str]:
    """Read the JSON and YAML files in folders of tests below `folder`, by relative path.

    Files of more than 1 MB and those after the first 500 are left out.
    """
    found: dict[str, str] = {}
    for path in _fixture_files(_existing(folder)):
        if len(found) >= _MOST_FIXTURES:
            break
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_BYTES:
            continue
        found[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8", errors="replace")
    return found


def _fixture_files(root: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in _NO_FIXTURES)
        if _FIXTURE_FOLDERS & set(Path(folder).resolve().parts[-4:]):
            yield from (Path(folder, name) for name in sorted(files) if name.endswith(_FIXTURE_KINDS))
