"""A bump of a package without a stable layer: its users use the generated client itself."""

from collections.abc import Iterator, Mapping

from seawall.codegen.bump.advice import Vote
from seawall.codegen.diff.change import Diff, Level
from seawall.codegen.layer.client import GeneratedClient
from seawall.codegen.step import Step
from seawall.codegen.surface.change import SurfaceChange

__all__ = ["api_votes", "client_surface"]

_STEPS: Mapping[Level, Step] = {
    Level.BREAKING: Step.MAJOR,
    Level.RISKY: Step.MINOR,
    Level.SAFE: Step.PATCH,
}


def api_votes(diff: Diff) -> tuple[Vote, ...]:
    """Return a vote for each change of the API that users of the client notice."""
    return tuple(
        Vote(step=_STEPS[change.level], reason=f"{change.words}.")
        for change in diff.changes
        if change.level is not Level.SAFE
    )


def client_surface(old: GeneratedClient, new: GeneratedClient) -> tuple[SurfaceChange, ...]:
    """Return the names of functions, classes, fields and members that are gone, then those that are new."""
    before, after = dict(_names(old)), dict(_names(new))
    gone = {name for name in before if name not in after}
    came = {name for name in after if name not in before}
    return tuple(
        SurfaceChange(rule=rule, name=name, words=f"The {kinds[name]} {name} {words}.")
        for rule, names, kinds, words in (
            ("removed", gone, before, "is gone"),
            ("added", came, after, "is new"),
        )
        for name in kinds
        # The parts of a class come and go with it.
        if name in names and name.rpartition(".")[0] not in names
    )


def _names(client: GeneratedClient) -> Iterator[tuple[str, str]]:
    # An endpoint in the stock style has several functions; its module is what users import.
    for function in client.functions:
        yield (function.module if function.module.startswith("api.") else function.name), "function"
    for one in client.classes.values():
        yield one.name, "class"
        for field in one.fields:
            yield f"{one.name}.{field}", "field"
        for member in one.members:
            yield f"{one.name}.{member}", "member"
