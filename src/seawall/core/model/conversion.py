"""Conversions of wire models to models, by declaration. Pure.

    @frozen(kw_only=True)
    class Log(Model):
        run_id: int
        kind: LogKind | None
        thought: str | None

        from_wire: ClassVar[Conversion[wire.LogResponse]] = conversion(
            wire.LogResponse, {"run_id": "agent_run_id", "kind": "message_type"}
        )

A field takes the field of its name in the wire model. Its type says the rest: an absent key and null are None
where it is optional, and else its default; enums are open; lists become tuples, of models too; JSON objects
are frozen; times are in UTC. `Log.from_wire` is made at its first use, and raises ConversionError if the two
classes do not fit.

A field of the wire model that does not match the spec raises FieldMisfitError when it is read. With
`misfits_as_none`, the model has None or its default instead, where its type allows that.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import tzinfo
from functools import partial
from typing import Any, Generic, TypeAlias, TypeVar, cast

import attrs
from attrs import frozen

from seawall.core.model.direct_decoding import direct_type
from seawall.core.model.field_conversion import ConversionError, WirePath, converter_of, wire_path
from seawall.core.model.reading import is_optional
from seawall.core.validation.closest_match import closest_match
from seawall.core.wire.annotations import WireField, wire_fields
from seawall.core.wire.misfits import FieldMisfitError
from seawall.core.wire.unset import UNSET

__all__ = ["Conversion", "ConversionError", "Source", "conversion", "converted_items"]

W = TypeVar("W")
M = TypeVar("M")

Source: TypeAlias = str | Callable[[W], object]
"""The origin of a field: a path of names in the wire model, or a function of it."""


class Conversion(Generic[W]):
    """The attribute `from_wire` of a model: a function that makes a model of a wire model."""

    def __init__(
        self,
        wire: type[W],
        sources: Mapping[str, Source[W]],
        zone: tzinfo | None,
        misfits_as_none: bool,
        place: tuple[str, int],
    ) -> None:
        self.wire = wire
        self.sources = sources
        self.zone = zone
        self._options = (sources, zone, misfits_as_none, place)
        self._functions: dict[type, Callable[[Any], Any]] = {}

    def __get__(self, _: object, owner: type[M]) -> Callable[[W], M]:
        found = self._functions.get(owner)
        if found is None:
            made: Any = _Plan(owner, self.wire, *self._options).function()
            # Engines ask for it; they know no models.
            made.direct_type = partial(direct_type, cast("Any", owner), self)
            made.model = owner
            found = self._functions[owner] = made
        return found


def conversion(
    wire: type[W],
    sources: Mapping[str, Source[W]] | None = None,
    *,
    zone: tzinfo | None = None,
    misfits_as_none: bool = False,
) -> Conversion[W]:
    """Declare how a model is made of a wire model of the class `wire`.

    `sources` has the fields that do not take the wire field of their own name: another name, a path such as
    `scheduling.due_date`, which is None if a part of it is absent, or a function of the wire model, whose
    result is taken as it is. With `zone`, a wire field that is text becomes a time, if the field is one, as
    `utc_time` reads it; `zone` is that of a time without one. With `misfits_as_none`, a value that does not
    match the spec is read as an absent one; `misfit_kinds` has what did not match.
    """
    # Tracebacks and recorded uses show the declaration.
    frame = sys._getframe(1)  # noqa: SLF001 - costs nothing, as opposed to `inspect`
    return Conversion(wire, sources or {}, zone, misfits_as_none, (frame.f_code.co_filename, frame.f_lineno))


def converted_items(from_wire: Callable[[W], M], items: Iterable[W]) -> list[M]:
    """Convert the items of a list, without those in which a field does not match the spec that a model needs.

    The warning and the event of the response name what did not match. Raises FieldMisfitError if there are
    items, and none of them can be converted.
    """
    made: list[M] = []
    fault: FieldMisfitError | None = None
    for item in items:
        try:
            made.append(from_wire(item))
        except FieldMisfitError as error:
            fault = error
    if fault is not None and not made:
        raise fault
    return made


@frozen
class _Plan:
    """The facts of one conversion, and the function that it comes to."""

    cls: Any
    wire: Any
    sources: Mapping[str, Any]
    zone: tzinfo | None
    misfits_as_none: bool
    place: tuple[str, int]

    def function(self) -> Callable[[Any], Any]:
        fields = {one.name: one for one in wire_fields(self.cls)}
        for name in self.sources.keys() - fields:
            near = closest_match(name, fields)
            raise ConversionError(f"{self.cls.__name__} has no field `{name}`; the nearest is `{near}`.")
        names = {"cls": self.cls, "UNSET": UNSET, "__name__": self.cls.__module__}
        values = {one.alias: self._value(one, names) for one in fields.values()}
        arguments = ", ".join(f"{alias}={value}" for alias, value in values.items())
        # An engine may have decoded straight into the model.
        whole = self._compiled(f"lambda wire: wire if wire.__class__ is cls else cls({arguments})", names)
        if not self.misfits_as_none:
            return whole
        parts = [
            (one.alias, self._compiled(f"lambda wire: {values[one.alias]}", names), self._empty(one))
            for one in fields.values()
        ]
        return _tolerant(self.cls, whole, parts)

    def _compiled(self, text: str, names: dict[str, Any]) -> Callable[[Any], Any]:
        """As attrs makes constructors: a loop over the fields takes twice the time.

        All names in the text are those of fields, or made here.
        """
        path, line = self.place
        made: Any = eval(compile("\n" * (line - 1) + text, path, "eval"), names)  # noqa: S307 - see above
        name = f"{self.cls.__qualname__}.from_wire"
        made.__code__ = made.__code__.replace(co_name="from_wire", co_qualname=name)
        made.__name__, made.__qualname__ = "from_wire", name
        return cast("Callable[[Any], Any]", made)

    def _value(self, one: WireField, names: dict[str, Any]) -> str:
        """The expression of a field; `names` gets the functions that it calls."""

        def named(kind: str, function: Callable[..., Any]) -> str:
            names[f"{kind}_{one.name}"] = function
            return f"{kind}_{one.name}"

        source = self.sources.get(one.name, one.name)
        if not isinstance(source, str):
            return f"{named('make', source)}(wire)"
        place = f"{self.cls.__name__}.{one.name}"
        path = wire_path(self.wire, source, place)
        read = f"wire.{path.text}" if path.read is None else f"{named('read', path.read)}(wire)"
        convert = converter_of(one.type, path, self.zone, place)
        call = "" if convert is None else named("convert", convert)
        if not path.may_be_empty:
            return f"{call}({read})"
        default = "None" if is_optional(one.type) else f"{named('default', self._default(one, path))}()"
        return f"{default} if (value := {read}) is None or value is UNSET else {call}(value)"

    def _default(self, one: WireField, path: WirePath) -> Callable[[], object]:
        empty = self._empty(one)
        if empty is None:
            raise ConversionError(
                f"{self.cls.__name__}.{one.name}: {path} may be absent or null. Let the type of the field "
                f"take None, give it a default, or read it by a function."
            )
        return empty

    def _empty(self, one: WireField) -> Callable[[], object] | None:
        """Makes the value of a field without a value in the wire model; None if it needs one."""
        if is_optional(one.type):
            return _none
        default: Any = attrs.fields_dict(self.cls)[one.name].default
        return None if default is attrs.NOTHING else getattr(default, "factory", lambda: default)


def _none() -> None:
    return None


def _tolerant(
    cls: Any,
    whole: Callable[[Any], Any],
    parts: list[tuple[str, Callable[[Any], Any], Callable[[], object] | None]],
) -> Callable[[Any], Any]:
    """Convert as `whole` does, and only after a misfit field by field."""

    def from_wire(wire: Any) -> Any:
        try:
            return whole(wire)
        except FieldMisfitError:
            values: dict[str, object] = {}
        for alias, read, empty in parts:
            try:
                values[alias] = read(wire)
            except FieldMisfitError:
                if empty is None:
                    raise
                values[alias] = empty()
        return cls(**values)

    from_wire.__qualname__ = f"{cls.__qualname__}.from_wire"
    return from_wire
