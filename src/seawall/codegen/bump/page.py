"""The report of a bump as one HTML page, grouped by what the changes mean to the layer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from seawall.codegen.bump.advice import short_name
from seawall.codegen.bump.report import (
    BumpReport,
    CodeLine,
    Subject,
    code_lines,
    counted,
    edited_lines,
    subjects,
)
from seawall.codegen.diff.change import Change
from seawall.codegen.diff.reports import rename_words
from seawall.codegen.diff.rules import RULES
from seawall.codegen.html_page import FilterBox, filter_form, html_page, page_text
from seawall.codegen.impact.finding import EditKind, Effect, Finding
from seawall.codegen.impact.groups import EFFECT_TITLES

__all__ = ["bump_page"]

_STYLE = """
body { max-width: 66rem; }
h3 { font: 600 1rem/1.4 system-ui, sans-serif; margin: 0; }
.breaks { --tone: var(--bad); } .alters { --tone: var(--warn); } .stale { --tone: var(--calm); }
.offer { --tone: var(--good); } .none { --tone: var(--soft); }
.verdict { margin: 1rem 0; padding: .75rem 1rem; border-radius: .5rem; background: var(--box);
  border-left: 4px solid var(--tone); } .verdict strong { color: var(--tone); }
.verdict.open { --tone: var(--bad); } .verdict.done { --tone: var(--good); }
.verdict p { margin: .25rem 0 0; }
section[data-kind] > h2 { color: var(--tone); }
article { border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: .5rem;
  padding: .75rem 1rem; margin: .75rem 0; }
article p { margin: .25rem 0 0; }
.tag { display: inline-block; padding: 0 .45rem; margin-right: .25rem; border: 1px solid currentColor;
  border-radius: 1rem; font-size: .75rem; font-weight: 600; color: var(--tone); }
.tag.plain { color: var(--soft); } .tag.fixed { color: var(--good); }
figure { margin: .6rem 0 0; border: 1px solid var(--line); border-radius: .4rem; overflow: hidden; }
figcaption { padding: .25rem .6rem; border-bottom: 1px solid var(--line); font-size: .8rem;
  color: var(--soft); }
figure pre { margin: 0; padding: .35rem 0; border-radius: 0; overflow-x: auto; white-space: pre;
  overflow-wrap: normal; }
figure pre span { display: block; min-width: max-content; padding: 0 .6rem; }
figure i { display: inline-block; width: 3em; margin-right: .8em; text-align: right; color: var(--soft);
  font-style: normal; user-select: none; }
.hit { background: color-mix(in srgb, var(--tone) 12%, transparent); }
mark { color: inherit; background: color-mix(in srgb, var(--tone) 32%, transparent); border-radius: .2rem; }
.minus { background: color-mix(in srgb, var(--bad) 14%, transparent); }
.plus { background: color-mix(in srgb, var(--good) 16%, transparent); }
.files { display: flex; flex-wrap: wrap; gap: .4rem; margin: .75rem 0 0; }
.files button { padding: .1rem .55rem; font: .8rem ui-monospace, monospace; color: var(--soft);
  cursor: pointer; background: var(--box); border: 1px solid var(--line); border-radius: 1rem; }
.files button:hover { color: var(--text); }
.names code { white-space: nowrap; } .names { color: var(--soft); font-size: .9rem; }
summary { cursor: pointer; font-size: .95rem; }
section > details > summary { padding: .3rem 0; }
table { border-collapse: collapse; width: 100%; } td { padding: .3rem .75rem .3rem 0; vertical-align: top;
  border-top: 1px solid var(--line); } td:first-child { white-space: nowrap; font-weight: 600; }
kbd { padding: 0 .35rem; border: 1px solid var(--line); border-radius: .25rem;
  font: .8rem ui-monospace, monospace; }
footer { margin-top: 3rem; color: var(--soft); font-size: .85rem; }
@media (max-width: 40rem) { body { padding: 1rem .75rem 3rem; } form { position: static; }
  figure pre { white-space: pre-wrap; overflow-wrap: anywhere; } figure pre span { min-width: 0;
  padding-left: 3.3em; text-indent: -2.7em; }
  article { padding: .6rem .7rem; } figure i { width: 2.2em; margin-right: .5em; text-indent: 0; } }
