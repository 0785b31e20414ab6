"""Names for the stock style: unique where openapi-python-client would overwrite or refuse one of two."""

import re

from openapi_python_client.strings import ClassName, PythonIdentifier, pascal_case

__all__ = ["FIELD_PREFIX", "MAX_NAME", "ClassNames", "identifier", "raw_identifier", "unique_identifier"]

FIELD_PREFIX = "field_"
MAX_NAME = 100
"""The longest name of a class, operation or tag: it becomes the name of a file."""


def identifier(name: str) -> str:
    """The Python name that the stock generator gives to a property or parameter."""
    return str(PythonIdentifier(name, FIELD_PREFIX))


def raw_identifier(name: str) -> str:
    """The Python name that it falls back to where two are equal."""
    return str(PythonIdentifier(name, FIELD_PREFIX, skip_snake_case=True))


def unique_identifier(name: str, taken: set[str]) -> str:
    """`name`, or `name_2` and so on: a name whose identifier is not in `taken`, to which it is added."""
    candidate, number = name, 1
    while identifier(candidate) in taken:
        number += 1
        candidate = f"{name}_{number}"
    taken.add(identifier(candidate))
    return candidate


class ClassNames:
    """Gives out names of components whose classes and modules are all different."""

    def __init__(self) -> None:
        self._modules: set[str] = set()
        self._last: dict[str, int] = {}

    def component(self, wanted: str) -> str:
        """A component name like `wanted`."""
        name = re.sub(r"[^A-Za-z0-9._-]", "", wanted) or "Model"
        name = name[:MAX_NAME]
        candidate, number = name, self._last.get(self._module(name), 1)
        while self._module(candidate) in self._modules:
            number += 1
            candidate = f"{name}{number}"
        # Thousands of schemas may have one name: the next one begins where this one ends.
        self._last[self._module(name)] = number
        self._modules.add(self._module(candidate))
        return candidate

    def inline(self, parent: str, title_or_name: str) -> str:
        """A component name for a schema inside `parent`, as the stock generator would call its class."""
        return self.component(f"{pascal_case(parent)}{pascal_case(title_or_name)}")

    @staticmethod
    def _module(name: str) -> str:
        return str(PythonIdentifier(ClassName(name, FIELD_PREFIX), FIELD_PREFIX))
