"""A stable layer under test: its sources, its spec, and the exercise of its public functions."""

from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from attrs import field, frozen

from benchmarks.mutation.mutation import Document
from benchmarks.mutation.server import Polish
from seawall.codegen.api.model import Api
from seawall.codegen.config import SdkConfig
from seawall.codegen.effective_spec import EffectiveSpec, effective_spec
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.generate import Inputs, generate
from seawall.core.http.message import Request, Response

__all__ = ["Exercise", "GeneratedFiles", "StableLayer", "read_sources", "spec_of"]

Exercise = Callable[[Callable[[Request], Response]], Mapping[str, Callable[[], Any]]]
"""Makes the calls of all public functions over a server, by their qualified names; imports the layer."""


@frozen(kw_only=True)
class GeneratedFiles:
    """A generated client: its files in its folder, its names for the next version, and what was read."""

    files: Mapping[str, str] = field(repr=False)
    names: bytes = field(repr=False)
    spec: EffectiveSpec = field(repr=False)
    api: Api = field(repr=False)


@frozen(kw_only=True)
class StableLayer:
    """A layer: `sources` by paths in the folder on sys.path; `client` is the folder of its client."""

    name: str
    document: Document = field(repr=False)
    package: str
    client: str
    style: str = "seawall"
    names: bytes | None = field(default=None, repr=False)
    sources: Mapping[str, str] = field(repr=False)
    exercise: Exercise = field(repr=False)
    polish: Polish = field(repr=False)

    @property
    def client_package(self) -> str:
        """The import name of the generated client."""
        return self.client.replace("/", ".")

    def generated(self, document: Document, names: bytes | None) -> GeneratedFiles:
        """Generate the client of `document` with the pins in `names`."""
        documents = _documents(document)
        config = SdkConfig(
            name=self.name,
            folder=Path(),
            spec="spec.json",
            names="names.json",
            lock="lock.json",
            ledger="ledger.json",
            output=self.client,
            command=f"seawall generate {self.name}",
            style=self.style,
        )
        made = generate(Inputs(config=config, documents=documents, hashes={}, overlays=(), names=names))
        return GeneratedFiles(
            files={name: content.decode() for name, content in made.files.items()},
            names=made.names,
            spec=spec_of(document),
            api=made.api,
        )


def _documents(document: Document) -> Documents:
    return Documents(root="spec.json", documents={"spec.json": document})


def spec_of(document: Document) -> EffectiveSpec:
    """The effective spec of a document."""
    return effective_spec(_documents(document))


def read_sources(folder: Path, package: str, client: str, *, old: str = "") -> dict[str, str]:
    """The Python files of a layer without its client; `old` is its name in them, which `package` replaces."""
    found = {}
    for path in sorted(folder.rglob("*.py*")):
        relative = PurePosixPath(package, path.relative_to(folder).as_posix())
        if path.suffix in {".py", ".pyi"} and not relative.is_relative_to(client):
            text = path.read_text(encoding="utf-8")
            found[str(relative)] = text.replace(old, package) if old else text
    return found
