"""What a mutation really does to a layer: type errors, failures, and other requests or results."""

import json
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from types import MappingProxyType

from attrs import field, frozen

from benchmarks.mutation.exercising import Behaviour, run_exercise
from benchmarks.mutation.layer import GeneratedFiles, StableLayer, spec_of
from benchmarks.mutation.mutation import Document, Mutation, Rewrite
from benchmarks.mutation.server import MutatedServer
from benchmarks.mutation.type_check import TypeCheck, TypeError_
from seawall.codegen.diff.compare import compare_specs
from seawall.codegen.names.carried_pins import carried_pins
from seawall.codegen.names.names import read_pins, write_pins

__all__ = ["Bench", "Truth", "Versions"]


@frozen(kw_only=True)
class Versions:
    """The old and the new version of a client."""

    old: GeneratedFiles = field(repr=False)
    new: GeneratedFiles = field(repr=False)


@frozen(kw_only=True)
class Truth:
    """What really broke: type errors, and the public functions with the reason of each."""

    type_errors: tuple[TypeError_, ...] = ()
    functions: Mapping[str, str] = field(factory=dict)

    @property
    def broke(self) -> bool:
        """True if anything broke or works otherwise."""
        return bool(self.type_errors or self.functions)


class Bench:
    """Tries the versions of one layer in `folder`, which it fills."""

    def __init__(self, layer: StableLayer, folder: Path) -> None:
        self.layer = layer
        self.folder = folder
        self.base = layer.generated(layer.document, layer.names)
        self._write(layer.sources)
        self._client(self.base)
        self._types = TypeCheck(folder, layer.package, layer.client)
        self._known = set(self._types.errors())
        self._base_behaviour = self._behaviours(self.base, self.base)

    @property
    def baseline(self) -> Mapping[str, Behaviour]:
        """What the functions do without a mutation."""
        return self._base_behaviour

    @property
    def known_errors(self) -> set[TypeError_]:
        """The type errors without a mutation."""
        return self._known

    def versions(self, mutation: Mutation) -> Versions:
        """Generate the versions before and after `mutation`. Raises GenerationError if one is no spec."""
        document: Document = deepcopy(self.layer.document)
        old = self.base
        if mutation.prepare is not None:
            mutation.prepare(document)
            old = self.layer.generated(deepcopy(document), self.base.names)
        mutation.edit(document)
        return Versions(old=old, new=self.layer.generated(document, self._pins(old, document)))

    def _pins(self, old: GeneratedFiles, document: Document) -> bytes:
        """The names of the old version, carried to the new one as a bump does."""
        diff = compare_specs(old.spec, spec_of(document))
        return write_pins(carried_pins(read_pins(json.loads(old.names), "names.json"), diff))

    def truth(
        self, mutation: Mutation, versions: Versions, sources: Mapping[str, str] | None = None
    ) -> Truth:
        """Try the layer, or other `sources` of it, with the new client against the new server."""
        before = self._base_behaviour
        if mutation.prepare is not None or mutation.samples:
            self._client(versions.old)
            before = self._behaviours(versions.old, versions.old, None, mutation.samples)
        self._client(versions.new)
        if sources is not None:
            self._write(sources)
        errors = [one for one in self._types.errors() if one not in self._known]
        after = self._behaviours(versions.old, versions.new, mutation, mutation.samples)
        if sources is not None:
            self._write(self.layer.sources)
        return Truth(type_errors=tuple(errors), functions=_broken(before, after, mutation))

    def _behaviours(
        self,
        old: GeneratedFiles,
        new: GeneratedFiles,
        mutation: Mutation | None = None,
        samples: Mapping[str, Rewrite] = MappingProxyType({}),
    ) -> Mapping[str, Behaviour]:
        server = MutatedServer(
            old.spec, new.spec, polish=self.layer.polish, mutation=mutation, samples=samples
        )
        return run_exercise(self.folder, self.layer.exercise, server)

    def _client(self, generated: GeneratedFiles) -> None:
        folder = self.folder / self.layer.client
        wanted = {folder / name: text for name, text in generated.files.items()}
        for path in folder.rglob("*.py"):
            if path not in wanted:
                path.unlink()
        for path, text in wanted.items():
            _write(path, text)
        (folder / "py.typed").touch()

    def _write(self, sources: Mapping[str, str]) -> None:
        for name, text in sources.items():
            _write(self.folder / name, text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _broken(
    before: Mapping[str, Behaviour], after: Mapping[str, Behaviour], mutation: Mutation
) -> dict[str, str]:
    if "" in after:
        return {"": after[""].error}
    # A function that did not work before the change can not break.
    working = (name for name, behaviour in before.items() if not behaviour.error)
    found = {name: _difference(before[name], after[name], mutation) for name in working}
    return {name: reason for name, reason in found.items() if reason}


def _difference(before: Behaviour, after: Behaviour, mutation: Mutation) -> str:
    """The reason why a function that worked before does not do the same now, or nothing."""
    if after.error and after.error != before.error:
        return f"{'; '.join(after.faults)} {after.error}".strip()
    news = {*after.unknown} - {*before.unknown} or after.texts & {*mutation.news}
    sent, sends = _requests(before), _requests(after)
    reasons = (
        (after.faults, "; ".join(after.faults)),
        (news, f"returns the new value {', '.join(sorted(news))}"),
        (sent != sends, f"sends {_first_difference(sent, sends)}"),
        (
            mutation.keeps_meaning and before.value != after.value,
            f"returns {_first_difference(before.value, after.value)}",
        ),
    )
    return next((words for is_so, words in reasons if is_so), "")


def _requests(behaviour: Behaviour) -> list[object]:
    return [[one.operation, dict(one.parameters), one.body] for one in behaviour.exchanges]


def _first_difference(before: object, after: object, path: str = "") -> str:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(one for one in after if one not in before)]:
            if before.get(key, ...) != after.get(key, ...):
                return _first_difference(before.get(key, ...), after.get(key, ...), f"{path}.{key}")
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            if one != other:
                return _first_difference(one, other, f"{path}[{number}]")
    return f"{path}: {before!r} became {after!r}"[:300]
