"""Values that do not fit their type, and models that lack a field because its value does not fit."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NoReturn, Self, TypeAlias

import attrs
from attrs import field, frozen

from seawall.core.errors import DecodeError

__all__ = [
    "MAX_COUNTED_DRIFTS",
    "WHOLE",
    "Drift",
    "FieldMisfit",
    "FieldMisfitError",
    "MisfitError",
    "PartialModel",
    "Value",
    "kind_of",
    "misfit_kinds",
    "misfits_of",
    "partial_model",
    "schema_drifts",
]

Value: TypeAlias = Any
"""A JSON value that is parsed, or a value of a model: only looking at it shows its type."""

MAX_COUNTED_DRIFTS = 1000
"""The most kinds of drift that are counted, because a hostile server could fill the memory."""

WHOLE = ""
"""The name, among the misfits of a partial model, for a value that is no object, and has no field at all."""

schema_drifts: Counter[tuple[str, "Drift"]] = Counter()
"""The number of answers with each (operation, drift) in this process; a sign that a bump is due."""

_KINDS = {dict: "object", list: "array", type(None): "null"}


def kind_of(value: object) -> str:
    """Return the kind of a JSON value: `object`, `array`, `null`, `str`, `int`, `float`, `bool`."""
    return _KINDS.get(type(value), type(value).__name__)


class MisfitError(ValueError):
    """A JSON value does not fit its type. `reason` holds no value; its containers add the path."""

    def __init__(self, reason: str, path: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.path: str = path

    @classmethod
    def expected(cls, type_name: str, value: object) -> Self:
        """Return the error for a value of another kind."""
        return cls(f"Expected `{type_name}`, got `{kind_of(value)}`")

    def below(self, step: str) -> Self:
        """Return the same error, after `step` has been put in front of its path."""
        self.path = step + self.path
        return self

    def __str__(self) -> str:
        return f"{self.reason} - at `${self.path}`" if self.path else self.reason


class FieldMisfitError(DecodeError, AttributeError):
    """A field that was read is not there, because its value in the response does not match the spec.

    `model` is the class, `name` the field. It is an AttributeError, so that `getattr` with a default works.
    """

    def __init__(self, message: str, model: str = "", name: str = "") -> None:
        super().__init__(message)
        self.args: tuple[Any, ...] = (message, model, name)
        self.model = model
        self.name: str = name


@frozen
class Drift:
    """A field whose value does not fit: the model, the field on the wire, its path, and the kind of misfit.

    `path` has no index, e.g. `$.items[].state`; `kind` is a sentence without a value, e.g. ``Expected `int`,
    got `null` ``.
    """

    model: str
    field: str
    path: str
    kind: str


@frozen
class FieldMisfit:
    """A field that a partial model lacks: its name on the wire, the kind of misfit, the value as received.

    `source` names the operation. `is_given` is false if the key was absent.
    """

    wire: str
    kind: str
    source: str
    raw: Value = field(repr=False)
    is_given: bool = True


class PartialModel:
    """Mixed into a subclass of a model: an instance that lacks the fields whose values do not fit.

    Reading such a field raises FieldMisfitError. The rest of the instance is as usual; it is encoded with the
    values that were received.
    """

    __slots__ = ()
    _misfits: Mapping[str, FieldMisfit]

    def __getattr__(self, name: str) -> NoReturn:
        model = type(self).__name__
        misfit = None if name == "_misfits" else self._misfits.get(name)
        if misfit is None:
            raise AttributeError(f"{model!r} object has no attribute {name!r}", name=name)
        raise FieldMisfitError(
            f"{misfit.source}: field {name} of {model} does not match the spec: {misfit.kind}. The other "
            "fields can be read; a newer version of the SDK may know this one.",
            model,
            name,
        )

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return dict(_given(self)) == dict(_given(other)) and misfits_of(self) == misfits_of(other)

    def __hash__(self) -> int:
        return hash((type(self), tuple(_given(self)), tuple(misfits_of(self))))

    def __repr__(self) -> str:
        shown = [f"{name}={value!r}" for name, value in _given(self)]
        hidden = [f"{name}=<misfit>" for name in misfits_of(self) if name != WHOLE]
        return f"{type(self).__name__}({', '.join(shown + hidden)})"

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return partial_model, (type(self).__mro__[2], dict(_given(self)), dict(misfits_of(self)))


def misfits_of(model: Value) -> Mapping[str, FieldMisfit]:
    """Return the fields that a partial model lacks, by their names in Python."""
    found: Mapping[str, FieldMisfit] = object.__getattribute__(model, "_misfits")
    return found


def misfit_kinds(model: object) -> dict[str, str]:
    """Return the kind of misfit of each field that a model lacks, by its name in Python; {} if all fit."""
    return (
        {name: one.kind for name, one in misfits_of(model).items()} if isinstance(model, PartialModel) else {}
    )


def partial_model(cls: Value, given: Mapping[str, object], misfits: Mapping[str, FieldMisfit]) -> Value:
    """Return a `cls` with the fields `given`, by their names in Python, and without `misfits`."""
    model = object.__new__(_partial_class(cls))
    for name, value in given.items():
        object.__setattr__(model, name, value)
    object.__setattr__(model, "_misfits", misfits)
    return model


def _given(model: Value) -> Iterator[tuple[str, object]]:
    missing = misfits_of(model)
    return (
        (one.name, getattr(model, one.name)) for one in attrs.fields(type(model)) if one.name not in missing
    )


@cache
def _partial_class(cls: Value) -> type[Any]:
    def whole(_: object, *arguments: object, **fields: object) -> object:
        # E.g. for attrs.evolve: with all its fields, it is the model itself.
        return cls(*arguments, **fields)

    # By its name and module it is the model, for reprs and messages.
    members = {"__slots__": ("_misfits",), "__module__": cls.__module__, "__qualname__": cls.__qualname__}
    members["__new__"] = whole
    return type(cls.__name__, (PartialModel, cls), members)
