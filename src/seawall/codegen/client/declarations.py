"""Declarations: the data that is rendered."""

from collections.abc import Mapping
from typing import TypeAlias

from attrs import frozen

from seawall.codegen.api.model import ApiParameter, Encoding
from seawall.codegen.client.type_exprs import TypeExpr

__all__ = [
    "AliasDecl",
    "AnswerType",
    "BodyDecl",
    "CallDecl",
    "Declarations",
    "EnumDecl",
    "FieldDecl",
    "ModelDecl",
    "ModelModule",
    "ParameterDecl",
]


@frozen(kw_only=True)
class EnumDecl:
    """An open enum of texts or of integers; `members` are pairs of name and value."""

    name: str
    doc: str
    members: tuple[tuple[str, str | int], ...]


@frozen(kw_only=True)
class FieldDecl:
    """One field of a wire model; `wire` is its key in JSON. The key of an `optional` field may be absent.

    `constant` is the value of a required key that has only one. `is_additional` marks the field that holds
    the keys without a field.
    """

    name: str
    wire: str
    type_expr: TypeExpr
    optional: bool = False
    constant: str | int | bool | None = None
    is_additional: bool = False


@frozen(kw_only=True)
class ModelDecl:
    """A wire model; `note` lists the defaults of the spec."""

    name: str
    doc: str
    note: str
    fields: tuple[FieldDecl, ...]


@frozen(kw_only=True)
class AliasDecl:
    """A name for a type that is no class."""

    name: str
    doc: str
    type_expr: TypeExpr


@frozen(kw_only=True)
class ModelModule:
    """One module of `models`; aliases come last, because they are evaluated."""

    name: str
    declarations: tuple[EnumDecl | ModelDecl | AliasDecl, ...]


@frozen(kw_only=True)
class ParameterDecl:
    """A parameter of a call: its argument, and its facts in the spec."""

    name: str
    type_expr: TypeExpr
    facts: ApiParameter


@frozen(kw_only=True)
class BodyDecl:
    """The request body of a call, in one of several media types; `encodings` are those of their parts."""

    type_expr: TypeExpr
    media_types: tuple[str, ...]
    required: bool
    encodings: Mapping[str, Mapping[str, Encoding]]


AnswerType: TypeAlias = TypeExpr | tuple[tuple[str, TypeExpr], ...] | None
"""The type of an answer: that of JSON, pairs of media type and type, or None if there is no body."""


@frozen(kw_only=True)
class CallDecl:
    """One operation. `results` and `errors` pair a status with the type of its body.

    `items` pairs the media types of streams with the types of their items. `module` is the module that holds
    it in a client with many operations.
    """

    name: str
    method: str
    path: str
    doc: str
    note: str
    module: str
    results: tuple[tuple[str, AnswerType], ...]
    errors: tuple[tuple[str, AnswerType], ...]
    items: tuple[tuple[str, TypeExpr], ...]
    accept: tuple[str, ...]
    parameters: tuple[ParameterDecl, ...]
    body: BodyDecl | None
    security: tuple[Mapping[str, tuple[str, ...]], ...]
    deprecated: bool
    idempotency_header: str | None

    def of(self, location: str) -> tuple[ParameterDecl, ...]:
        """The parameters of one location: `path`, `query`, `header` or `cookie`."""
        return tuple(parameter for parameter in self.parameters if parameter.facts.location == location)


@frozen(kw_only=True)
class Declarations:
    """The declarations of one client; `servers` are its base URLs, with the defaults of their variables.

    `notes` tell what the client leaves to its user.
    """

    version: str
    server_path: str
    servers: tuple[str, ...]
    modules: tuple[ModelModule, ...]
    calls: tuple[CallDecl, ...]
    notes: tuple[str, ...] = ()
