"""The public signatures of one file, which no edit may change."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

__all__ = ["changed_signatures", "public_signatures"]


def public_signatures(text: str) -> Mapping[str, str]:
    """Every public name of a file with its signature: parameters, annotations, defaults, bases, values.

    Of a variable of the module, the name and annotation count; of one of a class, the value too.
    """
    tree = ast.parse(text.removeprefix("\ufeff"))
    return dict(_of_body(tree.body, "", is_class=False))


def _of_body(body: Iterable[ast.stmt], owner: str, *, is_class: bool) -> Iterator[tuple[str, str]]:
    for node in body:
        match node:
            case ast.Assign([ast.Name("from_wire")]) | ast.AnnAssign(ast.Name("from_wire")) if is_class:
                # A declared conversion: users do not call it.
                continue
            case ast.FunctionDef() | ast.AsyncFunctionDef() if _is_public(node.name):
                yield f"{owner}{node.name}", _signature(node)
            case ast.ClassDef() if _is_public(node.name):
                bases = ", ".join(map(ast.unparse, (*node.bases, *node.keywords)))
                yield f"{owner}{node.name}", f"class({bases})"
                yield from _of_body(node.body, f"{owner}{node.name}.", is_class=True)
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation) if _is_public(name):
                value = ast.unparse(node.value) if node.value and is_class else ""
                yield f"{owner}{name}", f"{ast.unparse(annotation)} = {value}"
            case ast.Assign(targets=targets, value=given):
                for target in targets:
                    if isinstance(target, ast.Name) and (_is_public(target.id) or target.id == "__all__"):
                        shown = is_class or target.id == "__all__"
                        yield f"{owner}{target.id}", ast.unparse(given) if shown else ""
            case ast.If(body=inner, orelse=other) | ast.Try(body=inner, orelse=other):
                yield from _of_body([*inner, *other], owner, is_class=is_class)
            case _:
                pass


def _is_public(name: str) -> bool:
    return not name.startswith("_") or (name.startswith("__") and name.endswith("__") and name != "__all__")


def _signature(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    kind = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    result = ast.unparse(node.returns) if node.returns else ""
    return f"{kind}({ast.unparse(node.args)}) -> {result}"


def changed_signatures(old: str, new: str, renamed: Mapping[str, str], classes: Collection[str]) -> list[str]:
    """The public names of which the text `new` has another signature than `old`.

    A name of the generated client in a signature may follow `renamed`: there is none under the old name any
    more. Within a text, only the name of one of `classes` may: it may be an annotation in quotes.
    """
    before, after = public_signatures(old), public_signatures(new)
    return sorted(
        name
        for name in {*before, *after}
        if before.get(name) != after.get(name)
        and (
            name not in before
            or name not in after
            or not _follows(before[name], after[name], renamed, classes)
        )
    )


_TOKEN = re.compile(r"'[^']*'|\"[^\"]*\"|\w+|\W")


def _follows(old: str, new: str, renamed: Mapping[str, str], classes: Collection[str]) -> bool:
    """Return whether two signatures differ only in names of the client that are renamed."""
    in_text = {name: renamed[name] for name in classes}
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    return len(before) == len(after) and all(
        one == other
        or renamed.get(one) == other
        or (one[0] in "'\"" and re.sub(r"\w+", lambda word: in_text.get(word[0], word[0]), one) == other)
        for one, other in zip(before, after, strict=True)
    )
