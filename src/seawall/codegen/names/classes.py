"""Which schemas of an Api become classes, each with a key that does not change when other parts come or go.

The key says where a schema stands: `Pet` is a component, `Pet.tags[]` an item of its property,
`GET /pets 200` the answer of an operation, `response NotFound` one that operations share.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Literal, TypeAlias

from attrs import evolve, field, frozen

from seawall.codegen.api.model import Api, ApiOperation, Content
from seawall.codegen.api.shapes import Array, Enumeration, Null, Object, Ref, Schema, Union
from seawall.codegen.names.spelling import singular, words

__all__ = ["ClassKind", "ClassPlace", "Root", "class_kind", "class_places", "core_of", "operation_roots"]

ClassKind: TypeAlias = Literal["model", "enum"]
_MAX_TITLE_WORDS = 4
_MAX_KEY = 300


@frozen
class Root:
    """The part of the spec that holds a schema: a component `schema`, an `operation`, or a `shared` part."""

    kind: Literal["schema", "operation", "shared"]
    key: str


@frozen(kw_only=True)
class ClassPlace:
    """A schema that becomes a class: its `key`, its root, and the words of each step from the root to it.

    `suffix` is the word for the root itself, e.g. `response`, and `status` the words of the status of an
    answer; `title` has the words of the title, if the spec has a usable one. `others` are the keys of equal
    bodies or answers of the same operation, which share the class.
    """

    key: str
    kind: ClassKind
    schema: Schema = field(eq=False, repr=False)
    root: Root
    steps: tuple[str, ...] = ()
    suffix: str = ""
    status: str = ""
    title: str = ""
    others: tuple[str, ...] = ()


def core_of(schema: Schema) -> Schema:
    """The schema itself, or the only member beside null of a nullable one."""
    if isinstance(schema.shape, Union):
        members = [member for member in schema.shape.members if not isinstance(member.shape, Null)]
        if len(members) == 1:
            return members[0]
    return schema


def class_kind(schema: Schema, *, is_component: bool = False) -> ClassKind | None:
    """The kind of class that a schema becomes, None if it becomes none."""
    match schema.shape:
        case Object(properties=properties) if properties:
            return "model"
        case Enumeration(values=values, is_const=False):
            is_enum = len(values) > 1 or is_component
            kinds = {type(value) for value in values}
            return "enum" if is_enum and kinds in ({str}, {int}) else None
    return None


def operation_roots(api: Api) -> Iterator[tuple[str, ApiOperation]]:
    """Yield each operation with its key: those of the API, then callbacks, then webhooks."""
    for operation in api.operations:
        yield operation.key, operation
        for callback in operation.callbacks:
            yield f"{operation.key} callback {callback.key}", callback
    for webhook in api.webhooks:
        yield f"webhook {webhook.key}", webhook


def class_places(api: Api) -> "dict[int, ClassPlace]":
    """The place of every schema that becomes a class, by the identity of the schema."""
    walk = _Walk(api.schemas)
    for name, schema in api.schemas.items():
        walk.component(name, schema)
    for key, operation in operation_roots(api):
        start = _Step(key, Root("operation", key))
        for parameter in operation.parameters:
            step = evolve(start.to(f" {parameter.key}", _word(parameter.name)), is_argument=True)
            walk.enter(parameter.schema, step)
        for content in operation.body.contents if operation.body else ():
            walk.content(content, evolve(start.to(" body"), suffix="request"))
        # Without any other result, `default` is one.
        results = "123" if any(answer.status[0] in "23" for answer in operation.answers) else "123d"
        for answer in operation.answers:
            suffix = "response" if answer.status[0] in results else "error"
            step = evolve(start.to(f" {answer.status}"), suffix=suffix, status=_status_words(answer.status))
            for content in answer.contents:
                walk.content(content, step)
    return walk.finished()


def _status_words(status: str) -> str:
    """The words of a status, e.g. `not_found`."""
    if not status.isdecimal():
        return {"4": "client", "5": "server"}.get(status[0], "")
    return next((_word(found.phrase) for found in HTTPStatus if found == int(status)), f"status_{status}")


def _shared_part(pointer: str) -> str | None:
    """The part of the components that holds `pointer`, e.g. `response NotFound`, unless it is a schema."""
    parts = pointer.removeprefix("#").split("/")
    if len(parts) < 4 or parts[1] != "components" or parts[2] == "schemas":  # noqa: PLR2004
        return None
    kind = "body" if parts[2] == "requestBodies" else parts[2].removesuffix("s")
    return f"{kind} {parts[3].replace('~1', '/').replace('~0', '~')}"


def _word(text: str) -> str:
    return "_".join(words(text))


@frozen
class _Step:
    """The position of the walk."""

    key: str
    root: Root
    steps: tuple[str, ...] = ()
    suffix: str = ""
    status: str = ""
    is_argument: bool = False

    def to(self, key: str, word: str = "") -> "_Step":
        return self._at(f"{self.key}{key}", (*self.steps, word) if word else self.steps)

    def member(self, label: str) -> "_Step":
        """The step into a member of a union: the `cat` among the owners is a `cat_owner`."""
        # A number says nothing, and is added where it is needed.
        known = "" if label.isdecimal() else _word(label)
        word = "_".join(filter(None, [known, *self.steps[-1:]]))
        return self._at(f"{self.key}({label})", (*self.steps[:-1], word))

    def item(self) -> "_Step":
        """The step into the items of a list, which are called by the singular."""
        if not self.steps:
            return self.to("[]", "item")
        *before, last = self.steps
        parts = last.split("_")
        parts[-1] = singular(parts[-1])
        return self._at(f"{self.key}[]", (*before, "_".join(parts)))

    def _at(self, key: str, steps: tuple[str, ...]) -> "_Step":
        # Not with `evolve`, which looks at the class each time.
        return _Step(key, self.root, steps, self.suffix, self.status, self.is_argument)


class _Walk:
    def __init__(self, components: Iterable[str]) -> None:
        self.places: dict[int, ClassPlace] = {}
        self._by_pointer: dict[str, Schema] = {}
        self._equal: dict[object, Schema] = {}
        self._others: dict[str, list[str]] = {}
        # An inline schema must not get the key of a component: `Pet.owner` may be either.
        self._keys = set(components)

    def component(self, name: str, schema: Schema) -> None:
        step = _Step(name, Root("schema", name))
        core = core_of(schema)
        kind = class_kind(core, is_component=True)
        if kind is not None:
            self.places[id(core)] = ClassPlace(key=name, kind=kind, schema=core, root=step.root)
            self._by_pointer[core.pointer] = core
            self._children(core, step)
        else:
            self._visit(schema, step)

    def content(self, content: Content, step: "_Step") -> None:
        # The plain JSON content has the plain key, whichever others stand beside it.
        tail = "" if content.media_type == "application/json" else f" {content.media_type}"
        if content.schema is not None and not self._is_equal_content(content.schema, step.to(tail)):
            self.enter(content.schema, step.to(tail), tail)
        if content.item_schema is not None:
            self.enter(content.item_schema, step.to(f"{tail} item", "item"), f"{tail} item")

    def _is_equal_content(self, schema: Schema, step: "_Step") -> bool:
        """Share the class of an equal body or answer of the operation, and return whether there is one."""
        if class_kind(schema) != "model" or _shared_part(schema.pointer) is not None:
            return False
        signature = (step.root, step.suffix, _signature(schema))
        if "binary" in str(signature):
            # A file in a form is no text in JSON.
            return False
        known = self._equal.setdefault(signature, schema)
        if known is schema:
            return False
        self._share(known, schema)
        self._others.setdefault(self.places[id(known)].key, []).append(step.key)
        return True

    def finished(self) -> "dict[int, ClassPlace]":
        """The places, with the keys that share them."""
        return {
            schema: evolve(place, others=tuple(self._others[place.key]))
            if place.key in self._others
            else place
            for schema, place in self.places.items()
        }

    def enter(self, schema: Schema, step: "_Step", tail: str = "") -> None:
        """Visit a schema of an operation, or of a part that operations share."""
        shared = _shared_part(schema.pointer)
        if shared is not None:
            step = evolve(step, key=f"{shared}{tail}", root=Root("shared", shared), steps=())
        self._visit(schema, step)

    def _visit(self, schema: Schema, step: _Step) -> None:
        kind = class_kind(schema)
        if kind is None or (kind == "enum" and step.is_argument):
            self._children(schema, step)
            return
        known = self._by_pointer.get(schema.pointer)
        if known is not None and (known is schema or known == schema):
            self._share(known, schema)
            return
        self._by_pointer.setdefault(schema.pointer, schema)
        place = ClassPlace(
            key=self._free(step.key),
            kind=kind,
            schema=schema,
            root=step.root,
            steps=step.steps,
            suffix=step.suffix,
            status=step.status,
            title=_title(schema, step),
        )
        self.places[id(schema)] = place
        self._children(schema, evolve(step, key=place.key, is_argument=False))

    def _share(self, known: Schema, schema: Schema) -> None:
        """Give `schema`, a second copy of `known`, and all that is in it the same places."""
        pending = [(known, schema)]
        while pending:
            first, second = pending.pop()
            if first is second:
                continue
            if id(first) in self.places:
                self.places[id(second)] = self.places[id(first)]
            pending.extend(zip(first.children(), second.children(), strict=True))

    def _free(self, key: str) -> str:
        key = key[:_MAX_KEY]
        number = 2
        free = key
        while free in self._keys:
            free = f"{key}#{number}"
            number += 1
        self._keys.add(free)
        return free

    def _children(self, schema: Schema, step: _Step) -> None:
        match schema.shape:
            case Object(properties=properties, additional=additional):
                for item in properties:
                    self._visit(item.schema, step.to(f".{item.name}", _word(item.name) or "value"))
                if additional is not None:
                    self._visit(additional, step.to(".*", "" if step.steps else "value"))
            case Array(items=items, prefix=prefix):
                for index, item_schema in enumerate(prefix):
                    self._visit(item_schema, evolve(step.item(), key=f"{step.key}[{index}]"))
                self._visit(items, step.item())
            case Union(members=members):
                self._members(schema, members, step)

    def _members(self, schema: Schema, members: Sequence[Schema], step: _Step) -> None:
        inline = [member for member in members if not isinstance(member.shape, Null)]
        if len(inline) == 1:
            # null beside it changes neither key nor name.
            self._visit(inline[0], step)
            return
        labels = _labels(schema.shape, members) if isinstance(schema.shape, Union) else {}
        for index, member in enumerate(members):
            if not isinstance(member.shape, Null | Ref):
                label = labels[index]
                self._visit(member, step.member(label))


def _signature(schema: Schema) -> object:
    """The structure of a schema, equal for schemas that differ in their descriptions only."""
    shape = schema.shape
    facts: object = shape
    match shape:
        case Object(properties=properties, additional=additional):
            named = tuple((item.name, item.required, _signature(item.schema)) for item in properties)
            facts = ("object", named, None if additional is None else _signature(additional))
        case Array(items=items, prefix=prefix):
            lengths = (shape.min_items, shape.max_items)
            facts = ("array", _signature(items), tuple(map(_signature, prefix)), lengths)
        case Union(members=members):
            facts = ("union", tuple(map(_signature, members)), shape.discriminator)
    chosen = schema.extensions.get("x-seawall-type")
    return facts, schema.read_only, schema.write_only, chosen if isinstance(chosen, str) else None


def _labels(union: Union, members: Sequence[Schema]) -> Mapping[int, str]:
    """A label for each member of a union that does not depend on its position, if there is one."""
    labels: dict[int, str] = {}
    tags = {
        index: str(value) for value, index in (union.discriminator.mapping if union.discriminator else ())
    }
    for index, member in enumerate(members):
        required = _required(member)
        labels[index] = tags.get(index) or member.title or ",".join(required) or f"{index + 1}"
    counts: dict[str, int] = {}
    for label in labels.values():
        counts[label] = counts.get(label, 0) + 1
    return {
        index: label[:80] if counts[label] == 1 else f"{label[:80]} {index + 1}"
        for index, label in labels.items()
    }


def _required(member: Schema) -> list[str]:
    shape = member.shape
    if not isinstance(shape, Object):
        return []
    constants = [
        f"{item.schema.shape.values[0]}"
        for item in shape.properties
        if isinstance(item.schema.shape, Enumeration) and len(item.schema.shape.values) == 1
    ]
    return constants[:1] or sorted(item.name for item in shape.properties if item.required)[:3]


def _title(schema: Schema, step: _Step) -> str:
    found = words(schema.title)
    # Frameworks repeat the name of the property as its title.
    is_usable = 0 < len(found) <= _MAX_TITLE_WORDS and (not step.steps or "_".join(found) != step.steps[-1])
    return "_".join(found) if is_usable else ""
