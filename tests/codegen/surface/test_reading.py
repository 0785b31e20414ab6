"""Layers of many styles: what is read of each."""

from pathlib import Path

import pytest

from seawall.codegen.errors import SurfaceError
from seawall.codegen.surface.document import load_surface, signature_text, write_surface
from seawall.codegen.surface.reading.reader import read_surface
from seawall.codegen.surface.surface import Class, ClassKind, Surface, ValueKind
from tests.codegen.surface import styles
from tests.codegen.surface.layers import class_, function, item, read, read_files, value
from tests.codegen.surface.styles import files, sections


def signature(surface: Surface, path: str) -> str:
    return " or ".join(map(signature_text, function(surface, path).signatures))


def constructor(surface: Surface, path: str) -> str | None:
    found = class_(surface, path).constructor
    return None if found is None else " or ".join(map(signature_text, found.signatures))


CONSTRUCTORS = sections(styles.CONSTRUCTORS)


@pytest.mark.parametrize("style", CONSTRUCTORS)
def test_the_constructor_of(style: str) -> None:
    expected, code = CONSTRUCTORS[style]
    assert str(constructor(read_files(files(code)), "A")) == expected


def test_methods_have_no_self_and_keep_their_marks() -> None:
    surface = read(
        "class A:\n"
        "    def f(self, x: int = 1) -> None: ...\n"
        "    @classmethod\n    def g(cls, /, x: int) -> Self: ...\n"
        "    @staticmethod\n    def h(*items: int, **more: str): ...\n"
        "    async def i(self) -> AsyncIterator[int]:\n        yield 1\n"
        "    async def j(self): ...\n"
        "    async def __aenter__(self) -> Self: ...\n"
        "    def _k(self): ...\n    def __repr__(self): ...\n    def to_wire(self): ...\n"
    )
    assert {name: signature(surface, f"A.{name}") for name in class_(surface, "A").members} == {
        "__aenter__": "async () -> typing.Self",
        "f": "(x: int = 1) -> None",
        "g": "(x: int) -> typing.Self",
        "h": "(*items: int, **more: str)",
        "i": "generator () -> collections.abc.AsyncIterator[int]",
        "j": "async ()",
    }


def test_a_resource_property_is_a_property_of_the_type_of_the_resource() -> None:
    surface = read(
        "from seawall.runtime import ResourceProperty\n"
        "class Runs:\n    def get(self) -> int: ...\n"
        "class A:\n    runs: ResourceProperty['Runs'] = ResourceProperty('.runs', 'Runs')\n"
    )
    found = value(surface, "A.runs")
    assert (found.kind, str(found.type), found.is_settable) == (ValueKind.PROPERTY, "shop.Runs", False)


def test_attributes_properties_and_what_a_constructor_sets() -> None:
    surface = read(
        "class A:\n    LIMIT = 5\n    x: int\n"
        "    def __init__(self, name: str) -> None:\n"
        "        self.name = name\n        self.size = 3\n        self._own = 1\n"
        "    @property\n    def p(self) -> int: ...\n"
        "    @property\n    def q(self) -> int: ...\n"
        "    @q.setter\n    def q(self, value: int) -> None: ...\n"
    )
    found = {name: value(surface, f"A.{name}") for name in class_(surface, "A").members}
    assert {name: (str(one.type), one.is_settable) for name, one in found.items()} == {
        "LIMIT": ("int", True),
        "name": ("str", True),
        "p": ("int", False),
        "q": ("int", True),
        "size": ("int", True),
        "x": ("int", True),
    }
    assert (found["LIMIT"].value, found["p"].kind) == ("5", ValueKind.PROPERTY)


def test_inherited_members_have_the_types_of_the_subclass() -> None:
    surface = read(
        "import shop._a\nclass Names(shop._a.Items[str]): pass",
        _a="from typing import Generic, TypeVar\nT = TypeVar('T')\n"
        "class Base(Generic[T]):\n    def first(self) -> T: ...\n"
        "class Items(Base[list[T]]):\n    last: T\n",
    )
    assert signature(surface, "Names.first") == "() -> list[str]"
    assert str(value(surface, "Names.last").type) == "str"
    assert class_(surface, "Names").bases == ("shop._a.Items", "shop._a.Base")


