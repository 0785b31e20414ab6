"""`seawall inspect`: what an API has, as a tree or as JSON."""

from typing import TYPE_CHECKING, Annotated

import typer

from seawall.cli.spec_source import AllowRef, Overlays, Source, read_spec
from seawall.core.extras import needs_extra

if TYPE_CHECKING:
    from rich.tree import Tree

    from seawall.codegen.inspect.summary import OperationSummary, Summary

__all__ = ["inspect"]


def inspect(
    spec: Source,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    schemas: Annotated[bool, typer.Option("--schemas", help="List every schema.")] = False,
    overlay: Overlays = None,
    allow_ref: AllowRef = None,
) -> None:
    """Show the operations, schemas, authentication, lists and states of a spec, and what is wrong with it."""
    with needs_extra("codegen", "Reading a spec"):
        from seawall.codegen.inspect.summary import summarize  # noqa: PLC0415 - 100 ms

    from seawall.terminal.screen import screen, show_json  # noqa: PLC0415

    summary = summarize(read_spec(spec, allow_ref, overlay))
    if as_json:
        show_json(summary)
    else:
        screen().print(_tree(summary, with_schemas=schemas))


def _tree(summary: "Summary", *, with_schemas: bool) -> "Tree":
    from rich.tree import Tree  # noqa: PLC0415

    from seawall.terminal.screen import printable  # noqa: PLC0415

    tree = Tree(printable(f"{summary.title} {summary.version}"))
    facts = [*(f"server {url}" for url in summary.servers), *(f"auth {text}" for text in summary.security)]
    for fact in facts:
        tree.add(printable(fact))
    operations = tree.add(f"{_count(len(summary.operations), 'operation')}")
    groups: dict[str, Tree] = {}
    for operation in summary.operations:
        if operation.tag not in groups:
            groups[operation.tag] = operations.add(printable(operation.tag or "(no tag)"))
        _add_operation(groups[operation.tag], operation)
    if summary.webhooks:
        hooks = tree.add(_count(len(summary.webhooks), "webhook"))
        for name in summary.webhooks:
            hooks.add(printable(name))
    kinds = {
        kind: sum(schema.kind == kind for schema in summary.schemas) for kind in ("object", "enum", "union")
    }
    counts = ", ".join(_count(number, kind) for kind, number in kinds.items())
    branch = tree.add(f"{_count(len(summary.schemas), 'schema')}: {counts}")
    if with_schemas:
        for schema in summary.schemas:
            branch.add(
                printable(f"{schema.name}  {schema.kind}, {schema.size} parts, used {schema.used} times")
            )
    fixes = tree.add(_count(sum(count for _, count, _ in summary.fixes), "fix"))
    for rule, count, explanation in summary.fixes:
        fixes.add(printable(f"{count} {rule}: {explanation}"))
    for text in summary.lost:
        tree.add(printable(f"lost: {text}"))
    return tree


def _add_operation(group: "Tree", operation: "OperationSummary") -> None:
    from seawall.terminal.screen import printable  # noqa: PLC0415

    marks = [
        *(["deprecated"] if operation.deprecated else []),
        *(["stream"] if operation.streams else []),
        *([f"auth {operation.security}"] if operation.security else []),
    ]
    branch = group.add(printable("  ".join([operation.key, *marks])))
    paging, waiting = operation.paging, operation.waiting
    lines = [
        ", ".join(operation.parameters),
        f"sends {', '.join(operation.sends)}" if operation.sends else "",
        f"receives {'; '.join(operation.receives)}" if operation.receives else "",
        f"errors {', '.join(operation.errors)}" if operation.errors else "",
        f"list by {paging.kind}: {', '.join(paging.parameters) or 'no parameters'}" if paging else "",
        f"states {', '.join(waiting.states)}; last {', '.join(waiting.final)}" if waiting else "",
    ]
    for line in lines:
        if line:
            branch.add(printable(line))


def _count(number: int, noun: str) -> str:
    plural = f"{noun}es" if noun.endswith("x") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"
