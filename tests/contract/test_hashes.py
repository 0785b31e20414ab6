"""Every public frozen class is hashable, or says in its docstring why it is not."""

import pkgutil
import typing
from base64 import b64encode
from collections import abc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import NoneType, UnionType
from typing import Any
from uuid import UUID

import attrs
import pytest

import seawall
from seawall.core.auth.jwt import JwtRules
from seawall.core.engine.policy import Policy
from seawall.core.http.message import Headers, Response
from seawall.core.waiting.states import StateMachine
from seawall.core.webhook.signatures import StandardWebhook
from seawall.runtime.transfer._async.resumable_uploader import AsyncResumableUploader
from seawall.transports.memory._async.transport import AsyncMemoryTransport
from seawall.transports.network.options import TransportOptions
from tests.contract.source import is_generated

LAYERS = ("core", "runtime", "transports", "terminal", "sdks", "testing")
NOT_HASHABLE = "Not hashable"
SAMPLES: dict[type, Callable[[], Any]] = {
    NoneType: lambda: None,
    bool: lambda: True,
    int: lambda: 1,
    float: lambda: 1.5,
    str: lambda: "a",
    bytes: lambda: b"a",
    object: lambda: "a",
    datetime: lambda: datetime(2026, 1, 1, tzinfo=UTC),
    UUID: lambda: UUID(int=1),
    Path: lambda: Path("a"),
    Headers: lambda: Headers({"a": "b"}),
    type: lambda: int,
    abc.Hashable: lambda: "a",
    abc.Callable: lambda: lambda *_: None,  # type: ignore[dict-item]
    # Classes that check their fields.
    JwtRules: lambda: JwtRules(issuer="https://a.test", audience="a", algorithms={"ES256"}),
    StateMachine: lambda: StateMachine(transitions={"A": ["B"], "B": []}, terminal=["B"]),
    StandardWebhook: lambda: StandardWebhook([b64encode(b"k" * 24).decode()]),
    TransportOptions: TransportOptions,
    AsyncResumableUploader: lambda: AsyncResumableUploader(
        AsyncMemoryTransport(lambda _: Response(200)), Policy()
    ),
}


def frozen_classes() -> Iterator[type[Any]]:
    for found in pkgutil.walk_packages(seawall.__path__, "seawall."):
        parts = found.name.split(".")
        # The sync half is derived from the async one, and wire models are no public names.
        if parts[1] not in LAYERS or "_sync" in parts or is_generated(Path(*parts)):
            continue
        for name, cls in vars(import_module(found.name)).items():
            is_own = isinstance(cls, type) and cls.__module__ == found.name and "__attrs_attrs__" in vars(cls)
            if is_own and not name.startswith("_") and "frozen" in cls.__setattr__.__name__:
                yield cls


def sample(type_: Any) -> Any:
    """A value of a type, of the mutable kind if there is one: what a careless user gives."""
    arguments = typing.get_args(type_)
    kind = typing.get_origin(type_) or type_
    if kind in {typing.Union, UnionType}:
        return sample(next(each for each in arguments if each is not NoneType))
    if kind is typing.Literal:
        return arguments[0]
    return instance(kind, arguments) if isinstance(kind, type) else "a"


def instance(kind: type[Any], arguments: tuple[Any, ...]) -> Any:
    if kind in SAMPLES or attrs.has(kind):
        return make(kind)
    if issubclass(kind, Enum):
        return next(iter(kind))
    if issubclass(kind, str):
        return kind("a")
    return collection(kind, arguments) if issubclass(kind, abc.Iterable) else object()


def collection(kind: type[Any], arguments: tuple[Any, ...]) -> Any:
    parts = [sample(each) for each in arguments if each is not ...]
    if issubclass(kind, abc.Mapping):
        return dict([parts]) if parts else {}
    return tuple(parts) if kind is tuple else frozenset(parts) if issubclass(kind, abc.Set) else parts


def make(cls: type[Any]) -> Any:
    if cls in SAMPLES:
        return SAMPLES[cls]()
    hints = typing.get_type_hints(cls)
    return cls(**{each.alias: sample(hints[each.name]) for each in attrs.fields(cls) if each.init})


def has_hash(value: object) -> bool:
    try:
        return isinstance(hash(value), int)
    except TypeError:
        return False


# It imports every module.
@pytest.mark.slow
def test_every_public_frozen_class_is_hashable_or_says_why_not(subtests: pytest.Subtests) -> None:
    classes = list(frozen_classes())
    assert len(classes) > 90
    for cls in classes:
        with subtests.test(row=cls.__qualname__):
            says_not = NOT_HASHABLE in (cls.__doc__ or "")
            one, other = make(cls), make(cls)
            assert has_hash(one) is not says_not
            assert says_not or one != other or hash(one) == hash(other)