def test_names_are_resolved_through_imports_and_aliases() -> None:
    surface = read(
        "from . import _a\nfrom ._b import *\nimport datetime as dt\n"
        "def f(x: _a.Name, y: dt.datetime, z: 'Stars') -> _a.Json: ...\ndef g(x: _a.Pair[int]): ...",
        _a="from typing import TypeAlias, TypeVar, Union\nT = TypeVar('T')\n"
        "Name = Union[str, int]\nPair = tuple[T, T]\n"
        "Json: TypeAlias = 'dict[str, Json] | None'\n",
        _b="from ._c import Stars\n__all__ = ['Stars']",
        _c="class Stars: pass",
    )
    assert signature(surface, "f") == (
        "(x: int | str, y: datetime.datetime, z: shop.Stars) -> dict[str, shop._a.Json] | None"
    )
    assert signature(surface, "g") == "(x: tuple[int, int])"


def test_names_in_classes_and_of_parameter_specifications() -> None:
    surface = read(
        "from typing import ParamSpec, TypeAlias\nfrom ._a import *\nP = ParamSpec('P')\n"
        "class A:\n    Key: TypeAlias = 'str | int'\n    class Inner: pass\n"
        "    def get(self, key: Key) -> Inner: ...\n    def list(self) -> list[Inner]: ...\n"
        "def f(call: Callable[P, int], *args: P.args, **kwargs: P.kwargs) -> B: ...",
        _a="class B: pass\nclass _C: pass",
    )
    assert signature(surface, "A.get") == "(key: int | str) -> shop.A.Inner"
    assert signature(surface, "A.list") == "() -> list[shop.A.Inner]"
    assert isinstance(item(surface, "A.Inner"), Class)
    assert signature(surface, "f") == (
        "(call: collections.abc.Callable[~P, int], *args: ~P.args, **kwargs: ~P.kwargs) -> shop.B"
    )
    assert load_surface(write_surface(surface), "a.json") == surface


def test_a_public_name_is_that_of_the_front_door() -> None:
    surface = read("from ._a import Hidden as Pet\ndef f() -> Pet: ...", _a="class Hidden: pass")
    assert sorted(surface.items) == ["shop.Pet", "shop.f"]
    assert signature(surface, "f") == "() -> shop.Pet"


def test_classes_that_users_reach_are_listed_without_a_constructor() -> None:
    surface = read(
        "from ._a import f as f",
        _a="class Page:\n    def next(self) -> 'Inner': ...\n"
        "class Inner: pass\nclass Given: pass\ndef f(x: Given) -> Page: ...",
    )
    assert sorted(surface.items) == ["shop._a.Given", "shop._a.Inner", "shop._a.Page", "shop.f"]
    reached = [surface.items[f"shop._a.{name}"] for name in ("Page", "Inner", "Given")]
    assert all(isinstance(one, Class) and not one.is_offered for one in reached)


FRONT_DOORS = sections(styles.FRONT_DOORS)


@pytest.mark.parametrize("style", FRONT_DOORS)
def test_the_names_of_a_front_door_with(style: str) -> None:
    expected, code = FRONT_DOORS[style]
    surface = read_files(files(code))
    assert [name.removeprefix("shop.") for name in surface.items] == expected.split()


def test_kinds_of_classes_and_values() -> None:
    surface = read(
        "class E(ValueError): pass\nclass P(Protocol): pass\n"
        "class K(enum.StrEnum):\n    A = 'a'\n    B = enum.auto()\n"
        "class D(dict[str, int]): pass\nLIMIT: int = 5\nType_ = dict[str, int]\n"
        "U = TypeVar('U')\n__version__ = '1.0'"
    )
    kinds = {name: class_(surface, name).kind for name in ("E", "P", "K", "D")}
    assert kinds == {
        "E": ClassKind.EXCEPTION,
        "P": ClassKind.PROTOCOL,
        "K": ClassKind.ENUM,
        "D": ClassKind.CLASS,
    }
    assert (value(surface, "K.A").value, value(surface, "K.B").value) == ("'a'", "")
    assert (value(surface, "LIMIT").kind, value(surface, "LIMIT").value) == (ValueKind.CONSTANT, "5")
    assert (value(surface, "Type_").kind, str(value(surface, "Type_").type)) == (
        ValueKind.ALIAS,
        "dict[str, int]",
    )
    assert (value(surface, "__version__").value, "shop.U" in surface.items) == ("", False)
    listed = read("__all__ = ['T']")
    assert value(listed, "T").kind is ValueKind.VARIABLE


