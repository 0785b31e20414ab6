"""A generated client as data: its functions and classes, and the parts of the spec that each stands for."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from attrs import field, frozen

__all__ = [
    "ClientClass",
    "ClientField",
    "ClientFunction",
    "ClientStyle",
    "GeneratedClient",
    "Part",
    "PartKind",
]


class ClientStyle(StrEnum):
    """Style of a generated client."""

    SEAWALL = "seawall"
    STOCK = "stock"


class PartKind(StrEnum):
    """Kind of a part of a generated client."""

    OPERATION = "operation"
    PARAMETER = "parameter"
    CLASS = "class"
    FIELD = "field"
    MEMBER = "member"


@frozen(order=True)
class Part:
    """A part of a generated client that hand-written code can use.

    `owner` is the key of the operation (`GET /pets/{id}`) for an operation or parameter, and the name of the
    class for a class, field or member. `name` is the parameter (`query limit`, or `body`), the Python name of
    the field, or the name of the member; empty for an operation or class.
    """

    kind: PartKind
    owner: str
    name: str = ""


@frozen(kw_only=True)
class ClientField:
    """A field of a model: its Python name, its name on the wire, and its type as written.

    `pointers` are the places of the property in the effective spec. The field of the additional properties
    has no name on the wire.
    """

    name: str
    wire_name: str
    annotation: str = ""
    pointers: tuple[str, ...] = ()


@frozen(kw_only=True)
class ClientClass:
    """A class of the client: a model with fields, an enum with the wire values of its members, or an alias.

    `module` is the module in the package, such as `models.pet`. `pointers` are the places of the schema in
    the effective spec, `schema` the component if it is one. An enum of the stock style that is a `Literal`
    (`is_literal`) has its values as names of members. `alias` is the type, as written, for which the name of
    no class stands; empty for a class.
    """

    name: str
    module: str
    pointers: tuple[str, ...] = ()
    schema: str = ""
    fields: Mapping[str, ClientField] = field(factory=dict)
    members: Mapping[str, str | int | float | bool] = field(factory=dict)
    is_literal: bool = False
    alias: str = ""


@frozen(kw_only=True)
class ClientFunction:
    """A function that makes or sends a call: an operation, under one of its Python names.

    `module` and `name` are those in the package: `calls` and `get_pet`, or `api.pets.get_pet` and
    `sync_detailed`. `arguments` maps a Python argument to the parameter (`query limit`, or `body`), in the
    order of the signature, and `types` maps it to its type as written. `required` are the arguments without a
    default. `result` is the type of a successful answer, as written, empty if there is none; in the stock
    style without the types of errors. `items` is the type of one item of a stream.
    """

    name: str
    module: str
    operation: str
    arguments: Mapping[str, str] = field(factory=dict)
    types: Mapping[str, str] = field(factory=dict, repr=False)
    required: tuple[str, ...] = ()
    result: str = ""
    items: str = ""


@frozen(kw_only=True)
class GeneratedClient:
    """A whole generated client; `package` is its import name for the layer, e.g. `shop._generated`.

    `classes` are by name; the names of classes are unique in a client. `places` has the parts that a pointer
    into the effective spec stands for; a component without a class, such as a list, stands for each
    operation, parameter and field whose value it is.
    """

    package: str
    style: ClientStyle
    functions: tuple[ClientFunction, ...] = ()
    classes: Mapping[str, ClientClass] = field(factory=dict)
    places: Mapping[str, tuple[Part, ...]] = field(factory=dict, repr=False)

    def parts_at(self, pointer: str) -> tuple[Part, ...]:
        """The parts at `pointer`, else those at the nearest place around it; empty if there is none."""
        while pointer:
            if pointer in self.places:
                return self.places[pointer]
            pointer = pointer.rpartition("/")[0]
        return ()

    def parts(self) -> Iterator[Part]:
        """Yield every part: operations and parameters, then classes with their fields and members."""
        operations = dict.fromkeys(function.operation for function in self.functions)
        parameters = dict.fromkeys(
            (function.operation, parameter)
            for function in self.functions
            for parameter in function.arguments.values()
        )
        yield from (Part(PartKind.OPERATION, key) for key in operations)
        yield from (Part(PartKind.PARAMETER, key, parameter) for key, parameter in parameters)
        for one in self.classes.values():
            yield Part(PartKind.CLASS, one.name)
            yield from (Part(PartKind.FIELD, one.name, name) for name in one.fields)
            yield from (Part(PartKind.MEMBER, one.name, name) for name in one.members)
