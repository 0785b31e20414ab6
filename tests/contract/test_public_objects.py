"""Objects that a user holds: a repr without an address, and a pickle that works or says what to send."""

import re
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from inspect import isabstract
from typing import Any

import attrs
import pytest
from pydantic import BaseModel

from seawall.core.process_bound import ProcessBound
from seawall.runtime.settings.sdk_settings import SdkSettings
from tests.contract.source import SOURCE
from tests.contract.test_hashes import make

STUBS = sorted(path for path in SOURCE.glob("**/__init__.pyi") if "local" not in path.parts)
RESOURCES = sorted(SOURCE.glob("sdks/*/_async/*.py"))
# Public classes that are no attrs classes and can be pickled: settings, metadata, and some that hold little.
PLAIN = {
    "AsyncFakeClock",
    "CallLog",
    "Deprecations",
    "DriftFile",
    "DriftLog",
    "FakeClock",
    "RedactingFilter",
    "ResourceProperty",
    "RetryLog",
}


def offered() -> Iterator[Any]:
    """Each class in the stub of a package, and each resource of an SDK."""
    for stub in STUBS:
        package = import_module(".".join(stub.parent.relative_to(SOURCE.parent).parts))
        yield from (getattr(package, name) for name in package.__all__)
    for path in RESOURCES:
        module = import_module(".".join(path.with_suffix("").relative_to(SOURCE.parent).parts))
        yield from (value for value in vars(module).values() if is_of(value, module.__name__))


def is_of(value: object, module: str) -> bool:
    return isinstance(value, type) and value.__module__ == module and not value.__name__.startswith("_")


def classes() -> list[type[Any]]:
    found = {
        value
        for value in offered()
        if isinstance(value, type)
        and value.__module__.startswith("seawall.")
        and "._generated" not in value.__module__
        and not issubclass(value, Exception | Enum)
        and not (getattr(value, "_is_protocol", False) or isabstract(value))
    }
    return sorted(found, key=lambda cls: (cls.__module__, cls.__qualname__))


CLASSES = classes()


def test_every_public_class_has_a_repr_of_its_own() -> None:
    assert len(CLASSES) > 100
    silent = [
        cls.__qualname__
        for cls in CLASSES
        if not any("__repr__" in vars(base) for base in cls.__mro__ if base is not object)
    ]
    assert silent == []


def test_no_repr_of_a_data_class_shows_an_address(subtests: pytest.Subtests) -> None:
    for cls in CLASSES:
        if "__attrs_attrs__" in vars(cls) and "_sync" not in cls.__module__:
            with subtests.test(row=cls.__qualname__):
                # The sample stands in for parts that have a repr of their own.
                assert " at 0x" not in re.sub("<object object at 0x[0-9a-f]+>", "", repr(make(cls)))


def test_every_public_class_is_data_or_belongs_to_a_process() -> None:
    unsaid = {
        cls.__qualname__
        for cls in CLASSES
        if not issubclass(cls, ProcessBound | SdkSettings | BaseModel) and not attrs.has(cls)
    }
    assert unsaid == PLAIN
