"""Renders the reference of all commands, and the pages of the Python reference, as Markdown.

It uses names, types and help texts, not the output of `--help`, which depends on the terminal and the version
of rich.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from seawall.cli.generated_file import check_or_write
from seawall.cli.python_reference import python_pages
from seawall.cli.site_navigation import with_reference_pages
from seawall.terminal.exit_codes import DESCRIPTIONS
from seawall.terminal.same_command import same_command

__all__ = ["reference", "reference_text"]

_HEADER = """\
<!-- DO NOT EDIT. Derived by "seawall reference" from the commands themselves. -->
# Command line

`seawall` needs the extra `cli`. Data goes to stdout, everything else to stderr. With `--output json`, stdout
contains one JSON document and nothing else.
"""


def reference(
    context: typer.Context,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if the file differs.")
    ] = False,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="File to write.")] = Path("docs/cli.md"),
) -> None:
    """Write the reference of all commands, and beside it, in the folder `reference`, that of all names.

    The file zensical.toml above the folder, if there is one, lists the pages.
    """
    root = context.find_root().command
    assert isinstance(root, TyperGroup)
    command = same_command(context, without="--check")
    check_or_write(to, reference_text(root).encode(), check=check, command=command)
    pages = python_pages()
    for name, text in pages.items():
        check_or_write(to.parent / "reference" / name, text.encode(), check=check, command=command)
    site = to.parent.parent / "zensical.toml"
    if site.is_file():
        listed = with_reference_pages(site.read_text(encoding="utf-8"), pages)
        check_or_write(site, listed.encode(), check=check, command=command)


def reference_text(root: TyperGroup) -> str:
    """Render the reference of the command `root` and its subcommands as one Markdown document."""
    sections = [_HEADER, *_sections(root, ["seawall"]), _exit_codes()]
    return "\n".join(sections)


def _sections(command: Any, path: list[str]) -> Iterator[str]:
    context = typer.Context(command, info_name=path[-1])
    is_root = len(path) == 1
    if is_root or not hasattr(command, "list_commands"):
        yield _section(command, path)
    if not hasattr(command, "list_commands"):
        return
    for name in command.list_commands(context):
        child = command.get_command(context, name)
        if not child.hidden:
            yield from _sections(child, [*path, name])


def _section(command: Any, path: list[str]) -> str:
    lines = [f"## {' '.join(path)}", "", _paragraphs(command.help or ""), ""]
    arguments = [p for p in command.params if p.param_type_name == "argument" and not p.hidden]
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
    usage = [*path, *(_usage(argument) for argument in arguments), "[OPTIONS]"]
    lines += ["```text", " ".join(usage), "```", ""]
    lines += _rows("Argument", [(f"`{a.metavar or a.name.upper()}`", a.help) for a in arguments])
    lines += _rows("Option", [(_names(option), _help(option)) for option in options])
    if command.epilog:
        lines += [_example(command.epilog), ""]
    return "\n".join(lines)


def _usage(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def _names(option: Any) -> str:
    # "or" between choices: Markdown renderers disagree about an escaped bar in a code span of a table.
    metavar = f" {option.metavar}" if option.metavar and not option.is_flag else ""
    names = ", ".join(f"`{name}{metavar}`" for name in (*option.opts, *option.secondary_opts))
    choices = [str(getattr(choice, "value", choice)) for choice in getattr(option.type, "choices", ())]
    return f"{names}: {' or '.join(f'`{choice}`' for choice in choices)}" if choices else names


def _help(option: Any) -> str:
    default = option.default
    notes = " Required." if option.required else ""
    if not option.is_flag and isinstance(default, str | int | float | Path):
        notes = f" Default: {getattr(default, 'value', default)}."
    return f"{option.help or ''}{notes}"


def _rows(title: str, rows: Sequence[tuple[str, str]]) -> list[str]:
    if not rows:
        return []
    lines = [f"| {name} | {text.replace('|', chr(92) + '|')} |" for name, text in rows]
    return [f"| {title} | Description |", "|---|---|", *lines, ""]


def _paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _example(epilog: str) -> str:
    _, *commands = [line.strip() for line in epilog.removeprefix("\b\n").splitlines()]
    return "\n".join(["```text", *commands, "```"])


def _exit_codes() -> str:
    rows = [(str(int(code)), description) for code, description in DESCRIPTIONS.items()]
    return "\n".join(
        ["## Exit codes", "", "| Code | Description |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows), ""]
    )
