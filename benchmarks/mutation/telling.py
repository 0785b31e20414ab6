"""What impact tells of a mutation, and what adapt makes of the layer."""

from collections.abc import Mapping

from attrs import define, field, frozen

from benchmarks.mutation.layer import GeneratedFiles, StableLayer
from benchmarks.mutation.truth import Versions
from seawall.codegen.adapt.apply import adapt
from seawall.codegen.diff.compare import compare_specs
from seawall.codegen.impact.finding import Effect, Finding, Impact
from seawall.codegen.impact.impact import find_impact
from seawall.codegen.layer.client import GeneratedClient
from seawall.codegen.layer.client_reading import read_client
from seawall.codegen.layer.pairing import paired_parts
from seawall.codegen.layer.reading import read_layer
from seawall.codegen.layer.uses import Layer

__all__ = ["Teller", "Told"]


@frozen(kw_only=True)
class Told:
    """The findings of impact that say that the layer breaks or works otherwise."""

    rules: tuple[str, ...]
    findings: tuple[Finding, ...] = field(repr=False)
    impact: Impact = field(repr=False)

    @property
    def is_certain(self) -> bool:
        """True if one of the findings is certain."""
        return any(finding.is_certain for finding in self.findings)

    @property
    def functions(self) -> frozenset[str]:
        """The public functions that the findings name, without their modules."""
        names = (name for finding in self.findings for name in finding.public)
        return frozenset(".".join(name.split(".")[-2:]) for name in names)

    @property
    def words(self) -> str:
        """The first finding, as one line."""
        if not self.findings:
            return ""
        first = self.findings[0]
        where = f"{first.place.path}:{first.place.line}" if first.place else "no place"
        return f"{where}: {first.words}"


@define
class Teller:
    """Tells the impact of the versions of one layer; the reading of the layer over its own client is kept."""

    layer: StableLayer
    _readings: dict[int, tuple[GeneratedFiles, GeneratedClient, Layer]] = field(factory=dict)

    def told(self, versions: Versions) -> Told:
        """What impact says of the step from the old version to the new one."""
        old, layer = self._reading(versions.old)
        new = self._client(versions.new)
        diff = compare_specs(versions.old.spec, versions.new.spec)
        impact = find_impact(
            diff,
            old_api=versions.old.api,
            new_api=versions.new.api,
            old_client=old,
            new_client=new,
            pairs=paired_parts(old, new, diff),
            layer=layer,
        )
        effects = {Effect.BREAKS, Effect.ALTERS}
        return Told(
            rules=tuple(dict.fromkeys(change.rule for change in diff.changes)),
            findings=tuple(one for one in impact.findings if one.effect in effects),
            impact=impact,
        )

    def adapted(self, told: Told) -> Mapping[str, str]:
        """The sources that adapt has changed."""
        return adapt(self.layer.sources, told.impact).files

    def _client(self, generated: GeneratedFiles) -> GeneratedClient:
        return read_client(generated.files, generated.api, self.layer.client_package)

    def _reading(self, generated: GeneratedFiles) -> tuple[GeneratedClient, Layer]:
        if id(generated) not in self._readings:
            client = self._client(generated)
            layer = read_layer(self.layer.sources, client)
            # Kept with what it was read from, so that its id is not given again.
            self._readings = dict([*self._readings.items()][:1])
            self._readings[id(generated)] = generated, client, layer
        _, client, layer = self._readings[id(generated)]
        return client, layer
