"""The plan of a bump: its report, and every file that it would write."""

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256

from attrs import evolve, field, frozen

from seawall.codegen.bump.advice import Advice, Vote, advise, visible_alterations
from seawall.codegen.bump.bare_client import api_votes
from seawall.codegen.bump.changelog import (
    changelog_entry,
    grown_entry,
    migration_note,
    with_changelog_entry,
)
from seawall.codegen.bump.history import (
    HistoryEntry,
    entry_of,
    read_history,
    recorded_entry,
    with_entry,
    write_history,
)
from seawall.codegen.bump.inputs import BumpInputs
from seawall.codegen.bump.journal import FileChange
from seawall.codegen.bump.report import BumpReport
from seawall.codegen.bump.stable_layer import LayerBump, layer_bump
from seawall.codegen.bump.versions import Versions, read_versions, with_versions
from seawall.codegen.diff.change import Diff
from seawall.codegen.diff.compare import compare_specs
from seawall.codegen.effective_spec import effective_spec
from seawall.codegen.errors import SettingsError
from seawall.codegen.generate import GenerationResult, Inputs, generate
from seawall.codegen.names.carried_pins import carried_pins
from seawall.codegen.names.names import read_pins, write_pins
from seawall.codegen.spec.document import load_document
from seawall.codegen.step import Step
from seawall.codegen.verification import verify

__all__ = ["BumpPlan", "plan_bump"]


@frozen(kw_only=True)
class BumpPlan:
    """The report of a bump, and the changes that apply it."""

    report: BumpReport
    changes: tuple[FileChange, ...] = field(repr=False)

    @property
    def has_changes(self) -> bool:
        """True if a file of the project would change."""
        return any(change.before != change.after for change in self.changes)


def plan_bump(inputs: BumpInputs, *, today: date) -> BumpPlan:
    """Compare both versions, trace the changes to the stable layer, and plan every file.

    Nothing is written. Raises UnsupportedSpecError if the new client can not be generated completely, and
    another GenerationError for an input that is wrong.
    """
    diff = compare_specs(
        effective_spec(inputs.old.documents, inputs.old.overlays),
        effective_spec(inputs.new.documents, inputs.new.overlays),
    )
    # A part that the old client lost needs no fix any more.
    old = generate(inputs.old, keep_rest=True)
    new = generate(_with_carried_pins(inputs.new, old.names, diff))
    # A note of the old generation is not about this bump.
    new = evolve(new, notes=tuple(note for note in new.notes if note not in old.notes))
    if inputs.config.style != "stock":
        verify(new)
    layer = layer_bump(inputs, diff, old, new)
    return _Plan(inputs, diff, new, layer, today).build()


def _with_carried_pins(inputs: Inputs, old_names: bytes, diff: Diff) -> Inputs:
    """The inputs with pins of the old names, without a names file too; other spellings keep their names."""
    name = inputs.config.names
    known = old_names if inputs.names is None else inputs.names
    pins = carried_pins(read_pins(load_document(known, name), name), diff)
    return evolve(inputs, names=write_pins(pins))


