"""An import of several names, of which some come from another module now."""

from collections.abc import Mapping

import libcst as cst

from seawall.codegen.adapt.imports import Binding
from seawall.codegen.adapt.syntax import Refusal, Replacement, Syntax

__all__ = ["moved_import"]


def moved_import(
    syntax: Syntax,
    one: Binding,
    names: Mapping[cst.ImportAlias, str],
    modules: Mapping[cst.ImportAlias, str | None],
) -> list[Replacement]:
    """The replacements for the import of `one`: each alias as in `names`, from the module in `modules`.

    Aliases without an entry stay. If all go to one module, only names change; else the import is split.
    """
    statement = one.statement
    if not isinstance(statement, cst.ImportFrom) or isinstance(statement.names, cst.ImportStar):
        raise Refusal(f"{one.path} is in another module now. How is it imported here?")
    targets = {modules.get(alias) or one.module for alias in statement.names}
    if len(targets) == 1 and statement.module is not None:
        found = [syntax.put(alias, names[alias]) for alias in statement.names]
        return [syntax.put(statement.module, targets.pop()), *found]
    groups: dict[str, list[str]] = {}
    for alias in statement.names:
        text = names.get(alias) or f"{alias.evaluated_name}{_as(alias)}"
        groups.setdefault(modules.get(alias) or one.module, []).append(text)
    return [syntax.put(statement, _statements(syntax, one, groups))]


def _as(alias: cst.ImportAlias) -> str:
    return f" as {alias.evaluated_alias}" if alias.evaluated_alias else ""


def _statements(syntax: Syntax, one: Binding, groups: Mapping[str, list[str]]) -> str:
    start, _ = syntax.span(one.statement)
    begin = max(syntax.text.rfind("\n", 0, start), syntax.text.rfind("\r", 0, start)) + 1
    indent = syntax.text[begin:start]
    code = syntax.code(one.statement)
    if indent.strip() or "#" in code:
        raise Refusal(f"Not all names of `{code}` are in one module now. How are they imported?")
    newline = "\r\n" if "\r\n" in syntax.text else "\n"
    inner = f",{newline}{indent}    "
    dots = "." * one.level
    lines = []
    for module, names in sorted(groups.items()):
        if "(" in code and len(names) > 1:
            listed = f"({newline}{indent}    {inner.join(names)},{newline}{indent})"
        else:
            listed = ", ".join(names)
        lines.append(f"from {dots}{module} import {listed}")
    return f"{newline}{indent}".join(lines)
