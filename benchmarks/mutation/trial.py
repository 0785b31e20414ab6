"""One trial: a mutation applied, its truth, what is told of it, and whether adapt repairs it."""

import time
from pathlib import Path

from attrs import define, field, frozen

from benchmarks.mutation.drawing import proposed
from benchmarks.mutation.layer import StableLayer
from benchmarks.mutation.mutation import Mutation
from benchmarks.mutation.telling import Teller, Told
from benchmarks.mutation.truth import Bench, Truth, Versions
from seawall.codegen.errors import GenerationError

__all__ = ["Trial", "Trials"]


@frozen(kw_only=True)
class Trial:
    """The result of one mutation. `invalid` says why it could not be tried; then the rest means nothing.

    `broke` are the reasons, and `functions` the public functions of which each is one; `told` is the first
    finding. `repaired` is None if nothing broke or adapt was not tried.
    """

    id: str
    rule: str
    layer: str
    invalid: str = ""
    broke: tuple[str, ...] = ()
    functions: frozenset[str] = frozenset()
    exercised: frozenset[str] = field(default=frozenset(), repr=False)
    told: str = ""
    is_certain: bool = False
    told_functions: frozenset[str] = frozenset()
    is_fixable: bool = False
    repaired: bool | None = None
    left: str = ""
    seconds: float = 0.0

    @property
    def is_missed(self) -> bool:
        """Whether it broke something, and impact says that it has no effect."""
        return bool(self.broke) and not self.told

    @property
    def is_wrong(self) -> bool:
        """Whether impact tells of it, and nothing broke."""
        return bool(self.told) and not self.broke


@define
class Trials:
    """Tries mutations of one layer, in `folder`."""

    layer: StableLayer
    folder: Path
    seed: int = 0
    _proposals: dict[str, dict[str, Mutation]] = field(factory=dict)
    _bench: Bench = field(init=False)
    _teller: Teller = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._bench = Bench(self.layer, self.folder)
        self._teller = Teller(self.layer)

    def mutation(self, name: str) -> Mutation:
        """The mutation with an id. Raises KeyError if the layer has no such place."""
        rule = name.partition("/")[0]
        if rule not in self._proposals:
            self._proposals[rule] = {one.id: one for one in proposed(self.layer.document, rule, self.seed)}
        return self._proposals[rule][name]

    def trial(self, name: str) -> Trial:
        """Try one mutation, by its id."""
        start = time.perf_counter()
        mutation = self.mutation(name)
        whole = f"{self.layer.name}/{name}"
        try:
            versions = self._bench.versions(mutation)
        except GenerationError as error:
            return Trial(id=whole, rule=mutation.rule, layer=self.layer.name, invalid=str(error)[:300])
        truth, told = self._bench.truth(mutation, versions), self._teller.told(versions)
        left = self._left(mutation, versions, told) if truth.broke and told.findings else None
        return Trial(
            id=whole,
            rule=mutation.rule,
            layer=self.layer.name,
            broke=tuple(_reasons(truth)),
            functions=frozenset(truth.functions),
            exercised=frozenset(self._bench.baseline),
            told=told.words,
            is_certain=told.is_certain,
            told_functions=told.functions,
            is_fixable=mutation.is_fixable,
            repaired=None if left is None else not left.broke,
            left="" if left is None else next(iter(_reasons(left)), ""),
            seconds=time.perf_counter() - start,
        )

    def _left(self, mutation: Mutation, versions: Versions, told: Told) -> Truth | None:
        """What is still broken after adapt; None if it changed nothing."""
        files = self._teller.adapted(told)
        return self._bench.truth(mutation, versions, {**self.layer.sources, **files}) if files else None


def _reasons(truth: Truth) -> list[str]:
    errors = [f"{one.path}:{one.line}: {one.text}" for one in truth.type_errors]
    return [*(f"{name}: {reason}" for name, reason in truth.functions.items()), *errors]
