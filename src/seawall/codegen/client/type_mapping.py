"""Maps the properties of the parser to type expressions."""

from collections.abc import Mapping

from openapi_python_client.parser.properties import (
    AnyProperty,
    EnumProperty,
    ModelProperty,
)
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.date import DateProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.parser.properties.uuid import UuidProperty

from seawall.codegen.api.discriminators import (
    Discriminator,
    Member,
    distinguishable_by_keys,
    shared_discriminator,
)
from seawall.codegen.api.openapi_client import Parsed
from seawall.codegen.client.type_exprs import (
    ANY,
    NONE,
    DictOf,
    EnumRef,
    ListOf,
    LiteralOf,
    ModelRef,
    Plain,
    TypeExpr,
    parts_of,
    union,
)
from seawall.codegen.errors import GenerationError

__all__ = ["TypeMapper", "is_free_form"]

_PLAIN: dict[type, TypeExpr] = {
    AnyProperty: ANY,
    BooleanProperty: Plain("bool"),
    DateProperty: Plain("dt.date"),
    DateTimeProperty: Plain("dt.datetime"),
    FloatProperty: Plain("float"),
    IntProperty: Plain("int"),
    NoneProperty: NONE,
    StringProperty: Plain("str"),
    UuidProperty: Plain("UUID"),
}


def is_free_form(model: ModelProperty) -> bool:
    """True if the model has no named properties; it maps to a dict, not to a class."""
    return not model.required_properties and not model.optional_properties


class TypeMapper:
    """Maps the properties of one spec to type expressions.

    `names` maps the parser's class names to the generated ones, `discriminators` to the properties with one
    fixed value. The mapper collects `literals`, the (class, key) pairs that discriminate a union, and
    `ambiguous`, the members of unions that the codec can not tell apart.
    """

    def __init__(
        self,
        parsed: Parsed,
        names: Mapping[str, str],
        discriminators: Mapping[str, Mapping[str, Discriminator]],
    ) -> None:
        self._parsed = parsed
        self._names = names
        self._titles = {name: title for title, name in names.items()}
        self._discriminators = discriminators
        self.literals: set[tuple[str, str]] = set()
        self.ambiguous: set[tuple[str, ...]] = set()

    def map(self, prop: PropertyProtocol, within: tuple[str, ...] = ()) -> TypeExpr:
        """Map `prop`, required or not; `within` names the free-form objects that contain it."""
        plain = _PLAIN.get(type(prop))
        if plain is not None:
            return plain
        match prop:
            case ListProperty():
                return ListOf(self.map(prop.inner_property, within))
            case UnionProperty():
                return self._decodable(union([self.map(inner, within) for inner in prop.inner_properties]))
            case EnumProperty():
                return (
                    Plain("int") if prop.value_type is int else EnumRef(self.name(str(prop.class_info.name)))
                )
            case ModelProperty():
                return self._object(str(prop.class_info.name), within)
            case ConstProperty():
                return Plain(type(prop.value.raw_value).__name__)
        raise GenerationError(
            f"The parser returned a {type(prop).__name__}, which the generator does not know."
        )

    def map_field(self, model: ModelProperty, prop: PropertyProtocol) -> TypeExpr:
        """Map the field `prop` of `model`; a discriminator becomes a literal."""
        title, wire = str(model.class_info.name), prop.name.get_untrusted_value()
        if (title, wire) in self.literals:
            return LiteralOf(self._discriminators[title][wire])
        return self.map(prop)

    def _decodable(self, type_expr: TypeExpr) -> TypeExpr:
        """`type_expr`, with a dict in place of its classes if the codec can not tell them apart."""
        parts = parts_of(type_expr)
        titles = [self._titles[part.name] for part in parts if isinstance(part, ModelRef)]
        if len(titles) <= 1:
            return type_expr
        members = [self._member(title) for title in titles]
        discriminator = shared_discriminator(members)
        if discriminator is not None:
            self.literals.update((title, discriminator) for title in titles)
        elif not distinguishable_by_keys(members):
            self.ambiguous.add(tuple(part.name for part in parts if isinstance(part, ModelRef)))
            return union([DictOf(ANY), *(part for part in parts if not isinstance(part, ModelRef))])
        return type_expr

    def _member(self, title: str) -> Member:
        model = self._parsed.models[title]
        required = frozenset(prop.name.get_untrusted_value() for prop in model.required_properties or [])
        optional = frozenset(prop.name.get_untrusted_value() for prop in model.optional_properties or [])
        return Member(
            keys=required | optional,
            required=required,
            discriminators=self._discriminators.get(title, {}),
        )

    def name(self, parser_name: str) -> str:
        """The name of a generated class, by the parser's name."""
        return self._names[parser_name]

    def _object(self, name: str, within: tuple[str, ...]) -> TypeExpr:
        # The parser copies a model into a property before it fills the fields; only the table has the filled
        # one.
        model = self._parsed.models.get(name)
        if model is None:
            raise GenerationError(f"The parser dropped the class {name}.")
        if not is_free_form(model):
            return ModelRef(self.name(name))
        extra = model.additional_properties
        if name in within or extra is None:
            # A dict that contains itself ends here: Python's annotations could not name it.
            return DictOf(ANY)
        return DictOf(self.map(extra, (*within, name)))
