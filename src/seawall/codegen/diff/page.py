"""The report of a diff as one HTML page, without any other resource."""

from collections.abc import Iterator
from html import escape

from seawall.codegen.diff.change import Change, Diff, Level
from seawall.codegen.diff.reports import Group, groups, rename_words
from seawall.codegen.diff.rules import RULES
from seawall.codegen.html_page import FilterBox, filter_form, html_page, page_text

__all__ = ["html_report"]

_STYLE = """
h3 { font: 600 .95rem/1.4 ui-monospace, monospace; margin: 0; }
.breaking { --tone: var(--bad); } .risky { --tone: var(--warn); } .safe { --tone: var(--good); }
h2 { color: var(--tone); font-weight: 600; }
section.group { border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: .4rem;
  padding: .75rem 1rem; margin: .75rem 0; }
small.place { display: block; margin-top: .25rem; }
"""
_SHOWN = 3


def html_report(diff: Diff) -> str:
    """Return the page: changes by level and operation, with a filter by level and a search."""
    title = f"{diff.title}: {diff.old_version} to {diff.new_version}"
    counts = diff.counts()
    form = filter_form(
        "Search operations, schemas, rules",
        (FilterBox(str(level), f"{counts[level]} {level}") for level in Level),
    )
    found = list(groups(diff))
    levels = "".join(_level(level, [group for group in found if group.level is level]) for level in Level)
    header = f"<header><h1>{page_text(title)}</h1><p>{len(diff.changes)} changes</p></header>"
    return html_page(
        title=title, style=_STYLE, body=f"{header}\n{form}\n<main>{levels or '<p>No changes.</p>'}</main>"
    )


def _level(level: Level, found: list[Group]) -> str:
    if not found:
        return ""
    inner = "".join(_group(group) for group in found)
    return (
        f'<section class="level {level}" data-section><h2>{str(level).capitalize()}</h2>{inner}</section>\n'
    )


def _group(group: Group) -> str:
    shown = ", ".join(group.operations[:_SHOWN]) or "No operation"
    more = group.operations[_SHOWN:]
    rest = (
        f"<details><summary>and {len(more)} more operations</summary>{page_text(', '.join(more))}</details>"
        if more
        else ""
    )
    changes = "".join("".join(_change(change)) for change in group.changes)
    return (
        f'<section class="group {group.level}" data-group data-kind="{group.level}">'
        f"<h3>{page_text(shown)}</h3>{rest}<ul>{changes}</ul></section>\n"
    )


def _change(change: Change) -> Iterator[str]:
    title = escape(RULES[change.rule].explanation)
    yield f'<li data-item tabindex="-1">{page_text(change.words)}. <small>'
    yield f'<code title="{title}">{change.rule}</code> {change.direction}</small>'
    if change.rename is not None:
        yield f"<br><small>{page_text(rename_words(change))}</small>"
    excerpts = [(mark, text) for mark, text in (("-", change.before), ("+", change.after)) if text]
    if excerpts:
        lines = "\n".join(f"{mark} {page_text(text)}" for mark, text in excerpts)
        yield f"<pre>{lines}</pre>"
    places = [place for place in dict.fromkeys((change.old, change.new)) if place]
    yield f'<small class="place"><code>{page_text(" → ".join(places))}</code></small></li>'