class _Plan:
    def __init__(
        self, inputs: BumpInputs, diff: Diff, new: GenerationResult, layer: LayerBump, today: date
    ) -> None:
        self._inputs = inputs
        self._diff = diff
        self._new = new
        self._layer = layer
        self._today = today
        # The same spec, if it was only written in another way, is no bump of its own.
        self._is_bump = bool(diff.changes) or diff.old_version != diff.new_version

    def build(self) -> BumpPlan:
        layer, config = self._layer, self._inputs.config
        base = self._base_version()
        votes = [Vote(step=line.step, reason=line.words) for line in layer.surface]
        if not layer.is_read:
            votes += api_votes(self._diff)
        recorded = recorded_entry(self._entries(), self._spec_hash(), base)
        advice = advise(
            self._diff,
            layer.impact,
            votes,
            version=base,
            applied=layer.applied,
            recorded=Step.NONE if recorded is None or not self._is_bump else recorded.step,
        )
        version = advice.next_version
        note = migration_note(base, version, layer.surface) if version else ""
        entry = self._entry(advice, version)
        changes = [
            *self._client(),
            *layer.changes,
            *self._released(advice, f"{entry}\n{note}" if note and entry else entry),
        ]
        report = BumpReport(
            name=config.name,
            diff=self._diff,
            impact=layer.impact,
            advice=advice,
            has_layer=layer.is_read,
            surface=layer.surface,
            leaks=layer.leaks,
            sources=layer.sources,
            edited=layer.edited,
            applied=layer.applied,
            questions=layer.questions,
            patch=layer.patch,
            changelog=entry,
            migration=note,
            notes=(*self._inputs.notes, *self._new.notes, *layer.notes),
        )
        return BumpPlan(report=report, changes=tuple(changes))

    def _base_version(self) -> str:
        """The version before the bump: the committed one, or the one before an entry of this bump."""
        name = self._inputs.config.version
        content = self._inputs.base(name)
        if content is None:
            return ""
        version = read_versions(_text(content, name), name).sdk
        if self._inputs.committed.get(self._inputs.path(name)) is None:
            last = self._entries()[-1:]
            if last and last[0].sdk_to == version and last[0].spec_sha256 == self._spec_hash():
                return last[0].sdk_from
        return version

    def _entries(self) -> Sequence[HistoryEntry]:
        config = self._inputs.config
        content = self._inputs.content(config.history)
        return () if content is None else read_history(content, config.history)

    def _spec_hash(self) -> str:
        return sha256(self._inputs.new_spec).hexdigest()

    def _entry(self, advice: Advice, version: str) -> str:
        if advice.step is Step.NONE:
            return ""
        heading = version or f"API {self._diff.new_version}"
        altered = visible_alterations(self._layer.impact, self._layer.applied)
        return changelog_entry(heading, self._diff, altered, self._layer.surface)

    def _client(self) -> Iterator[FileChange]:
        """The spec if it came from elsewhere, and every generated file."""
        inputs, config, new = self._inputs, self._inputs.config, self._new
        if inputs.new_spec:
            yield self._change(config.spec, inputs.new_spec)
        yield self._change(config.names, new.names)
        yield self._change(config.lock, new.lock)
        yield self._change(config.ledger, new.ledger.content())
        folder = inputs.path(config.output)
        wanted = {f"{folder}/{name}": content for name, content in new.files.items()}
        present = {name for name in inputs.files if name.startswith(f"{folder}/")}
        for path in sorted(wanted.keys() | present):
            yield FileChange(path=path, before=inputs.files.get(path), after=wanted.get(path))

    def _released(self, advice: Advice, entry: str) -> Iterator[FileChange]:
        """Version, changelog and history; nothing of them changes without a step."""
        config = self._inputs.config
        if self._layer.surface_file is not None:
            yield self._change(config.surface, self._layer.surface_file)
        if advice.step is Step.NONE:
            return
        now = self._inputs.content(config.version)
        version = _text(now, config.version) if now is not None else ""
        if version:
            new = Versions(advice.next_version, self._diff.new_version)
            yield self._change(config.version, with_versions(version, config.version, new).encode())
        if config.changelog:
            before = self._inputs.content(config.changelog)
            text = "" if before is None else _text(before, config.changelog)
            if version:
                present = read_versions(version, config.version).sdk
                if present not in {advice.version, advice.next_version}:
                    text = grown_entry(text, present, entry)
            text = with_changelog_entry(text, entry, name=f"the {config.name} SDK")
            yield self._change(config.changelog, text.encode())
        if self._is_bump:
            yield self._change(config.history, self._history(advice))

    def _history(self, advice: Advice) -> bytes:
        entry = entry_of(
            self._diff,
            self._layer.impact,
            today=self._today,
            spec_sha256=self._spec_hash(),
            versions=(advice.version, advice.next_version),
            step=advice.step,
        )
        return write_history(with_entry(self._entries(), entry))

    def _change(self, setting: str, after: bytes) -> FileChange:
        path = self._inputs.path(setting)
        return FileChange(path=path, before=self._inputs.files.get(path), after=after)


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{name} is not UTF-8 text. Save it as UTF-8.") from error
