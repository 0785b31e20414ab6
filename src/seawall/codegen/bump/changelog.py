"""The changelog entry of a bump, and the note on migration, for users of the SDK."""

import re
from collections.abc import Iterator, Sequence

from seawall.codegen.bump.advice import group_words
from seawall.codegen.diff.change import Diff
from seawall.codegen.diff.reports import markdown_text
from seawall.codegen.impact.groups import FindingGroup
from seawall.codegen.step import Step
from seawall.codegen.surface.change import SurfaceChange

__all__ = ["changelog_entry", "migration_note", "renamed_entry", "with_changelog_entry"]

_HEADING = re.compile(r"^## .*$", re.MULTILINE)


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
        lines += ["", "The changes of the API do not reach users of this SDK."]
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


def renamed_entry(changelog: str, old: str, new: str) -> str:
    """Return the changelog with another version in the heading of an entry that is not released."""
    return re.sub(rf"^## {re.escape(old)}$", f"## {new}", changelog, count=1, flags=re.MULTILINE)


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
