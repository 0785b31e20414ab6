"""Changes of a surface: a row for each rule, and pairs that are no change."""

import re
from pathlib import Path

import pytest

from seawall.codegen.step import Step
from seawall.codegen.surface.change import RULES
from seawall.codegen.surface.compare import compare_surfaces
from tests.codegen.surface.layers import changes, read

# Old code, new code, and the changes.
ROWS: list[tuple[str, str, list[str]]] = [
    ("def f() -> None: ...", "X = 1", ["removed f", "added X"]),
    ("class A: pass", "def A(): ...", ["kind-changed A"]),
    (
        "class Pet:\n    name: str\n    def feed(self): ...",
        "class Animal:\n    name: str\n    def feed(self): ...",
        ["renamed Pet"],
    ),
    ("class A:\n    def get_pet(self): ...", "class A:\n    def get_pets(self): ...", ["renamed A.get_pet"]),
    ("class A(enum.Enum):\n    RED = 'red'", "class A(enum.Enum):\n    CRIMSON = 'red'", ["renamed A.RED"]),
    (
        "class A(enum.Enum):\n    RED = 'red'",
        "class A(enum.Enum):\n    RED = 'r'",
        ["enum-value-changed A.RED"],
    ),
    ("class A(enum.Enum):\n    X = 1", "class A(enum.Enum):\n    X = 1\n    Y = 2", ["added A.Y"]),
    (
        "class A(Protocol):\n    x: int",
        "class A(Protocol):\n    x: int\n    y: int",
        ["protocol-member-added A.y"],
    ),
    ("class A(ValueError): ...", "class A(KeyError): ...", ["base-removed A", "base-added A"]),
    ("class A(Generic[T]): x: T", "class A: x: int", ["type-variables-changed A", "value-type-changed A.x"]),
    ("class A: pass", "class A(__import__.X): pass", ["constructor-removed A()", "base-added A"]),
    ("import x\nclass A(x.B): pass", "class A: pass", ["base-removed A", "constructor-added A()"]),
    (
        "class A:\n    @staticmethod\n    def f(): ...",
        "class A:\n    def f(self): ...",
        ["binding-changed A.f"],
    ),
    ("def f() -> int: ...", "async def f() -> int: ...", ["became-async f"]),
    ("async def f() -> int: ...", "def f() -> int: ...", ["became-sync f"]),
    ("def f(): return []", "def f(): yield", ["became-generator f"]),
    ("def f(): yield", "def f(): return []", ["became-function f"]),
    ("def f() -> Iterator[int]: yield", "def f() -> Iterator[int]: return g()", []),
    ("async def f() -> AsyncIterator[int]: yield 1", "def f() -> AsyncIterator[int]: ...", []),
    (
        "async def f() -> AsyncIterator[int]: yield 1",
        "async def f() -> AsyncIterator[int]: ...",
        ["became-async f"],
    ),
    ("def f(a, b=1): ...", "def f(a): ...", ["parameter-removed f"]),
    ("def f(a, **k): ...", "def f(a): ...", ["parameter-removed f"]),
    ("def f(*, a): ...", "def f(**a): ...", ["parameter-added f"]),
    ("def f(a: int): ...", "def f(b: int): ...", ["parameter-renamed f"]),
    ("def f(a: int, /): ...", "def f(b: int, /): ...", []),
    ("def f(*, page_size: int): ...", "def f(*, page_sizes: int): ...", ["parameter-renamed f"]),
    ("def f(a): ...", "def f(a, b): ...", ["required-parameter-added f"]),
    ("def f(a): ...", "def f(a, b=1): ...", ["parameter-added f"]),
    ("def f(a, b): ...", "def f(b, a): ...", ["parameters-reordered f"]),
    (
        "def f(a): ...",
        "def f(b: str = '', a=1): ...",
        ["parameters-reordered f", "parameter-added f", "parameter-became-optional f"],
    ),
    ("def f(a=1): ...", "def f(a): ...", ["parameter-became-required f"]),
    ("def f(a): ...", "def f(a=1): ...", ["parameter-became-optional f"]),
    ("def f(a): ...", "def f(*, a): ...", ["parameter-became-keyword-only f"]),
    ("def f(a): ...", "def f(a, /): ...", ["parameter-became-positional-only f"]),
    ("def f(*, a): ...", "def f(a): ...", ["parameter-freed f"]),
    ("def f(a: int | str): ...", "def f(a: int): ...", ["parameter-type-narrowed f"]),
    ("def f(a: list[int]): ...", "def f(a: Sequence[int]): ...", ["parameter-type-widened f"]),
    ("def f(a: int): ...", "def f(a: str): ...", ["parameter-type-changed f"]),
    ("def f(a: Optional[int]): ...", "def f(a: Union[None, int]): ...", []),
    ("def f(a=1): ...", "def f(a=2): ...", ["default-changed f"]),
    ("def f(a=1000): ...", "def f(a=1_000): ...", []),
    ("_D = 5\ndef f(a=_D): ...", "def f(a=5): ...", []),
    ("def f(a=g(1)): ...", "def f(a=g(2)): ...", ["default-rewritten f"]),
    ("def f() -> int: ...", "def f() -> int | None: ...", ["result-type-widened f"]),
    ("def f() -> int | None: ...", "def f() -> int: ...", ["result-type-narrowed f"]),
    ("def f() -> int: ...", "def f() -> str: ...", ["result-type-changed f"]),
    ("def f() -> int: ...", "def f(): ...", ["result-type-widened f"]),
    (
        "@overload\ndef f(a: int) -> int: ...\n@overload\ndef f(a: str) -> str: ...\ndef f(a): ...",
        "def f(a: int) -> int: ...",
        ["overload-removed f"],
    ),
    (
        "def f(a: int) -> int: ...",
        "@overload\ndef f(a: int) -> int: ...\n@overload\ndef f(a: str) -> str: ...\ndef f(a): ...",
        ["overload-added f"],
    ),
    (
        "def f():\n    '''Raises KeyError.'''",
        "def f():\n    '''Raises KeyError, and OSError.'''",
        ["exception-added f"],
    ),
    (
        "def f():\n    '''Raises OSError.'''",
        "def f():\n    '''Raises TimeoutError.'''",
        ["exception-removed f"],
    ),
    (
        "class A:\n    @property\n    def x(self) -> int: ...",
        "class A:\n    @property\n    def x(self) -> int | None: ...",
        ["value-type-widened A.x"],
    ),
    (
        "class A:\n    @property\n    def x(self) -> float: ...",
        "class A:\n    @property\n    def x(self) -> int: ...",
        ["value-type-narrowed A.x"],
    ),
    ("class A:\n    x: float", "class A:\n    x: int", ["value-type-changed A.x"]),
    ("LIMIT = 5", "LIMIT = 6", ["value-changed LIMIT"]),
    (
        "class A:\n    x: int",
        "class A:\n    @property\n    def x(self) -> int: ...",
        ["became-read-only A.x"],
    ),
    ("class A:\n    @property\n    def x(self) -> int: ...", "class A:\n    x: int", ["became-settable A.x"]),
    ("class A: pass", "class A(enum.Enum): pass", ["kind-changed A", "base-added A"]),
    (
        "class A(enum.Enum):\n    X = 1",
        "class A(enum.Enum):\n    @property\n    def X(self) -> int: ...",
        ["kind-changed A.X"],
    ),
    (
        "def f(a: int, *, b: int): ...",
        "def f(c: str, *, d: int): ...",
        ["parameter-removed f"] * 2 + ["required-parameter-added f"] * 2,
    ),
    (
        "class A:\n    class B:\n        x: int",
        "class A:\n    class B:\n        y: str",
        ["removed A.B.x", "added A.B.y"],
    ),
    ("def f(*a: int, **b: int): ...", "def f(*c: int, **d: int): ...", []),
    # The names of type variables mean nothing.
    ("U = TypeVar('U')\ndef f(x: T) -> T: ...", "U = TypeVar('U')\ndef f(x: U) -> U: ...", []),
    (
        "U = TypeVar('U')\nclass A(Generic[T]):\n    x: T",
        "U = TypeVar('U')\nclass A(Generic[U]):\n    x: U",
        [],
    ),
    ("def f(x: T) -> T: ...", "def f(x: T) -> int: ...", ["result-type-changed f"]),
    (
        "class A:\n    def f(self) -> A: ...",
        "class A:\n    def f(self) -> Self: ...",
        ["result-type-narrowed A.f"],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), ROWS, ids=[f"{row[0]} -> {row[1]}" for row in ROWS])
