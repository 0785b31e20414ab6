"""The parser's properties as shapes."""

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

from seawall.codegen.api.discriminators import Discriminator, Member, common_tag, has_own_keys
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
    """Whether objects of this kind have no named properties: they are dicts, not classes."""
    return not model.required_properties and not model.optional_properties


class TypeMapper:
    """Finds the shape of any property of one spec.

    `names` maps the parser's class names to ours, `tags` to the properties that have one fixed value.
    `literals` collects the (class, key) whose fixed value tells a class from the others in a union, `vague`
    the classes that nothing tells apart.
    """

    def __init__(
        self, parsed: Parsed, names: Mapping[str, str], tags: Mapping[str, Mapping[str, Discriminator]]
    ) -> None:
        self._parsed = parsed
        self._names = names
        self._titles = {name: title for title, name in names.items()}
        self._tags = tags
        self.literals: set[tuple[str, str]] = set()
        self.vague: set[tuple[str, ...]] = set()

    def of(self, prop: PropertyProtocol, above: tuple[str, ...] = ()) -> TypeExpr:
        """The shape of `prop`, required or not. `above` are the free-form objects that hold it."""
        plain = _PLAIN.get(type(prop))
        if plain is not None:
            return plain
        match prop:
            case ListProperty():
                return ListOf(self.of(prop.inner_property, above))
            case UnionProperty():
                return self._told_apart(union([self.of(inner, above) for inner in prop.inner_properties]))
            case EnumProperty():
                return (
                    Plain("int") if prop.value_type is int else EnumRef(self.name(str(prop.class_info.name)))
                )
            case ModelProperty():
                return self._object(str(prop.class_info.name), above)
            case ConstProperty():
                return Plain(type(prop.value.raw_value).__name__)
        raise GenerationError(f"The parser gives a {type(prop).__name__}, which has no type here.")

    def field(self, model: ModelProperty, prop: PropertyProtocol) -> TypeExpr:
        """The shape of the field `prop` of `model`."""
        title, wire = str(model.class_info.name), prop.name.get_untrusted_value()
        if (title, wire) in self.literals:
            return LiteralOf(self._tags[title][wire])
        return self.of(prop)

    def _told_apart(self, shape: TypeExpr) -> TypeExpr:
        """`shape`, or where the codec can not tell its classes apart, a dict in their place."""
        parts = parts_of(shape)
        titles = [self._titles[part.name] for part in parts if isinstance(part, ModelRef)]
        if len(titles) < 2:  # noqa: PLR2004
            return shape
        members = [self._member(title) for title in titles]
        tag = common_tag(members)
        if tag is not None:
            self.literals.update((title, tag) for title in titles)
        elif not has_own_keys(members):
            self.vague.add(tuple(part.name for part in parts if isinstance(part, ModelRef)))
            return union([DictOf(ANY), *(part for part in parts if not isinstance(part, ModelRef))])
        return shape

    def _member(self, title: str) -> Member:
        model = self._parsed.models[title]
        required = frozenset(prop.name.get_untrusted_value() for prop in model.required_properties or [])
        optional = frozenset(prop.name.get_untrusted_value() for prop in model.optional_properties or [])
        return Member(keys=required | optional, required=required, tags=self._tags.get(title, {}))

    def name(self, parser_name: str) -> str:
        """Our name of a class."""
        return self._names[parser_name]

    def _object(self, name: str, above: tuple[str, ...]) -> TypeExpr:
        # A property holds a copy of the model, made before its fields were known; the table holds the model.
        model = self._parsed.models.get(name)
        if model is None:
            raise GenerationError(f"The parser lost the class {name}.")
        if not is_free_form(model):
            return ModelRef(self.name(name))
        extra = model.additional_properties
        if name in above or extra is None:
            return DictOf(ANY)
        return DictOf(self.of(extra, (*above, name)))
