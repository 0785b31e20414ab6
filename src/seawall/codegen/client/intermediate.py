"""What is to be generated, as data: between the parser's objects and the templates."""

from attrs import frozen

from seawall.codegen.client.type_exprs import TypeExpr

__all__ = ["Body", "CallDecl", "Declarations", "EnumDecl", "FieldDecl", "ModelDecl", "ParameterDecl"]


@frozen(kw_only=True)
class EnumDecl:
    """An open enum: its members' names and values."""

    name: str
    doc: str
    members: tuple[tuple[str, str], ...]


@frozen(kw_only=True)
class FieldDecl:
    """One field of a wire model; `wire` is its key in JSON, `optional` whether the key may be absent."""

    name: str
    wire: str
    shape: TypeExpr
    optional: bool


@frozen(kw_only=True)
class ModelDecl:
    """A wire model; `note` says which numbers are known where the spec lists them."""

    name: str
    doc: str
    note: str
    fields: tuple[FieldDecl, ...]


@frozen(kw_only=True)
class ParameterDecl:
    """One argument of a call outside its body; `default` is Python code, None where it must be given."""

    name: str
    wire: str
    location: str
    shape: TypeExpr
    default: str | None


@frozen(kw_only=True)
class Body:
    """What a call sends."""

    shape: TypeExpr
    media_type: str
    required: bool


@frozen(kw_only=True)
class CallDecl:
    """One operation: `answers` maps each successful status to its shape, None where there is no body."""

    name: str
    method: str
    path: str
    doc: str
    answers: tuple[tuple[int, TypeExpr | None], ...]
    parameters: tuple[ParameterDecl, ...]
    body: Body | None

    def of(self, location: str) -> tuple[ParameterDecl, ...]:
        """The parameters that go into `path`, `query` or `header`."""
        return tuple(parameter for parameter in self.parameters if parameter.location == location)


@frozen(kw_only=True)
class Declarations:
    """Everything that one client declares; `notes` says where it says less than the spec."""

    version: str
    server_path: str
    enums: tuple[EnumDecl, ...]
    models: tuple[ModelDecl, ...]
    calls: tuple[CallDecl, ...]
    notes: tuple[str, ...] = ()
