"""Renders declarations to Python source with the templates in `templates/`.

The output is already formatted as `ruff format` formats it at the width below. So no formatter runs, and no
formatter version changes the bytes.
"""

import ast
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import DictLoader, Environment, StrictUndefined

from seawall.codegen.client.declarations import CallDecl, Declarations, FieldDecl, ParameterDecl
from seawall.codegen.client.docstrings import LINE_WIDTH, docstring
from seawall.codegen.client.literals import literal, text_literal
from seawall.codegen.client.type_exprs import ANY, NONE, LiteralOf, TypeExpr, UnionOf, code, union

__all__ = ["TEMPLATES", "read_templates", "render"]

TEMPLATES = ("__init__.py.jinja", "calls.py.jinja", "enums.py.jinja", "models.py.jinja")

# The imports that generated code may need: (block, module, names). Block 0 is written `import … as …`.
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
    """Read the templates, by file name."""
    folder = Path(__file__).parent / "templates"
    return {name: (folder / name).read_bytes() for name in TEMPLATES}


def render(decls: Declarations, marker: str, templates: Mapping[str, bytes]) -> dict[str, bytes]:
    """Render the generated files, by file name."""
    environment = Environment(
        loader=DictLoader({name: text.decode("utf-8") for name, text in templates.items()}),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Python, not HTML: the filters `text` and `docstring` escape
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
    """Put the marker before `body`, and the imports that it needs after its docstring."""
    if not re.search(r"^(class|def) ", body, re.MULTILINE):
        # Constants only (`__init__.py`), or a spec without enums or models.
        return f"{marker}\n{body}"
    # Annotations are not evaluated, so models may refer to models that follow.
    doc, _, rest = body.partition('"""\n')
    return f'{marker}\n{doc}"""\n\nfrom __future__ import annotations\n\n{_imports(rest)}{rest.lstrip()}'


def _imports(source: str) -> str:
    # From the syntax tree, not the text: a docstring may contain any word.
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
    # Two empty lines before a class or function, one before a constant.
    space = "\n" if source.startswith("\n\n") else ""
    return "".join("\n".join(lines) + "\n\n" for _, lines in sorted(blocks.items())) + space


def _layout(before: str, parts: Iterable[str], after: str) -> str:
    """`before`, `parts` and `after` on one line if they fit, else one part on each line."""
    parts = list(parts)
    flat = f"{before}{', '.join(parts)}{after}"
    if len(flat) <= LINE_WIDTH or not parts:
        return flat
    indent = re.match(r" *", before)
    space = indent[0] if indent else ""
    inner = ", ".join(parts)
    # ruff keeps both forms: this one, and below the one with a trailing comma.
    if len(space) + 4 + len(inner) <= LINE_WIDTH and before.rstrip().startswith("def "):
        return f"{before}\n{space}    {inner}\n{space}{after}"
    lines = "".join(f"{space}    {part},\n" for part in parts)
    return f"{before}\n{lines}{space}{after}"


def _constant(call: CallDecl) -> str:
    return call.name.upper()


def _result(call: CallDecl) -> str:
    """The result type of the call: the union over its successful statuses."""
    distinct = list(dict.fromkeys(NONE if result is None else result for _, result in call.results))
    # `object`, not Any: the caller must narrow the type before use.
    if ANY in distinct:
        return "object"
    return _annotation(distinct[0] if len(distinct) == 1 else UnionOf(tuple(distinct)))


def _annotation(type_expr: TypeExpr) -> str:
    return "object" if type_expr == ANY else code(type_expr, prefix="models.")


def _operation(call: CallDecl) -> str:
    result_types = ", ".join(
        f"{status}: {'None' if result is None else code(result, prefix='models.')}"
        for status, result in call.results
    )
    parts = [
        f"id={text_literal(call.name)}",
        f"method={text_literal(call.method)}",
        f"path={text_literal(call.path)}",
        f"result_types={{{result_types}}}",
    ]
    for place in ("header", "query"):
        names = [text_literal(parameter.wire) for parameter in call.of(place)]
        if names:
            parts.append(_layout(f"    {place}_parameters={{", names, "}").lstrip())
        elif place == "query" and call.method == "GET":
            # None would mean that the parameters are not known, and a list could page by any name.
            parts.append("query_parameters=()")
    return _layout(f"{_constant(call)}: Operation[{_result(call)}] = Operation(", parts, ")")


def _signature(call: CallDecl) -> str:
    path = [f"{parameter.name}: {_annotation(parameter.type_expr)}" for parameter in call.of("path")]
    rest = []
    if call.body is not None:
        type_expr = call.body.type_expr if call.body.required else union([call.body.type_expr, NONE])
        rest.append(f"body: {_annotation(type_expr)}" + ("" if call.body.required else " = None"))
    rest.extend(map(_argument, [*call.of("query"), *call.of("header")]))
    star = ["*"] if rest else []
    return _layout(f"def {call.name}(", [*path, *star, *rest], f") -> Call[{_result(call)}]:")


def _argument(parameter: ParameterDecl) -> str:
    default = "" if parameter.default is None else f" = {parameter.default}"
    return f"{parameter.name}: {_annotation(parameter.type_expr)}{default}"


def _call(call: CallDecl) -> str:
    parts = [_constant(call)]
    for keyword, location in (("path", "path"), ("query", "query"), ("headers", "header")):
        parameters = call.of(location)
        if parameters:
            pairs = [f"{text_literal(parameter.wire)}: {parameter.name}" for parameter in parameters]
            parts.append(_layout(f"        {keyword}={{", pairs, "}").lstrip())
    if call.body is not None:
        media_type = text_literal(call.body.media_type)
        parts.append("body=body")
        parts.append(
            f"media_type={media_type if call.body.required else f'None if body is None else {media_type}'}"
        )
    return _layout("    return Call(", parts, ")")


def _field(field: FieldDecl) -> str:
    kind = code(field.type_expr)
    default = "UNSET" if field.optional else ""
    if isinstance(field.type_expr, LiteralOf):
        # A discriminator has one value, so it is the default.
        default = literal(field.type_expr.value)
    elif field.optional:
        kind = f"{kind} | UnsetType"
    if field.wire == field.name:
        return f"{field.name}: {kind}" + (f" = {default}" if default else "")
    arguments = [f"default={default}"] if default else []
    arguments.append(f'metadata={{"wire": {text_literal(field.wire)}}}')
    return _layout(f"    {field.name}: {kind} = field(", arguments, ")").lstrip()
