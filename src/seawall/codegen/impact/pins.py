"""Pins of a names file that nothing in the new spec has, with the part that probably took their place."""

from collections.abc import Iterator, Mapping

from seawall.codegen.api.model import Api
from seawall.codegen.diff.change import Change, Diff
from seawall.codegen.impact.finding import Effect, Finding
from seawall.codegen.names.names import Pins

__all__ = ["dead_pins"]


def dead_pins(pins: Pins, diff: Diff, old_api: Api, new_api: Api) -> Iterator[Finding]:
    """Yield a finding for each pin of an operation, parameter or schema of the old spec that is gone."""
    renames = _renames(diff)
    olds = {operation.key for operation in old_api.operations}
    news = {operation.key: operation for operation in new_api.operations}
    for key, name in sorted(pins.operations.items()):
        if key in olds and key not in news:
            yield _finding("operation", key, name, renames.get(key))
    for name, pinned in sorted(pins.schemas.items()):
        if name in old_api.schemas and name not in new_api.schemas:
            yield _finding("schema", name, pinned, renames.get(name))
    for operation in old_api.operations:
        new = news.get(operation.key)
        left = set() if new is None else {parameter.key for parameter in new.parameters}
        for parameter in operation.parameters:
            pinned = pins.parameters.get(operation.key, {}).get(parameter.key, "")
            if new is not None and pinned and parameter.key not in left:
                yield _finding(
                    f"{operation.key} parameter", parameter.key, pinned, renames.get(parameter.key)
                )


def _renames(diff: Diff) -> Mapping[str, Change]:
    return {change.rename.old: change for change in diff.changes if change.rename is not None}


def _finding(kind: str, key: str, name: str, change: Change | None) -> Finding:
    rename = None if change is None else change.rename
    successor = "Nothing took its place." if rename is None else f"Its successor is probably {rename.new}."
    return Finding(
        effect=Effect.STALE,
        words=f"The pin of the {kind} {key} as {name} is dead. {successor}",
        change=change,
        is_certain=rename is None or rename.likelihood >= _SURE,
    )


_SURE = 0.9