def test_a_change_has_its_rule(old: str, new: str, expected: list[str]) -> None:
    assert changes(old, new) == expected


def test_every_rule_has_a_row() -> None:
    found = {change.partition(" ")[0] for _, _, expected in ROWS for change in expected}
    assert found == set(RULES)


def test_the_page_lists_every_rule() -> None:
    page = (Path(__file__).parents[3] / "docs" / "surface.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(.*)` \| (major|minor|patch) \| (.*) \|$", page, flags=re.MULTILINE)
    assert rows == [(name, str(rule.step), rule.explanation) for name, rule in RULES.items()]


def test_the_largest_step_counts() -> None:
    old, new = read("def f(a=1): ..."), read("def f(a=2, b=1): ...")
    assert compare_surfaces(old, new).step is Step.MINOR
    assert compare_surfaces(old, read("X = 1")).step is Step.MAJOR
    assert compare_surfaces(old, old).step is Step.NONE


def test_a_renamed_class_is_one_change() -> None:
    code = "class Pet:\n    def friend(self) -> Pet: ...\ndef pets(like: Pet) -> list[Pet]: ..."
    assert changes(code, code.replace("Pet", "Pets")) == ["renamed Pet"]


def test_a_class_that_is_reached_only_may_move() -> None:
    front = "from ._a import f as f"
    code = "class Page:\n    def next(self) -> int: ..."
    old = read(front, _a=f"{code}\ndef f() -> Page: ...")
    new = read(front, _a="from shop._b import Page\ndef f() -> Page: ...", _b=code)
    assert "shop._b.Page" in new.items
    assert compare_surfaces(old, new).changes == ()
    changed = read(front, _a="from shop._b import Page\ndef f() -> Page: ...", _b=code.replace("int", "str"))
    assert [one.rule for one in compare_surfaces(old, changed).changes] == ["result-type-changed"]


