"""The part of a bump that concerns the stable layer: impact, edits and surface."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from attrs import field, frozen

from seawall.codegen.adapt.apply import adapt
from seawall.codegen.adapt.patch import patch_file
from seawall.codegen.bump.bare_client import client_surface
from seawall.codegen.bump.inputs import BumpInputs
from seawall.codegen.bump.journal import FileChange
from seawall.codegen.diff.change import Diff
from seawall.codegen.generate import GenerationResult
from seawall.codegen.impact.finding import Finding, Impact
from seawall.codegen.impact.folder import read_fixtures
from seawall.codegen.impact.impact import find_impact
from seawall.codegen.layer.client_reading import read_client
from seawall.codegen.layer.pairing import paired_parts
from seawall.codegen.layer.reading import read_layer
from seawall.codegen.names.carried_pins import carried_pins
from seawall.codegen.names.names import Pins, read_pins
from seawall.codegen.spec.document import load_document
from seawall.codegen.surface.change import SurfaceChange
from seawall.codegen.surface.compare import compare_surfaces
from seawall.codegen.surface.document import load_surface, write_surface
from seawall.codegen.surface.reading.reader import read_surface
from seawall.codegen.surface.reports import leak_lines
from seawall.codegen.surface.surface import Surface

__all__ = ["LayerBump", "layer_bump"]


@frozen(kw_only=True)
class LayerBump:
    """The findings in a stable layer, the edits that fix some, and the changes of its surface.

    `sources` and `edited` are texts by path in the layer; `surface_file` is the new content of the committed
    surface, None if there is no layer.
    """

    impact: Impact
    sources: Mapping[str, str] = field(factory=dict, repr=False)
    edited: Mapping[str, str] = field(factory=dict, repr=False)
    applied: tuple[Finding, ...] = field(default=(), repr=False)
    questions: tuple[str, ...] = ()
    changes: tuple[FileChange, ...] = field(default=(), repr=False)
    surface: tuple[SurfaceChange, ...] = ()
    leaks: tuple[str, ...] = ()
    surface_file: bytes | None = field(default=None, repr=False)
    notes: tuple[str, ...] = ()
    is_read: bool = False
    patch: str = field(default="", repr=False)


def layer_bump(
    inputs: BumpInputs,
    diff: Diff,
    old: GenerationResult,
    new: GenerationResult,
) -> LayerBump:
    """Trace `diff` through the layer and apply the sure edits to its sources.

    Without a layer, the surface is that of the client.
    """
    package = _import_name(inputs)
    old_client = read_client(_texts(old), old.api, package)
    new_client = read_client(_texts(new), new.api, package)
    if not inputs.layer:
        return LayerBump(impact=Impact(findings=()), surface=client_surface(old_client, new_client))
    layer = read_layer(inputs.root / inputs.layer, old_client)
    pairs = paired_parts(old_client, new_client, diff)
    fixtures = _fixtures(inputs)
    impact = find_impact(
        diff,
        old_api=old.api,
        new_api=new.api,
        old_client=old_client,
        new_client=new_client,
        pairs=pairs,
        layer=layer,
        fixtures=fixtures,
        pins=_pins(inputs, diff),
    )
    adaptation = adapt(layer.sources, impact)
    applied = set(map(id, adaptation.applied))
    # No edit changes the surface, so it is that of the present sources.
    surface = read_surface(inputs.root / inputs.layer)
    return LayerBump(
        impact=impact,
        is_read=True,
        sources={**fixtures, **layer.sources},
        edited=adaptation.files,
        applied=tuple(finding for finding in impact.findings if id(finding.edit) in applied),
        questions=tuple(question.words for question in adaptation.questions),
        patch=patch_file(adaptation),
        changes=tuple(_changes(inputs, adaptation.files, layer.sources)),
        surface=_surface_changes(inputs, surface),
        leaks=tuple(leak_lines(surface.leaks)),
        surface_file=write_surface(surface),
        notes=tuple(f"{path} was not read: {reason}" for path, reason in sorted(layer.unread.items())),
    )


def _fixtures(inputs: BumpInputs) -> dict[str, str]:
    """The fixtures of the project's tests, by their path in the project."""
    folder = inputs.root / "tests"
    if not folder.is_dir():
        return {}
    return {f"tests/{name}": text for name, text in read_fixtures(folder).items()}


def _surface_changes(inputs: BumpInputs, surface: Surface) -> tuple[SurfaceChange, ...]:
    """The changes since the last committed surface; none if there is no such file."""
    name = inputs.config.surface
    before = inputs.base(name)
    return () if before is None else compare_surfaces(load_surface(before, name), surface).changes


def _import_name(inputs: BumpInputs) -> str:
    """The import name of the client: the names of its folders, as far as they are packages."""
    path = PurePosixPath(inputs.path(inputs.config.output))
    parts = [path.name]
    for parent in path.parents:
        if not any((inputs.root / parent / name).is_file() for name in ("__init__.py", "__init__.pyi")):
            break
        parts.insert(0, parent.name)
    return ".".join(part for part in parts if part)


def _texts(result: GenerationResult) -> dict[str, str]:
    return {name: content.decode() for name, content in result.files.items() if name.endswith(".py")}


def _pins(inputs: BumpInputs, diff: Diff) -> Pins | None:
    """The old pins, as far as the bump does not move them itself."""
    names, name = inputs.old.names, inputs.config.names
    return None if names is None else carried_pins(read_pins(load_document(names, name), name), diff)


def _changes(
    inputs: BumpInputs, edited: Mapping[str, str], sources: Mapping[str, str]
) -> Iterator[FileChange]:
    for path, text in sorted(edited.items()):
        # The texts were read with all their bytes, so a file that was edited since then is noticed.
        before = sources[path].encode("utf-8", "surrogatepass")
        yield FileChange(path=f"{inputs.layer}/{path}", before=before, after=text.encode())
