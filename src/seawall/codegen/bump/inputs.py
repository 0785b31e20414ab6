"""Reads everything that a bump needs: both versions of the spec, and the files that it may change."""

import json
import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

from attrs import field, frozen

from seawall.codegen.bump.journal import project_root
from seawall.codegen.bump.old_overlays import fitting_overlays
from seawall.codegen.config import SdkConfig
from seawall.codegen.errors import SettingsError, SpecError
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.fetch.fetch import fetch
from seawall.codegen.fetch.files import committed_file, git_location, read_file, read_git
from seawall.codegen.fetch.locations import is_git, is_url, split_git
from seawall.codegen.fetch.urls import HttpReader
from seawall.codegen.generate import Inputs, document_hashes, load_inputs, stock_files
from seawall.codegen.spec.document import parse_document

__all__ = ["BumpInputs", "read_bump"]


@frozen(kw_only=True)
class BumpInputs:
    """The inputs of a bump.

    `old` and `new` are those of both generations. `files` has the content of each file that the bump may
    change, by its path in the project at `root`, and None for one that does not exist. `committed` has the
    last committed content of some of them. `layer` is the path of the stable layer, empty if there is none.
    `notes` are for the user.
    """

    config: SdkConfig
    root: Path
    old: Inputs
    new: Inputs
    new_spec: bytes
    files: Mapping[str, bytes | None] = field(repr=False)
    committed: Mapping[str, bytes | None] = field(repr=False)
    layer: str = ""
    notes: tuple[str, ...] = ()

    def path(self, setting: str) -> str:
        """The path in the project of a path of the settings; empty for an empty one."""
        return _in_project(self.config, self.root, setting)

    def content(self, setting: str) -> bytes | None:
        """The content of the file of a setting; None if it does not exist."""
        return self.files.get(self.path(setting)) if setting else None

    def base(self, setting: str) -> bytes | None:
        """The committed content of the file of a setting, or the present one without a repository."""
        found = self.committed.get(self.path(setting)) if setting else None
        return self.content(setting) if found is None else found


def read_bump(
    config: SdkConfig, *, old: str | None = None, new: str | None = None, http: HttpReader | None = None
) -> BumpInputs:
    """Read the inputs of a bump of `config` from the spec `old` to the spec `new`.

    Without `new`, it is the spec in the project, and `old` the last committed one. With `new`, `old` is the
    spec in the project. Raises SpecError if one can not be read, and SettingsError for paths outside of the
    project.
    """
    root = project_root(config)
    if (new is None or old is None) and (is_url(config.spec) or is_git(config.spec)):
        raise SettingsError(
            f"{config.spec} is not a file of the project. Give both versions, with --from and --to."
        )
    if new is None:
        new_inputs = load_inputs(config, http)
        content = b"" if is_url(config.spec) or is_git(config.spec) else read_file(config.path(config.spec))
    else:
        new_inputs, content = _given(config, new, http)
    old_inputs, notes = _old(config, old if old is not None or new is None else config.spec, http)
    layer = _in_project(config, root, config.layer)
    files = dict(_files(config, root))
    committed = {
        _in_project(config, root, name): committed_file(config.path(name))
        for name in (config.version, config.surface, config.history)
        if name
    }
    return BumpInputs(
        config=config,
        root=root,
        old=old_inputs,
        new=new_inputs,
        new_spec=content,
        files=files,
        committed=committed,
        layer=layer if layer and (root / layer).is_dir() else "",
        notes=notes,
    )


def _old(config: SdkConfig, source: str | None, http: HttpReader | None) -> tuple[Inputs, tuple[str, ...]]:
    """The old spec, with the overlays and names of the time when it was generated, and notes."""
    spec = config.path(config.spec)
    if source is None:
        try:
            source, folder = f"git:HEAD:./{spec.name}", spec.parent
            documents = fetch(source, http=http, allowed=config.allow_refs, folder=folder)
        except SpecError as error:
            raise SpecError(f"There is no old spec: {error} Give it with --from.") from error
    else:
        start = config.folder if source == config.spec else None
        documents = fetch(source, http=http, allowed=config.allow_refs, folder=start)
    revision = split_git(source)[0] if is_git(source) else "HEAD"
    overlays = []
    for name in config.overlays:
        before = committed_file(config.path(name), revision)
        overlays.append((name, read_file(config.path(name)) if before is None else before))
    names = config.path(config.names)
    pins = committed_file(names, revision)
    fitting, notes = fitting_overlays(documents, overlays)
    return Inputs(
        config=config,
        documents=documents,
        hashes={},
        overlays=fitting,
        names=read_file(names) if pins is None and names.exists() else pins,
        stock=stock_files(config),
    ), notes


def _given(config: SdkConfig, source: str, http: HttpReader | None) -> tuple[Inputs, bytes]:
    """The new spec from elsewhere: its inputs, and the bytes that become the spec of the project."""
    documents = fetch(source, http=http, allowed=config.allow_refs)
    content = _spec_bytes(config, documents, source, http)
    name = Path(os.path.relpath(config.path(config.spec), config.folder)).as_posix()
    names = config.path(config.names)
    inputs = Inputs(
        config=config,
        documents=documents,
        hashes={name: sha256(content).hexdigest()} if content else document_hashes(documents, config),
        overlays=tuple((one, read_file(config.path(one))) for one in config.overlays),
        names=read_file(names) if names.exists() else None,
        stock=stock_files(config),
    )
    return inputs, content


def _spec_bytes(config: SdkConfig, documents: Documents, source: str, http: HttpReader | None) -> bytes:
    if is_url(config.spec) or is_git(config.spec):
        return b""
    if len(documents.documents) > 1:
        raise SpecError(
            f"{source} is split over {len(documents.documents)} documents. Copy them into the project over "
            "its spec, then run the bump without --to."
        )
    document = documents.documents[documents.root]
    content = _raw(source, http)
    is_json = config.spec.endswith(".json")
    # The bytes are read a second time: they must be those of the document.
    if content is not None and is_json == _is_json(content) and _parsed(content, source) == document:
        return content
    return (json.dumps(document, indent=2) + "\n").encode("ascii")


def _raw(source: str, http: HttpReader | None) -> bytes | None:
    if is_git(source):
        return read_git(git_location(source, Path.cwd()), Path.cwd())
    if not is_url(source):
        return read_file(Path(source))
    return None if http is None else http.read(source.partition("#")[0], 60.0, lambda _: True)[1]


def _parsed(content: bytes, source: str) -> object:
    return parse_document(content, source).content


def _is_json(content: bytes) -> bool:
    return content.lstrip()[:1] == b"{"


def _files(config: SdkConfig, root: Path) -> Iterator[tuple[str, bytes | None]]:
    """Every file that the bump may change, apart from those of the layer."""
    single = (config.names, config.lock, config.ledger, config.version, config.changelog)
    for name in (*single, config.history, config.surface, *(() if is_url(config.spec) else (config.spec,))):
        if name and not is_git(name):
            path = config.path(name)
            yield _in_project(config, root, name), read_file(path) if path.is_file() else None
    folder = config.path(config.output)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            name = f"{config.output}/{path.relative_to(folder).as_posix()}"
            yield _in_project(config, root, name), read_file(path)


def _in_project(config: SdkConfig, root: Path, setting: str) -> str:
    if not setting:
        return ""
    # No link is resolved: the journal refuses links.
    path = PurePosixPath(os.path.relpath(os.path.normpath(config.folder.resolve() / setting), root))
    if ".." in path.parts:
        raise SettingsError(
            f"`{setting}` is outside of the project {root}; a bump writes in its project only."
        )
    return path.as_posix()