RAISES = sections(styles.RAISES)


@pytest.mark.parametrize("style", RAISES)
def test_exceptions_in_docstrings(style: str) -> None:
    expected, text = RAISES[style]
    surface = read(f'import shop\nclass LostError(Exception): pass\ndef f():\n    """{text}"""')
    assert function(surface, "f").raises == tuple(expected.split())


def test_an_exception_of_another_module_is_found_by_its_name() -> None:
    surface = read(
        "def f():\n    '''Raises LostError, or OddError.'''",
        errors="class ShopError(Exception): pass\nclass LostError(ShopError):\n    code: int",
        other="class OddError(Exception): pass",
        exceptions="from shop.errors import LostError",
    )
    assert function(surface, "f").raises == ("OddError", "shop.errors.LostError")
    reached = surface.items["shop.errors.LostError"]
    assert isinstance(reached, Class)
    assert (reached.kind, list(reached.members), reached.is_offered) == (ClassKind.EXCEPTION, ["code"], False)


def test_overloads_of_functions_protocols_and_stubs() -> None:
    code = "@overload\ndef f(x: int) -> int: ...\n@overload\ndef f(x: str) -> str: ...\n"
    assert signature(read(f"{code}def f(x): ..."), "f") == "(x: int) -> int or (x: str) -> str"
    assert signature(read(code), "f") == "(x: int) -> int or (x: str) -> str"


def test_decorated_generators_are_context_managers() -> None:
    surface = read(
        "import contextlib\nfrom contextlib import asynccontextmanager\n"
        "@contextlib.contextmanager\ndef f(x: int) -> Iterator[str]: yield ''\n"
        "@asynccontextmanager\nasync def g() -> AsyncIterator[str]:\n    yield ''"
    )
    assert signature(surface, "f") == "(x: int) -> contextlib.AbstractContextManager[str]"
    assert signature(surface, "g") == "() -> contextlib.AbstractAsyncContextManager[str]"


def test_files_that_are_not_python_are_left_out() -> None:
    surface = read("from ._a import A as A\nclass B: pass", _a="class A:\n  this is no Python")
    assert isinstance(item(surface, "B"), Class)
    assert value(surface, "A").kind is ValueKind.ALIAS


def test_an_expression_that_is_no_name_is_looked_up_nowhere() -> None:
    surface = read("X = ', '.join\nclass A(f().B): ...\ndef g(x: ''.upper = ''.lower): ...")
    assert signature(surface, "g") == "(x: ''.upper = ''.lower)"


def test_imports_in_a_circle_end() -> None:
    assert sorted(
        read(
            "", a="from .b import *\nX = 1", b="from .a import *\nfrom .c import Y", c="from .b import Y"
        ).items
    ) == ["shop.a.X"]


def test_a_folder_without_a_package_is_an_error(tmp_path: Path) -> None:
    hyphen = tmp_path / "my-shop"
    hyphen.mkdir()
    (hyphen / "__init__.py").write_text("")
    paths = {tmp_path / "none": "is no folder", tmp_path: "has no Python file", hyphen: "can not be imported"}
    for path, words in paths.items():
        with pytest.raises(SurfaceError, match=words):
            read_surface(path)


def test_a_folder_is_read_by_the_name_of_its_packages(tmp_path: Path) -> None:
    folder = tmp_path / "src" / "acme" / "shop"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").write_text("")
    (folder / "__init__.py").write_text("from acme.shop.client import Client as Client")
    (folder / "client.py").write_text("class Client: pass")
    assert sorted(read_surface(folder).items) == ["acme.shop.Client"]
    (folder.parent / "__init__.py").unlink()
    assert sorted(read_surface(folder, "acme.shop").items) == ["acme.shop.Client"]
    with pytest.raises(SurfaceError, match="not the folder of the package acme"):
        read_surface(folder, "acme")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("PASSWORD = 1")
    folder = tmp_path / "root" / "shop"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("from .secret import PASSWORD as PASSWORD")
    (folder / "secret.py").symlink_to(tmp_path / "secret.py")
    assert value(read_surface(folder), "PASSWORD").value == ""
