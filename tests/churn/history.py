"""The histories that are replayed: real versions of an API, and a layer for the first of them."""

from pathlib import Path

from attrs import frozen

__all__ = ["AGENTS", "PLATFORM", "History"]

_HERE = Path(__file__).parent
_DOCS = _HERE.parents[1] / "docs"
_SPECS = _HERE.parents[1].parent / "shared" / "specs"


@frozen(kw_only=True)
class History:
    """The versions of an API in the folder `specs`, and the layer in `layers/<layer>`.

    `package` is the layer's Python package; it reads its settings from variables that begin with `prefix`.
    `shown` is the page of the docs with the figures.
    """

    name: str
    title: str
    specs: Path
    layer: str
    package: str
    prefix: str
    shown: Path

    @property
    def versions(self) -> tuple[Path, ...]:
        """The specs, oldest first; none if they are not on this machine."""
        return tuple(sorted(self.specs.glob("[0-9][0-9]_*.json")))

    @property
    def sources(self) -> Path:
        """The folder with the layer, its tests and the user script."""
        return _HERE / "layers" / self.layer

    def patch(self, step: str, kind: str) -> Path:
        """The path of the edits that a person makes at a step such as `01 to 02`."""
        return _HERE / "patches" / self.name / f"{step.replace(' to ', '_')}{kind}.patch"


PLATFORM = History(
    name="platform",
    title="the platform",
    specs=_SPECS / "aignostics",
    layer="platform_v1",
    package="platform_sdk",
    prefix="PLATFORM_SDK_",
    shown=_DOCS / "platform-history.md",
)
AGENTS = History(
    name="agents",
    title="agent runs",
    specs=_SPECS / "codegen-sh",
    layer="agents",
    package="agents_sdk",
    prefix="AGENTS_SDK_",
    shown=_DOCS / "maintainers-guide.md",
)
