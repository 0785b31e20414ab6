"""Renders models, enums and aliases."""

from collections.abc import Iterator

from seawall.codegen.client.declarations import AliasDecl, EnumDecl, FieldDecl, ModelDecl, ModelModule
from seawall.codegen.client.docstrings import docstring
from seawall.codegen.client.layout import Alternatives, Bracketed, Code, laid_out
from seawall.codegen.client.literals import literal, text_literal
from seawall.codegen.client.type_exprs import UNSET_TYPE, DictOf, code, union

__all__ = ["render_module"]


def render_module(module: ModelModule) -> str:
    """Render the declarations of one module of `models`, without its imports."""
    return "\n\n".join(_declaration(item) for item in module.declarations).removeprefix("\n")


def _declaration(item: EnumDecl | ModelDecl | AliasDecl) -> str:
    if isinstance(item, AliasDecl):
        return (
            laid_out([f"{item.name}: TypeAlias = ", code(item.type_expr)])
            + f"\n{docstring(item.doc, indent='')}\n"
        )
    if isinstance(item, EnumDecl):
        base = "OpenEnum" if all(isinstance(value, str) for _, value in item.members) else "OpenIntEnum"
        head = f"class {item.name}({base}):\n    {docstring(item.doc)}\n\n"
        return head + "".join(f"{_member(name, value)}\n" for name, value in item.members)
    head = f"@frozen(kw_only=True)\nclass {item.name}:\n    {docstring(item.doc, item.note)}\n"
    fields = "".join(f"{_field(field)}\n" for field in item.fields)
    return f"{head}\n{fields}" if fields else head


def _member(name: str, value: str | int) -> str:
    return laid_out([f"{name} = ", Alternatives((literal(value),))], 4)


def _field(field: FieldDecl) -> str:
    return laid_out(list(_field_pieces(field)), 4)


def _field_pieces(field: FieldDecl) -> "Iterator[Code]":
    if field.is_additional:
        item = DictOf(field.type_expr)
        inner = code(item)
        assert isinstance(inner, Bracketed)
        yield f"{field.name}: "
        yield Bracketed("Mapping[", inner.parts, "]")
        yield " = "
        yield Bracketed("field(", ("factory=dict[str, Any]", 'metadata={"additional": True}'), ")")
        return
    kind = union([field.type_expr, UNSET_TYPE]) if field.optional else field.type_expr
    default = "UNSET" if field.optional else ""
    if field.constant is not None:
        default = literal(field.constant)
    yield f"{field.name}: "
    yield code(kind)
    if field.wire != field.name:
        arguments = [f"default={default}"] if default else []
        yield " = "
        yield Bracketed("field(", (*arguments, f'metadata={{"wire": {text_literal(field.wire)}}}'), ")")
    elif default:
        yield f" = {default}"
