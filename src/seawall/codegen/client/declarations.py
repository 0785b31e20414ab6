"""Declarations: the data that the templates render."""

from attrs import frozen

from seawall.codegen.client.type_exprs import TypeExpr

__all__ = ["Body", "CallDecl", "Declarations", "EnumDecl", "FieldDecl", "ModelDecl", "ParameterDecl"]


@frozen(kw_only=True)
class EnumDecl:
    """An open enum; `members` are pairs of name and value."""

    name: str
    doc: str
    members: tuple[tuple[str, str], ...]


@frozen(kw_only=True)
class FieldDecl:
    """One field of a wire model; `wire` is its key in JSON. The key of an `optional` field may be absent."""

    name: str
    wire: str
    type_expr: TypeExpr
    optional: bool


@frozen(kw_only=True)
class ModelDecl:
    """A wire model; `note` lists the known values of integer enums."""

    name: str
    doc: str
    note: str
    fields: tuple[FieldDecl, ...]


@frozen(kw_only=True)
class ParameterDecl:
    """A path, query or header parameter; `default` is Python code, None if the argument is required."""

    name: str
    wire: str
    location: str
    type_expr: TypeExpr
    default: str | None


@frozen(kw_only=True)
class Body:
    """The request body of a call."""

    type_expr: TypeExpr
    media_type: str
    required: bool


@frozen(kw_only=True)
class CallDecl:
    """One operation; `results` pairs each successful status with its type, None if it has no body."""

    name: str
    method: str
    path: str
    doc: str
    results: tuple[tuple[int, TypeExpr | None], ...]
    parameters: tuple[ParameterDecl, ...]
    body: Body | None

    def of(self, location: str) -> tuple[ParameterDecl, ...]:
        """The parameters of one location: `path`, `query` or `header`."""
        return tuple(parameter for parameter in self.parameters if parameter.location == location)


@frozen(kw_only=True)
class Declarations:
    """The declarations of one client; `notes` lists the parts that are less precise than the spec."""

    version: str
    server_path: str
    enums: tuple[EnumDecl, ...]
    models: tuple[ModelDecl, ...]
    calls: tuple[CallDecl, ...]
    notes: tuple[str, ...] = ()