"""
_SHOWN_NAMES = 6
_SHOWN_FILES = 12
_SHOWN_PLACES = 3
_SHOWN_NOTES = 3


def bump_page(report: BumpReport) -> str:
    """Return the page: findings by effect with their code, the other changes, surface and advice."""
    unreached = report.impact.without_effect if report.has_layer else report.diff.changes
    boxes = [
        FilterBox(str(effect), f"{report.effect_count(effect)} {_short(effect)}") for effect in Effect
    ] + [FilterBox("none", f"{len(unreached)} without effect")]
    body = "\n".join(
        [
            f"<header><h1>{page_text(report.title)}</h1><p>{page_text(report.version_words)}</p></header>",
            _verdict(report),
            filter_form("Search findings", boxes),
            _files(report),
            "<main>",
            *(_effect(report, effect) for effect in Effect),
            _without_effect(report, unreached),
            _surface(report),
            _advice(report),
            _texts(report),
            "</main>",
            "<footer><kbd>/</kbd> search, <kbd>j</kbd> next, <kbd>k</kbd> previous finding</footer>",
        ]
    )
    return html_page(title=f"{report.name}: {report.title}", style=_STYLE, body=body)


def _short(effect: Effect) -> str:
    return {Effect.BREAKS: "break", Effect.ALTERS: "alter", Effect.STALE: "stale"}.get(effect, "not offered")


def _verdict(report: BumpReport) -> str:
    if report.needs_decision:
        words = f"{'; '.join(report.decisions)}."
        head, style = "A decision is needed.", "open"
    else:
        words = "No change needs a person."
        head, style = "Nothing to decide.", "done"
    fixed = counted(len(report.applied), "finding")
    more = f"<p>{fixed} fixed by edits that need no decision.</p>" if report.applied else ""
    layer = (
        ""
        if report.has_layer
        else "<p>This package has no stable layer: its users see the generated client.</p>"
    )
    return (
        f'<div class="verdict {style}"><strong>{head}</strong> {page_text(words)}{more}{layer}'
        f"{_notes(report.notes)}</div>"
    )


def _notes(notes: Sequence[str]) -> str:
    text = "".join(f"<p>{page_text(note)}</p>" for note in notes)
    if len(notes) <= _SHOWN_NOTES:
        return text
    return f"<details><summary>{counted(len(notes), 'note')}</summary>{text}</details>"


def _files(report: BumpReport) -> str:
    """A button for each file with findings: it searches for the file."""
    counts = Counter(finding.place.path for finding in report.impact.findings if finding.place)
    buttons = "".join(
        f'<button type="button" data-search="{page_text(path)}:">{page_text(path)} <b>{count}</b></button>'
        for path, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_SHOWN_FILES]
    )
    return f'<p class="files">{buttons}</p>' if buttons else ""


def _effect(report: BumpReport, effect: Effect) -> str:
    found = list(subjects(report, effect))
    if not found:
        return ""
    if effect is Effect.OFFER:
        items = "".join(
            f'<li data-item tabindex="-1">{page_text(one.words)} {_rule(one.group.change)}</li>'
            for one in found
        )
        inner = f"<ul>{items}</ul>"
    else:
        inner = "".join("".join(_subject(report, one)) for one in found)
    return (
        f'<section class="{effect}" data-kind="{effect}" data-section>'
        f"<h2>{EFFECT_TITLES[effect]}</h2>{inner}</section>"
    )


def _subject(report: BumpReport, subject: Subject) -> Iterator[str]:
    yield f'<article data-item tabindex="-1"><h3>{page_text(subject.words)}</h3><p>'
    if subject.is_applied:
        yield '<span class="tag fixed">fixed by an edit</span>'
    if not subject.group.is_certain:
        yield '<span class="tag plain">possible</span>'
    yield f"{_rule(subject.group.change)}</p>"
    if subject.group.public:
        yield _public(subject.group.public)
    if subject.group.change is not None:
        yield _excerpt(subject, subject.group.change)
    by_line = {(_line_of(finding), finding.edit): finding for finding in reversed(subject.group.findings)}
    shown = [_place(report, subject, finding) for finding in reversed(by_line.values())]
    shown = [place for place in dict.fromkeys(shown) if place]
    yield "".join(shown[:_SHOWN_PLACES])
    more = shown[_SHOWN_PLACES:]
    if more:
        yield f"<details><summary>{counted(len(more), 'more place')}</summary>{''.join(more)}</details>"
    yield "</article>"


def _line_of(finding: Finding) -> tuple[str, int]:
    return ("", 0) if finding.place is None else (finding.place.path, finding.place.line)


def _rule(change: Change | None) -> str:
    if change is None:
        return ""
    explanation = RULES[change.rule].explanation if change.rule in RULES else ""
    return (
        f'<small><code title="{escape(explanation)}">{page_text(change.rule)}</code> {change.level}</small>'
    )


def _public(names: tuple[str, ...]) -> str:
    words = list(
        dict.fromkeys(
            f'<code title="{page_text(name)}">{page_text(short_name(name))}</code>' for name in names
        )
    )
    shown, more = ", ".join(words[:_SHOWN_NAMES]), words[_SHOWN_NAMES:]
    rest = ", ".join(more)
    fold = f"<details><summary>and {len(more)} more</summary>{rest}</details>" if more else ""
    return f'<p class="names">Reached by {shown}</p>{fold}'


def _excerpt(subject: Subject, change: Change) -> str:
    """The change on the wire: the likelihood of a rename, or the values before and after."""
    if change.rename is None:
        return _excerpts(change.before, change.after)
    # A question says it already.
    is_asked = any(finding.edit and finding.edit.question for finding in subject.group.findings)
    return "" if is_asked else f"<p><small>{page_text(rename_words(change))}</small></p>"


def _excerpts(before: str, after: str) -> str:
    if before == after:
        return ""
    lines = "\n".join(f"{mark} {page_text(text)}" for mark, text in (("-", before), ("+", after)) if text)
    return f"<pre>{lines}</pre>" if lines else ""


def _place(report: BumpReport, subject: Subject, finding: Finding) -> str:
    words = subject.place_words(finding)
    if finding.place is None:
        return f"<p><small>{page_text(words)}</small></p>" if words else ""
    place = finding.place
    name = f" in <code>{page_text(short_name(finding.function))}</code>" if finding.function else ""
    caption = f"<code>{page_text(place.path)}:{place.line}</code>{name}"
    if words:
        caption += f" · {page_text(words)}"
    # Another edit on the same line is not the one of this finding.
    is_applied = any(finding is one for one in report.applied)
    edit = edited_lines(report, place) if is_applied else ()
    lines = "".join(map(_code_line, code_lines(report.sources, place)))
    changed = "".join(
        f'<span class="{"minus" if mark == "-" else "plus"}"><i>{mark}</i>{page_text(line)}</span>'
        for mark, line in edit
    )
    code = f'<pre tabindex="0">{lines}</pre>' if lines else ""
    fix = f'<figcaption>Edit</figcaption><pre tabindex="0">{changed}</pre>' if changed else _proposal(finding)
    return f"<figure><figcaption>{caption}</figcaption>{code}{fix}</figure>"


def _proposal(finding: Finding) -> str:
    edit = finding.edit
    if edit is None:
        return ""
    link = " against " if edit.kind is EditKind.GUARD else " → "
    change = link.join(text for text in (edit.old, edit.new) if text)
    kind = str(edit.kind).replace("-", " ").capitalize()
    words = f"{kind}: <code>{page_text(change)}</code>"
    question = f" {page_text(edit.question)}" if edit.question else ""
    return f"<figcaption>{words}.{question}</figcaption>"


def _code_line(line: CodeLine) -> str:
    if line.start == line.end:
        return f"<span><i>{line.number}</i>{page_text(line.text)}</span>"
    before, marked, after = line.text[: line.start], line.text[line.start : line.end], line.text[line.end :]
    return (
        f'<span class="hit"><i>{line.number}</i>{page_text(before)}<mark>{page_text(marked)}</mark>'
        f"{page_text(after)}</span>"
    )


def _without_effect(report: BumpReport, changes: tuple[Change, ...]) -> str:
    if not changes:
        return ""
    title = "Without effect on the layer" if report.has_layer else "Changes"
    count = counted(len(changes), "change")
    is_open = "" if report.has_layer else " open"
    items = "".join(
        f'<li data-item tabindex="-1">{page_text(change.words)}. {_rule(change)}</li>' for change in changes
    )
    return (
        f'<section class="none" data-kind="none" data-section><h2>{title}</h2>'
        f"<details data-section{is_open}><summary>{count}</summary><ul>{items}</ul></details></section>"
    )


def _surface(report: BumpReport) -> str:
    if not report.surface and not report.leaks and not report.failed_tests:
        return ""
    leaks = "".join(
        f"<tr><td>{kind}</td><td>{page_text(text)}</td></tr>"
        for kind, texts in (("error", report.leaks), ("old test", report.failed_tests))
        for text in texts
    )
    rows = "".join(
        f"<tr><td>{line.step}</td><td>{page_text(line.words)}{_excerpts(line.before, line.after)}</td></tr>"
        for line in report.surface
    )
    return f"<section><h2>Surface</h2><table>{leaks}{rows}</table></section>"


def _advice(report: BumpReport) -> str:
    votes = "".join(
        f"<tr><td>{vote.step}</td><td>{page_text(vote.reason)}</td></tr>" for vote in report.advice.votes
    )
    rule = f"<p><small>{page_text(report.advice.rule)}</small></p>" if report.advice.version else ""
    if not votes or not report.has_advice:
        return ""
    return f"<section><h2>Advice: {report.advice.step}</h2><table>{votes}</table>{rule}</section>"


def _texts(report: BumpReport) -> str:
    texts = (("Changelog entry", report.changelog), ("Migration note", report.migration))
    return "".join(
        f'<section><h2>{title}</h2><pre tabindex="0">{_lines(text)}</pre></section>'
        for title, text in texts
        if text
    )


def _lines(text: str) -> str:
    return "\n".join(page_text(line) for line in text.splitlines())
