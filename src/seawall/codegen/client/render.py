"""Declarations to Python source, by the templates in `templates/`.

The templates come out formatted as `ruff format` would have it at the width below, so no formatter runs
and no version of one decides the bytes.
"""

import ast
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import DictLoader, Environment, StrictUndefined

from seawall.codegen.client.intermediate import CallDecl, Declarations, FieldDecl, ParameterDecl
from seawall.codegen.client.literals import docstring, literal, text_literal
from seawall.codegen.client.type_exprs import ANY, LiteralOf, Plain, TypeExpr, UnionOf, code, union

__all__ = ["TEMPLATES", "read_templates", "render"]

WIDTH = 110
TEMPLATES = ("__init__.py.jinja", "calls.py.jinja", "enums.py.jinja", "models.py.jinja")

# What generated code may use, and how it gets it: (block, module, names); block 0 is `import … as …`.
_IMPORTS = (
    (0, "datetime", ("dt",)),
    (1, "typing", ("Any", "Literal")),
    (1, "uuid", ("UUID",)),
    (2, "attrs", ("field", "frozen")),
    (3, "seawall.core.engine.call", ("Call", "Operation")),
    (3, "seawall.core.wire.open_enum", ("OpenEnum",)),
    (3, "seawall.core.wire.unset", ("UNSET", "UnsetType")),
    (4, ".", ("enums", "models")),
)


def read_templates() -> dict[str, bytes]:
    """The templates by name, as bytes."""
    folder = Path(__file__).parent / "templates"
    return {name: (folder / name).read_bytes() for name in TEMPLATES}


def render(decls: Declarations, marker: str, templates: Mapping[str, bytes]) -> dict[str, bytes]:
    """The generated files by name."""
    environment = Environment(
        loader=DictLoader({name: text.decode("utf-8") for name, text in templates.items()}),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  # Python, not HTML: text goes out through `text` and `docstring`
    )
    environment.filters.update(text=text_literal, docstring=docstring)
    environment.globals.update(
        operation=_operation, signature=_signature, call=_call, field=_field, constant=_constant
    )
    files = {}
    for name in TEMPLATES:
        body = environment.get_template(name).render(decls=decls)
        files[name.removesuffix(".jinja")] = _with_header(marker, body).encode("ascii")
    return files


def _with_header(marker: str, body: str) -> str:
    """`body` under the marker, with the imports that it needs after its docstring."""
    if not re.search(r"^(class|def) ", body, re.MULTILINE):
        return f"{marker}\n{body}"
    doc, _, rest = body.partition('"""\n')
    return f'{marker}\n{doc}"""\n\nfrom __future__ import annotations\n\n{_imports(rest)}{rest.lstrip()}'


def _imports(source: str) -> str:
    used = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    blocks: dict[int, list[str]] = {}
    for block, module, names in _IMPORTS:
        needed = [name for name in names if name in used]
        if needed:
            line = (
                f"import {module} as {needed[0]}"
                if block == 0
                else f"from {module} import {', '.join(needed)}"
            )
            blocks.setdefault(max(block, 1), []).append(line)
    space = "\n" if source.startswith("\n\n") else ""
    return "".join("\n".join(lines) + "\n\n" for _, lines in sorted(blocks.items())) + space


def _laid_out(before: str, parts: Iterable[str], after: str) -> str:
    """`before(parts)after` on one line where it fits, else one part a line."""
    parts = list(parts)
    flat = f"{before}{', '.join(parts)}{after}"
    if len(flat) <= WIDTH or not parts:
        return flat
    indent = re.match(r" *", before)
    space = indent[0] if indent else ""
    inner = ", ".join(parts)
    if len(space) + 4 + len(inner) <= WIDTH and before.rstrip().startswith("def "):
        return f"{before}\n{space}    {inner}\n{space}{after}"
    lines = "".join(f"{space}    {part},\n" for part in parts)
    return f"{before}\n{lines}{space}{after}"


def _constant(call: CallDecl) -> str:
    return call.name.upper()


def _result(call: CallDecl) -> str:
    """What the call's successful answers decode into, as the signature has it."""
    shapes: list[TypeExpr] = []
    for _, shape in call.answers:
        shapes.append(Plain("None") if shape is None else shape)
    distinct = list(dict.fromkeys(shapes))
    if ANY in distinct:
        return "object"
    return _typed(distinct[0] if len(distinct) == 1 else UnionOf(tuple(distinct)))


def _typed(shape: TypeExpr) -> str:
    return "object" if shape == ANY else code(shape, prefix="models.")


def _operation(call: CallDecl) -> str:
    answers = ", ".join(
        f"{status}: {'None' if shape is None else code(shape, prefix='models.')}"
        for status, shape in call.answers
    )
    return _laid_out(
        f"{_constant(call)}: Operation[{_result(call)}] = Operation(",
        [
            f"id={text_literal(call.name)}",
            f"method={text_literal(call.method)}",
            f"path={text_literal(call.path)}",
            f"result_types={{{answers}}}",
        ],
        ")",
    )


def _signature(call: CallDecl) -> str:
    path = [f"{parameter.name}: {_typed(parameter.shape)}" for parameter in call.of("path")]
    rest = []
    if call.body is not None:
        shape = call.body.shape if call.body.required else union([call.body.shape, Plain("None")])
        rest.append(f"body: {_typed(shape)}" + ("" if call.body.required else " = None"))
    rest.extend(map(_argument, [*call.of("query"), *call.of("header")]))
    star = ["*"] if rest else []
    return _laid_out(f"def {call.name}(", [*path, *star, *rest], f") -> Call[{_result(call)}]:")


def _argument(parameter: ParameterDecl) -> str:
    default = "" if parameter.default is None else f" = {parameter.default}"
    return f"{parameter.name}: {_typed(parameter.shape)}{default}"


def _call(call: CallDecl) -> str:
    parts = [_constant(call)]
    for keyword, location in (("path", "path"), ("query", "query"), ("headers", "header")):
        parameters = call.of(location)
        if parameters:
            pairs = [f"{text_literal(parameter.wire)}: {parameter.name}" for parameter in parameters]
            parts.append(_laid_out(f"        {keyword}={{", pairs, "}").lstrip())
    if call.body is not None:
        media_type = text_literal(call.body.media_type)
        parts.append("body=body")
        parts.append(
            f"media_type={media_type if call.body.required else f'None if body is None else {media_type}'}"
        )
    return _laid_out("    return Call(", parts, ")")


def _field(field: FieldDecl) -> str:
    kind = code(field.shape)
    default = "UNSET" if field.optional else ""
    if isinstance(field.shape, LiteralOf):
        # The one value that it can have, so that nobody need give it.
        default = literal(field.shape.value)
    elif field.optional:
        kind = f"{kind} | UnsetType"
    if field.wire == field.name:
        return f"{field.name}: {kind}" + (f" = {default}" if default else "")
    arguments = [f"default={default}"] if default else []
    arguments.append(f'metadata={{"wire": {text_literal(field.wire)}}}')
    return _laid_out(f"    {field.name}: {kind} = field(", arguments, ")").lstrip()
