"""Layers in many styles, each with the result that is expected: `--- style: result`, then code.

`=== name` begins another file of the layer.
"""

import re

CONSTRUCTORS = """
--- A plain class: (x: int, *, y: str = '')
class A:
    def __init__(self, x: int, *, y: str = ''): ...
--- A class without a constructor: ()
class A: pass
--- A dataclass: (x: int, y: list[int] = list())
@dataclass
class A:
    x: int
    y: list[int] = field(default_factory=list)
    z: int = field(init=False)
--- A dataclass with keywords: (*, x: int)
@dataclass(kw_only=True)
class A:
    x: int
--- A dataclass with a separator: (x: int, *, y: int)
import dataclasses
@dataclass
class A:
    x: int
    _: dataclasses.KW_ONLY
    y: int
--- A dataclass that inherits: (x: int, y: int = 3, z: int = 2)
@dataclass
class B:
    x: int
    y: int = 1
@dataclass
class A(B):
    z: int = 2
    y: int = 3
--- A dataclass with class variables: (x: int)
from typing import ClassVar
@dataclass
class A:
    x: int
    LIMIT: ClassVar[int] = 1
--- An attrs class: (x: int, y: int = 1, v: int = 2, *, z: object)
import attrs
def _text(x: object) -> str: ...
@attrs.frozen
class A:
    x: int
    _y: int = 1
    z: str = attrs.field(converter=_text, kw_only=True)
    w: int = attrs.field(alias='v', default=2)
--- An attrs class of the old style: (x, y=1)
import attr
@attr.s
class A:
    x = attr.ib()
    y = attr.ib(default=1)
--- A pydantic model: (*, x: int, y: str = 'a', Z: int, ref: str)
from pydantic import BaseModel, Field
class B(BaseModel):
    x: int
class A(B):
    y: str = Field('a')
    z: int = Field(alias='Z')
    ref: str = Field(alias='$ref')
--- A pydantic model with a constructor: (*, x: int)
import pydantic
class A(pydantic.BaseModel):
    x: int
    def __init__(self, **values): ...
--- A named tuple: (x: int, y: int = 2)
class A(NamedTuple):
    x: int
    y: int = 2
--- A typed dict: (*, x: int)
from typing import TypedDict
class A(TypedDict):
    x: int
--- An enum: None
class A(enum.Enum):
    X = 1
--- An inherited constructor: (x: int)
class B(Generic[T]):
    def __init__(self, x: T): ...
class A(B[int]): pass
--- A class over an unknown one: None
import other
class A(other.B): pass
--- A constructor for the package only: None
from shop import _own
class A:
    def __init__(self, context: _own.Context): ...
=== _own
class Context: pass
"""
"""The constructor of the class A."""

FRONT_DOORS = """
--- A list of names: A
__all__ = ['A']
class A: pass
class B: pass
--- A list in parts: A B
from . import _a
from ._a import *
__all__ = ['B']
__all__ += _a.__all__
class B: pass
=== _a
__all__ = ['A']
class A: pass
--- Re-exports: A
from ._a import A
from typing import Any
import os
=== _a
class A: pass
--- Lazy imports with a stub: A
__getattr__, __dir__ = lazy_names(__name__)
=== __init__.pyi
from shop._a import A as A
from shop._a import B
=== _a
class A: pass
class B: pass
--- A list with a module: errors.E
from . import errors
__all__ = ['errors']
=== errors
import os
class E(Exception): pass
--- A version only: __version__ client.A
__version__ = '1.0'
=== client
class A: pass
--- No names: client.A more.deep.X
=== client
class A: pass
def _f(): ...
=== _own
class B: pass
=== more/deep
X = 1
=== tests/test_a
Y = 1
=== not-importable
Z = 1
--- No names, and lists in the modules: client.A x.A
=== client
__all__ = ['A']
from .x import A
class B: pass
=== x
class A: pass
"""
"""The public names."""

RAISES = """
--- A sentence: KeyError shop.LostError
Raises KeyError, and shop.LostError if x.y is gone. A TypeError is rare.
--- A clause: OSError
Do it; the call raises OSError. ValueError is not meant.
--- The Google style: KeyError OSError
Do.

    Raises:
        KeyError: If it
            is so.
        OSError: x

    Returns:
        ValueError
--- The NumPy style: KeyError
Do.

    Raises
    ------
    KeyError
        If so.

    Notes
    -----
    ValueError
--- The Sphinx style: KeyError shop.LostError
Do.

    :raises KeyError: if so
    :raises LostError: if not
--- Nothing:
Waits for a TimeoutError.
"""
"""The exceptions that a docstring names."""


def sections(text: str) -> dict[str, tuple[str, str]]:
    """The sections of a text by their titles: the expected result, and the code."""
    parts = re.split(r"^--- ([^:]*):(.*)\n", text, flags=re.MULTILINE)[1:]
    return {
        title: (expected.strip(), code)
        for title, expected, code in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    }


def files(code: str) -> dict[str, str]:
    """The files of a layer by their paths in its folder."""
    parts = ["__init__", *re.split(r"^=== (.*)\n", code, flags=re.MULTILINE)]
    # The code of the front door comes first, without a name.
    names = [parts[0], *parts[2::2]]
    return {
        name if "." in name else f"{name}.py": text for name, text in zip(names, parts[1::2], strict=True)
    }
