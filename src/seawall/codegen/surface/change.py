"""Changes of a surface, and the table of their rules."""

from collections.abc import Mapping

from attrs import field, frozen

from seawall.codegen.step import Step
from seawall.codegen.surface.surface import Leak

__all__ = ["RULES", "Rule", "SurfaceChange", "SurfaceDiff"]


@frozen
class Rule:
    """A kind of change: the step that it costs, and the reason."""

    step: Step
    explanation: str


RULES: Mapping[str, Rule] = {
    "removed": Rule(Step.MAJOR, "Code that uses the name fails."),
    "renamed": Rule(Step.MAJOR, "Code that uses the old name fails."),
    "added": Rule(Step.MINOR, "Users gain a name; none loses one."),
    "protocol-member-added": Rule(Step.MAJOR, "Classes that implement the protocol lack the member."),
    "kind-changed": Rule(Step.MAJOR, "A class, a function and a value are used in different ways."),
    "base-removed": Rule(Step.MAJOR, "Instances are no longer accepted as instances of the base."),
    "base-added": Rule(Step.MINOR, "Instances are accepted as instances of the base, too."),
    "type-variables-changed": Rule(Step.MAJOR, "The class takes another number of type arguments."),
    "constructor-removed": Rule(
        Step.MAJOR, "The class is no longer called, or its parameters are not known."
    ),
    "constructor-added": Rule(Step.MINOR, "Users can create instances now."),
    "binding-changed": Rule(Step.MAJOR, "Instance, class and static methods are called in different ways."),
    "became-async": Rule(Step.MAJOR, "The result must be awaited."),
    "became-sync": Rule(Step.MAJOR, "The result can not be awaited."),
    "became-generator": Rule(Step.MAJOR, "The result must be iterated."),
    "became-function": Rule(Step.MAJOR, "The result can not be iterated."),
    "parameter-removed": Rule(Step.MAJOR, "Calls that give the argument fail."),
    "parameter-renamed": Rule(Step.MAJOR, "Calls that give the argument by its name fail."),
    "required-parameter-added": Rule(Step.MAJOR, "Calls without the argument fail."),
    "parameter-added": Rule(Step.MINOR, "Users can give one more argument."),
    "parameters-reordered": Rule(Step.MAJOR, "Arguments that are given by position reach other parameters."),
    "parameter-became-required": Rule(Step.MAJOR, "Calls without the argument fail."),
    "parameter-became-optional": Rule(Step.MINOR, "The argument can be left out."),
    "parameter-became-keyword-only": Rule(Step.MAJOR, "Calls that give the argument by position fail."),
    "parameter-became-positional-only": Rule(Step.MAJOR, "Calls that give the argument by its name fail."),
    "parameter-freed": Rule(Step.MINOR, "The argument can be given in more ways."),
    "parameter-type-narrowed": Rule(Step.MAJOR, "Values that were accepted are refused."),
    "parameter-type-widened": Rule(Step.MINOR, "More values are accepted."),
    "parameter-type-changed": Rule(Step.MAJOR, "Neither type is known to hold the values of the other."),
    "default-changed": Rule(Step.MINOR, "Calls without the argument come to something else."),
    "default-rewritten": Rule(Step.PATCH, "The default is written in another way; its value is not known."),
    "result-type-widened": Rule(Step.MAJOR, "Callers receive values that they do not expect."),
    "result-type-narrowed": Rule(Step.MINOR, "Callers receive fewer kinds of values."),
    "result-type-changed": Rule(Step.MAJOR, "Neither type is known to hold the values of the other."),
    "overload-removed": Rule(Step.MAJOR, "Calls of this form fail."),
    "overload-added": Rule(Step.MINOR, "One more form of call is accepted."),
    "exception-added": Rule(Step.MAJOR, "Callers do not handle the exception."),
    "exception-removed": Rule(Step.PATCH, "The documentation no longer names the exception."),
    "value-type-widened": Rule(Step.MAJOR, "Readers receive values that they do not expect."),
    "value-type-narrowed": Rule(Step.MINOR, "Readers receive fewer kinds of values."),
    "value-type-changed": Rule(Step.MAJOR, "Readers or writers use a type that does not fit."),
    "value-changed": Rule(Step.MINOR, "Code that uses the constant comes to something else."),
    "enum-value-changed": Rule(Step.MAJOR, "Stored and compared values no longer fit the member."),
    "became-read-only": Rule(Step.MAJOR, "Code that sets the attribute fails."),
    "became-settable": Rule(Step.MINOR, "The attribute can be set."),
}
"""Every rule by its id."""


@frozen(kw_only=True)
class SurfaceChange:
    """One change; `rule` is a key of `RULES`, `name` the public name, without that of the package.

    `before` and `after` are the parts that differ, as text; one is empty if the part is new or gone. `words`
    is one sentence.
    """

    rule: str
    name: str
    words: str
    before: str = ""
    after: str = ""

    @property
    def step(self) -> Step:
        """The part of the version number that the change raises."""
        return RULES[self.rule].step


@frozen(kw_only=True)
class SurfaceDiff:
    """The changes between two surfaces, the worst first, and the leaks of the new one."""

    package: str
    changes: tuple[SurfaceChange, ...] = field(default=(), repr=False)
    leaks: tuple[Leak, ...] = ()

    @property
    def step(self) -> Step:
        """The largest step of a change."""
        return max((change.step for change in self.changes), key=lambda step: step.weight, default=Step.NONE)

    def counts(self) -> dict[Step, int]:
        """The number of changes of each step, the largest first."""
        steps = (Step.MAJOR, Step.MINOR, Step.PATCH)
        return {step: sum(1 for change in self.changes if change.step is step) for step in steps}
