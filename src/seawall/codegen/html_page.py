"""One HTML page without any other resource: its frame, and the filter and search that reports share."""

from collections.abc import Iterable
from html import escape

from attrs import frozen

__all__ = ["FilterBox", "filter_form", "html_page", "page_text"]

_STYLE = """
:root { color-scheme: light dark; --back: #fff; --text: #1c2230; --soft: #5b6475; --line: #dde1e8;
  --box: #f6f7f9; --bad: #b3261e; --warn: #8a5a00; --good: #1b6e3c; --calm: #2257a8; }
@media (prefers-color-scheme: dark) { :root { --back: #14171d; --text: #e6e9ef; --soft: #9aa4b5;
  --line: #2c323d; --box: #1b2028; --bad: #ff8a80; --warn: #f2c14e; --good: #6fcf97; --calm: #8ab4f8; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; background: var(--back);
  color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
header p { color: var(--soft); margin: 0; }
form { position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center;
  padding: .75rem 0; background: var(--back); border-bottom: 1px solid var(--line); z-index: 1; }
input[type=search] { flex: 1 1 16rem; font: inherit; padding: .4rem .6rem; color: inherit;
  background: var(--box); border: 1px solid var(--line); border-radius: .4rem; }
label span { color: var(--tone); font-weight: 600; }
output { color: var(--soft); }
ul { list-style: none; margin: .5rem 0 0; padding: 0; }
li { padding: .4rem 0; border-top: 1px solid var(--line); }
small, details { color: var(--soft); font-size: .85rem; }
code { font: .85rem ui-monospace, monospace; }
pre { margin: .25rem 0 0; padding: .4rem .6rem; background: var(--box); border-radius: .3rem;
  font: .8rem/1.4 ui-monospace, monospace; white-space: pre-wrap; }
:focus-visible { outline: 2px solid var(--calm); outline-offset: 2px; }
[hidden] { display: none !important; }
"""

# An item is shown if its kind is ticked and its words, with those of the heading around it, are found.
_SCRIPT = """
const form = document.querySelector("form");
const search = form.elements.search;
const items = [...document.querySelectorAll("[data-item]")].map((item) => {
  const heading = item.closest("[data-group]")?.querySelector("h3");
  const text = `${heading?.textContent ?? ""} ${item.textContent}`.toLowerCase();
  return { item, text, kind: item.closest("[data-kind]").dataset.kind };
});
function show() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const kinds = new Set([...form.querySelectorAll("input[type=checkbox]:checked")].map((box) => box.value));
  let count = 0;
  for (const { item, text, kind } of items) {
    item.hidden = !kinds.has(kind) || !words.every((word) => text.includes(word));
    count += item.hidden ? 0 : 1;
  }
  for (const box of document.querySelectorAll("[data-group], [data-section]"))
    box.hidden = !box.querySelector("[data-item]:not([hidden])");
  for (const fold of document.querySelectorAll("details[data-section]"))
    if (words.length) fold.open = true;
  form.querySelector("output").textContent = `${count} shown`;
}
function step(by) {
  const stops = [...document.querySelectorAll("[data-item][tabindex]")].filter((item) => item.offsetParent);
  const now = stops.findIndex((item) => item.contains(document.activeElement));
  const next = stops[now < 0 ? (by > 0 ? 0 : stops.length - 1) : now + by];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target === search) {
    if (event.key === "Escape") search.blur();
    return;
  }
  if (event.key === "/") { event.preventDefault(); search.focus(); }
  if (event.key === "j") step(1);
  if (event.key === "k") step(-1);
});
for (const button of document.querySelectorAll("[data-search]"))
  button.addEventListener("click", () => {
    search.value = search.value === button.dataset.search ? "" : button.dataset.search;
    show();
  });
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
show();
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


@frozen
class FilterBox:
    """A box that shows or hides the items of a kind; `label` stands beside it."""

    kind: str
    label: str


def html_page(*, title: str, style: str, body: str) -> str:
    """Return the page; `body` is HTML with one `filter_form`, `title` is plain text.

    An item has the attribute `data-item`, in an element with `data-kind`. Elements with `data-group` or
    `data-section` are hidden with their last item. A button with `data-search` searches for its value. The
    keys j and k go through the items with `tabindex`.
    """
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{page_text(title)}</title>\n<style>{_STYLE}{style}</style>\n</head>\n<body>\n"
        f"{body}\n<script>{_SCRIPT}</script>\n</body>\n</html>\n"
    )


def filter_form(placeholder: str, boxes: Iterable[FilterBox]) -> str:
    """Return the search field and a box for each kind, all ticked."""
    inputs = "".join(
        f'<label class="{box.kind}"><input type="checkbox" value="{box.kind}" checked> '
        f"<span>{page_text(box.label)}</span></label>"
        for box in boxes
    )
    return (
        f'<form role="search"><input type="search" name="search" aria-label="Search" '
        f'placeholder="{page_text(placeholder)}">{inputs}<output aria-live="polite"></output></form>'
    )


def page_text(text: str) -> str:
    """`text` as text of the page, without control characters and marks of direction."""
    return escape("".join(part if part.isprintable() else " " for part in text))