def test_an_exception_whose_base_is_documented_is_known() -> None:
    errors = "class ShopError(Exception): pass\nclass LostError(ShopError): pass"
    old = read("def f():\n    '''Raises ShopError.'''", errors=errors)
    new = read("def f():\n    '''Raises ShopError, e.g. LostError.'''", errors=errors)
    assert compare_surfaces(old, new).changes == ()
    assert [one.rule for one in compare_surfaces(old, read("def f(): ...", errors=errors)).changes] == [
        "exception-removed"
    ]


def test_a_name_that_is_only_reached_is_no_longer_offered() -> None:
    code = "class Page: pass\ndef f() -> Page: ..."
    offered = read("from ._a import Page as Page\nfrom ._a import f as f", _a=code)
    hidden = read("from ._a import f as f", _a=code)
    assert [one.words for one in compare_surfaces(offered, hidden).changes] == ["Page is no longer offered."]
    assert [one.rule for one in compare_surfaces(hidden, offered).changes] == ["added"]


def test_the_words_name_the_place_and_both_types() -> None:
    (change,) = compare_surfaces(
        read("class A:\n    def f(self, x: Optional[int]): ..."),
        read("class A:\n    def f(self, x: int): ..."),
    ).changes
    assert change.words == "A.f takes parameter x as int instead of int | None."
    assert (change.before, change.after, change.step) == ("int | None", "int", Step.MAJOR)
