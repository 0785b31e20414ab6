"""The report of a diff as one HTML page, without any other resource."""

from collections.abc import Iterator
from html import escape

from seawall.codegen.diff.change import Change, Diff, Level
from seawall.codegen.diff.reports import Group, groups, rename_words
from seawall.codegen.diff.rules import RULES

__all__ = ["html_report"]

_STYLE = """
:root { color-scheme: light dark; --back: #fff; --text: #1c2230; --soft: #5b6475; --line: #dde1e8;
  --box: #f6f7f9; --breaking: #b3261e; --risky: #8a5a00; --safe: #1b6e3c; }
@media (prefers-color-scheme: dark) { :root { --back: #14171d; --text: #e6e9ef; --soft: #9aa4b5;
  --line: #2c323d; --box: #1b2028; --breaking: #ff8a80; --risky: #f2c14e; --safe: #6fcf97; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; background: var(--back);
  color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
h3 { font: 600 .95rem/1.4 ui-monospace, monospace; margin: 0; overflow-wrap: anywhere; }
header p { color: var(--soft); margin: 0; }
form { position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: .75rem; align-items: center;
  padding: .75rem 0; background: var(--back); border-bottom: 1px solid var(--line); z-index: 1; }
input[type=search] { flex: 1 1 16rem; font: inherit; padding: .4rem .6rem; color: inherit;
  background: var(--box); border: 1px solid var(--line); border-radius: .4rem; }
.breaking { --level: var(--breaking); } .risky { --level: var(--risky); } .safe { --level: var(--safe); }
h2, label span { color: var(--level); font-weight: 600; }
section.group { border: 1px solid var(--line); border-left: 4px solid var(--level); border-radius: .4rem;
  padding: .75rem 1rem; margin: .75rem 0; }
ul { list-style: none; margin: .5rem 0 0; padding: 0; }
li { padding: .4rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
li small, details { color: var(--soft); font-size: .85rem; }
code { font: .85rem ui-monospace, monospace; overflow-wrap: anywhere; }
pre { margin: .25rem 0 0; padding: .4rem .6rem; background: var(--box); border-radius: .3rem;
  font: .8rem/1.4 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
small.place { display: block; margin-top: .25rem; }
[hidden] { display: none !important; }
"""

_SCRIPT = """
const form = document.querySelector("form");
const items = [...document.querySelectorAll("li")]
  .map((item) => ({ item, own: item.textContent.toLowerCase() }));
function show() {
  const words = form.elements.search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const levels = new Set([...form.querySelectorAll("input[type=checkbox]:checked")].map((box) => box.value));
  let count = 0;
  for (const { item, own } of items) {
    const group = item.closest("section.group");
    const text = group.querySelector("h3").textContent.toLowerCase() + " " + own;
    item.hidden = !levels.has(group.dataset.level) || !words.every((word) => text.includes(word));
    count += item.hidden ? 0 : 1;
  }
  for (const group of document.querySelectorAll("section.group"))
    group.hidden = !group.querySelector("li:not([hidden])");
  for (const level of document.querySelectorAll("section.level"))
    level.hidden = !level.querySelector("section.group:not([hidden])");
  form.querySelector("output").textContent = `${count} shown`;
}
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
show();
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_SHOWN = 3


def html_report(diff: Diff) -> str:
    """Return the page: changes by level and operation, with a filter by level and a search."""
    title = _text(f"{diff.title}: {diff.old_version} to {diff.new_version}")
    counts = diff.counts()
    boxes = "".join(
        f'<label class="{level}"><input type="checkbox" value="{level}" checked> '
        f"<span>{counts[level]} {level}</span></label>"
        for level in Level
    )
    found = list(groups(diff))
    levels = "".join(_level(level, [group for group in found if group.level is level]) for level in Level)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<header><h1>{title}</h1><p>{len(diff.changes)} changes</p></header>\n"
        f'<form role="search"><input type="search" name="search" aria-label="Search changes" '
        f'placeholder="Search operations, schemas, rules">{boxes}<output></output></form>\n'
        f"<main>{levels or '<p>No changes.</p>'}</main>\n<script>{_SCRIPT}</script>\n</body>\n</html>\n"
    )


def _level(level: Level, found: list[Group]) -> str:
    if not found:
        return ""
    inner = "".join(_group(group) for group in found)
    return f'<section class="level {level}"><h2>{str(level).capitalize()}</h2>{inner}</section>\n'


def _group(group: Group) -> str:
    shown = ", ".join(group.operations[:_SHOWN]) or "No operation"
    more = group.operations[_SHOWN:]
    rest = (
        f"<details><summary>and {len(more)} more operations</summary>{_text(', '.join(more))}</details>"
        if more
        else ""
    )
    changes = "".join("".join(_change(change)) for change in group.changes)
    return (
        f'<section class="group {group.level}" data-level="{group.level}"><h3>{_text(shown)}</h3>{rest}'
        f"<ul>{changes}</ul></section>\n"
    )


def _change(change: Change) -> Iterator[str]:
    title = escape(RULES[change.rule].explanation)
    yield f"<li>{_text(change.words)}. <small>"
    yield f'<code title="{title}">{change.rule}</code> {change.direction}</small>'
    if change.rename is not None:
        yield f"<br><small>{_text(rename_words(change))}</small>"
    excerpts = [(mark, text) for mark, text in (("-", change.before), ("+", change.after)) if text]
    if excerpts:
        lines = "\n".join(f"{mark} {_text(text)}" for mark, text in excerpts)
        yield f"<pre>{lines}</pre>"
    places = [place for place in dict.fromkeys((change.old, change.new)) if place]
    yield f'<small class="place"><code>{_text(" → ".join(places))}</code></small></li>'


def _text(text: str) -> str:
    """`text` as text of the page, without control characters and marks of direction."""
    return escape("".join(part if part.isprintable() else " " for part in text))
