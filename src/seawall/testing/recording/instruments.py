"""Puts a recorder into the classes and functions of a generated client, and takes it out again."""

import inspect
from collections.abc import Callable
from enum import Enum
from functools import wraps
from types import FunctionType, ModuleType

import attrs

from seawall.core.engine import result
from seawall.core.engine.call import Call
from seawall.testing.recording.use_recorder import UseRecorder

__all__ = ["decoded_by_wire_models", "instrument"]

_SENDERS = ("sync", "asyncio", "sync_detailed", "asyncio_detailed")


def instrument(module: ModuleType, recorder: UseRecorder) -> list[Callable[[], None]]:
    """Record the uses of the classes and functions that a module declares; return how to undo it."""
    undo: list[Callable[[], None]] = []
    for name, value in list(vars(module).items()):
        if getattr(value, "__module__", None) != module.__name__:
            continue
        if isinstance(value, type) and attrs.has(value) and not issubclass(value, Enum):
            undo += _fields(value, recorder)
            undo.append(_replace(value, "__init__", _recorded_init(value, recorder)))
        elif isinstance(value, FunctionType) and _makes_requests(module, name):
            undo.append(_replace(module, name, _recorded_call(value, recorder, module)))
    return undo


def decoded_by_wire_models() -> Callable[[], None]:
    """Let engines decode into wire models alone, whose uses are recorded; return how to undo it."""
    undo = _replace(result, "direct_type_for", lambda _, type_: type_)
    result.forget_decoders()

    def undo_and_forget() -> None:
        undo()
        result.forget_decoders()

    return undo_and_forget


def _makes_requests(module: ModuleType, name: str) -> bool:
    parts = module.__name__.split(".")
    return not name.startswith("_") and ("calls" in parts or ("api" in parts and name in _SENDERS))


def _replace(owner: object, name: str, value: object) -> Callable[[], None]:
    before = getattr(owner, name)
    setattr(owner, name, value)
    return lambda: setattr(owner, name, before)


class _RecordedField:
    """The descriptor of a slot that notes each read. A data descriptor, so decoders can still set it."""

    def __init__(self, slot: object, owner: str, name: str, recorder: UseRecorder) -> None:
        self._get = slot.__get__  # type: ignore[attr-defined]
        self._set = slot.__set__  # type: ignore[attr-defined]
        self._delete = slot.__delete__  # type: ignore[attr-defined]
        self._owner, self._name, self._recorder = owner, name, recorder

    def __get__(self, instance: object, owner: type | None = None) -> object:
        if instance is None:
            return self
        value: object = self._get(instance, owner)
        self._recorder.note("read", self._owner, self._name, value)
        return value

    def __set__(self, instance: object, value: object) -> None:
        self._set(instance, value)
        self._recorder.note("set", self._owner, self._name, value)

    def __delete__(self, instance: object) -> None:
        self._delete(instance)


def _fields(owner: type, recorder: UseRecorder) -> list[Callable[[], None]]:
    undo = []
    for one in attrs.fields(owner):
        slot = vars(owner).get(one.name)
        if inspect.ismemberdescriptor(slot):
            recorded = _RecordedField(slot, owner.__name__, one.name, recorder)
            type.__setattr__(owner, one.name, recorded)
            undo.append(_restoring(owner, one.name, slot))
    return undo


def _restoring(owner: type, name: str, value: object) -> Callable[[], None]:
    return lambda: type.__setattr__(owner, name, value)


def _recorded_init(owner: type, recorder: UseRecorder) -> Callable[..., None]:
    original: Callable[..., None] = owner.__init__  # type: ignore[misc]
    names = [name for name in inspect.signature(original).parameters if name != "self"]

    @wraps(original)
    def init(self: object, *arguments: object, **keywords: object) -> None:
        recorder.note("create", owner.__name__)
        for name, value in [*zip(names, arguments, strict=False), *keywords.items()]:
            recorder.note("set", owner.__name__, name, value)
        original(self, *arguments, **keywords)

    return init


def _recorded_call(
    function: FunctionType, recorder: UseRecorder, module: ModuleType
) -> Callable[..., object]:
    names = list(inspect.signature(function).parameters)
    # The name of a stock operation is that of its module: its functions are alike in all modules.
    unknown = f"{module.__name__.rpartition('.')[2]}.{function.__name__}"

    @wraps(function)
    def call(*arguments: object, **keywords: object) -> object:
        made = function(*arguments, **keywords)
        owner = f"{made.operation.method} {made.operation.path}" if isinstance(made, Call) else unknown
        recorder.note("call", owner)
        for name in [*names[: len(arguments)], *keywords]:
            recorder.note("argument", owner, name)
        return made

    return call
