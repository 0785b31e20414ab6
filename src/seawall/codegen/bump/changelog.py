"""The changelog entry of a bump, and the note on migration, for users of the SDK."""

import re
from collections.abc import Iterator, Sequence

from seawall.codegen.bump.advice import group_words
from seawall.codegen.diff.change import Diff
from seawall.codegen.diff.reports import markdown_text
from seawall.codegen.impact.groups import FindingGroup
from seawall.codegen.step import Step
from seawall.codegen.surface.change import SurfaceChange

__all__ = ["changelog_entry", "grown_entry", "migration_note", "with_changelog_entry"]

_HEADING = re.compile(r"^## .*$", re.MULTILINE)
_PART = re.compile(r"^### (.*)$", re.MULTILINE)
_NOTHING = "The changes of the API do not reach users of this SDK."


def changelog_entry(
    version: str,
    diff: Diff,
    altered: Sequence[FindingGroup],
    surface: Sequence[SurfaceChange],
    *,
    is_open: bool = False,
) -> str:
    """Return the entry of `version`: the changes that users of the SDK see, as Markdown.

    `altered` are the changes that come to something else. `is_open` is true if a person must still decide
    what users see.
    """
    versions = f"API {markdown_text(diff.new_version)}"
    if diff.old_version != diff.new_version:
        versions += f"; before, it was {markdown_text(diff.old_version)}"
    lines = [f"## {version}", "", f"For {versions}."]
    for title, items in (
        ("Changed incompatibly", _surface(surface, Step.MAJOR)),
        ("Added", _surface(surface, Step.MINOR)),
        ("Changed", (_sentence(group_words(group)) for group in altered)),
    ):
        found = list(dict.fromkeys(items))
        if found:
            lines += ["", f"### {title}", "", *(f"- {item}" for item in found)]
    if len(lines) == 3 and not is_open:  # noqa: PLR2004 - the heading, and the line of the API
        lines += ["", _NOTHING]
    return "\n".join([*lines, ""])


def migration_note(old: str, new: str, surface: Sequence[SurfaceChange]) -> str:
    """Return the note on migration from `old` to `new`; empty if no change is incompatible."""
    moved = [line for line in surface if line.step is Step.MAJOR]
    if not moved:
        return ""
    lines = [f"## From {old} to {new}", "", "Change these places of your program:", ""]
    for line in moved:
        lines.append(f"- {_sentence(line.words)}")
        if line.before:
            lines.append(f"  Before: {_code(line.before)}")
        if line.after:
            lines.append(f"  Now: {_code(line.after)}")
    return "\n".join([*lines, ""])


def with_changelog_entry(changelog: str, entry: str, *, name: str) -> str:
    """Put `entry` above the newest version; below a section `Unreleased`. An empty changelog begins with it.

    The changelog is returned as it is if it has the version of the entry already.
    """
    heading = entry.partition("\n")[0]
    headings = list(_HEADING.finditer(changelog))
    if any(one[0].strip() == heading for one in headings):
        return changelog
    versions = [one for one in headings if "unreleased" not in one[0].lower()]
    if not changelog.strip():
        return f"# Changelog of {name}\n\n{entry}"
    if not versions:
        return f"{changelog.rstrip()}\n\n{entry}"
    start = versions[0].start()
    return f"{changelog[:start]}{entry}\n{changelog[start:]}"


def grown_entry(changelog: str, old: str, entry: str) -> str:
    """Return the changelog with `entry` added to the entry of version `old`, which is not released.

    The heading becomes that of `entry`, the text is kept, and the lines that it does not have are added.
    """
    heading = re.search(rf"^## {re.escape(old)}$", changelog, re.MULTILINE)
    if heading is None:
        return changelog
    following = _HEADING.search(changelog, heading.end())
    end = len(changelog) if following is None else following.start()
    text = entry.partition("\n")[0] + changelog[heading.end() : end]
    present = set(text.splitlines())
    for title, lines in _parts(entry):
        text = _with_lines(text, title, [line for line in lines if line not in present])
    return changelog[: heading.start()] + text + changelog[end:]


def _parts(entry: str) -> Iterator[tuple[str, list[str]]]:
    """The titles of an entry, each with its lines."""
    _, *rest = _PART.split(entry)
    for title, text in zip(rest[::2], rest[1::2], strict=True):
        yield title, [line for line in text.splitlines() if line]


def _with_lines(text: str, title: str, lines: Sequence[str]) -> str:
    if not lines:
        return text
    text = text.replace(f"\n{_NOTHING}\n", "")
    head = re.search(rf"^### {re.escape(title)}$", text, re.MULTILINE)
    if head is None:
        return "\n".join([text.rstrip(), "", f"### {title}", "", *lines, "", ""])
    following = _PART.search(text, head.end())
    end = len(text) if following is None else following.start()
    return "\n".join([text[:end].rstrip(), *lines, "", text[end:]])


def _surface(surface: Sequence[SurfaceChange], step: Step) -> Iterator[str]:
    return (_sentence(line.words) for line in surface if line.step is step)


def _sentence(words: str) -> str:
    text = markdown_text(words)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _code(text: str) -> str:
    line = " ".join("".join(part if part.isprintable() else " " for part in text).split())
    longest = max((len(run) for run in re.findall(r"`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{line}{pad}{fence}"
