"""Reports of a surface and of a comparison: JSON, lines of text, and Markdown."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from seawall.codegen.diff.reports import Line, markdown_text
from seawall.codegen.spec.plain_data import Json
from seawall.codegen.surface.change import RULES, SurfaceChange, SurfaceDiff
from seawall.codegen.surface.document import signature_text
from seawall.codegen.surface.surface import Class, Function, Item, Leak, Surface
from seawall.codegen.surface.wording import local_name, short

__all__ = [
    "diff_json",
    "diff_markdown",
    "diff_text",
    "leak_lines",
    "surface_markdown",
    "surface_text",
]


def surface_text(surface: Surface) -> Iterator[Line]:
    """Yield a line for each name of a surface."""
    yield Line(f"{surface.package}: {_counted(surface)}")
    for name, item in _offered_first(surface):
        yield Line("")
        yield from _item_lines(local_name(name, surface.package), item, 0)


def _offered_first(surface: Surface) -> list[tuple[str, Item]]:
    return sorted(
        surface.items.items(), key=lambda pair: isinstance(pair[1], Class) and not pair[1].is_offered
    )


def _counted(surface: Surface) -> str:
    reached = sum(isinstance(item, Class) and not item.is_offered for item in surface.items.values())
    offered = len(surface.items) - reached
    return f"{offered} public names, and {reached} classes that they lead to."


def _item_lines(name: str, item: Item, indent: int) -> Iterator[Line]:
    yield Line(_described(name, item), indent, indent + 4)
    if isinstance(item, Class):
        if item.constructor is not None:
            yield Line(_described(name, item.constructor), indent + 2, indent + 6)
        for own, member in item.members.items():
            yield from _item_lines(own, member, indent + 2)


def _described(name: str, item: Item) -> str:
    match item:
        case Function():
            raises = f"; raises {', '.join(map(short, item.raises))}" if item.raises else ""
            return " or ".join(_called(name, short(signature_text(one))) for one in item.signatures) + raises
        case Class():
            bases = f"({', '.join(map(short, item.bases))})" if item.bases else ""
            return f"{item.kind} {name}{bases}{'' if item.is_offered else ', not offered'}"
        case _:
            annotation = f": {short(item.type)}" if item.type is not None else ""
            return f"{name}{annotation}{f' = {item.value}' if item.value else ''}"


def _called(name: str, signature: str) -> str:
    """`async get(…)` of `async (…)`."""
    marks, bracket, rest = signature.partition("(")
    return f"{marks}{name}{bracket}{rest}"


def surface_markdown(surface: Surface) -> str:
    """Return the surface as Markdown."""
    lines = [f"# Surface of {markdown_text(surface.package)}", "", _counted(surface)]
    for name, item in _offered_first(surface):
        lines += ["", f"## {markdown_text(local_name(name, surface.package))}", ""]
        found = list(_item_lines(local_name(name, surface.package), item, 0))
        lines += [f"{' ' * line.indent}- {markdown_text(line.text)}" for line in found]
    return "\n".join([*lines, *_leak_section(surface.leaks), ""])


def leak_lines(leaks: Sequence[Leak]) -> Iterator[str]:
    """Yield a line for each leak, with its place in the sources."""
    for leak in leaks:
        yield f"{leak.line}: {leak.words}" if leak.line is not None else leak.words


def _leak_section(leaks: Sequence[Leak]) -> list[str]:
    if not leaks:
        return []
    return ["", f"## Leaks ({len(leaks)})", "", *(f"- {markdown_text(line)}" for line in leak_lines(leaks))]


def diff_json(diff: SurfaceDiff) -> dict[str, Json]:
    """Return a comparison as JSON: the step, each change, and the leaks."""
    changes: list[Json] = [
        {
            "rule": change.rule,
            "step": str(change.step),
            "name": change.name,
            "words": change.words,
            "before": change.before,
            "after": change.after,
        }
        for change in diff.changes
    ]
    leaks: list[Json] = [
        {
            "kind": str(leak.kind),
            "name": leak.name,
            "place": leak.place,
            "leaked": leak.leaked,
            "line": "" if leak.line is None else str(leak.line),
            "words": leak.words,
        }
        for leak in diff.leaks
    ]
    counts: dict[str, Json] = {str(step): count for step, count in diff.counts().items()}
    return {
        "package": diff.package,
        "step": str(diff.step),
        "counts": counts,
        "changes": changes,
        "leaks": leaks,
    }


def _summary(diff: SurfaceDiff) -> str:
    if not diff.changes:
        return "No changes."
    return f"{', '.join(f'{count} {step}' for step, count in diff.counts().items())}."


def diff_text(diff: SurfaceDiff) -> Iterator[Line]:
    """Yield the lines of a comparison, by step."""
    yield Line(f"Surface of {diff.package}: {_summary(diff)}")
    for step, changes in groupby(diff.changes, key=lambda change: change.step):
        yield Line("")
        yield Line(str(step).upper())
        for change in changes:
            yield Line(f"{change.words} [{change.rule}]", 2, 4)


def diff_markdown(diff: SurfaceDiff) -> str:
    """Return a comparison as Markdown, in which no name is markup."""
    lines = [f"# Changes of the surface of {markdown_text(diff.package)}", "", _summary(diff)]
    for step, changes in groupby(diff.changes, key=lambda change: change.step):
        lines += ["", f"## {str(step).capitalize()}", "", *map(_markdown_change, changes)]
    rules = sorted({change.rule for change in diff.changes})
    if rules:
        lines += ["", "## Rules", "", *(f"- `{rule}`: {RULES[rule].explanation}" for rule in rules)]
    return "\n".join([*lines, *_leak_section(diff.leaks), ""])


def _markdown_change(change: SurfaceChange) -> str:
    return f"- {markdown_text(change.words)} (`{change.rule}`)"
