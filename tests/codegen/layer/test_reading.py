"""Uses of a client that reading finds: a table of small layers."""

import pytest

from tests.codegen.layer.pets import layer, told, uses

IMPORTS = """
from __future__ import annotations
from seawall.core.wire.unset import UNSET, if_given, or_none
from shop._generated import calls, models
from shop._generated.models import Pet, State
"""

READS = {
    "annotated parameter": "def f(pet: Pet): return pet.name",
    "annotation as a text": "def f(pet: 'models.Pet'): return pet.name",
    "optional parameter": "def f(pet: Pet | None): return pet and pet.name",
    "alias of a module": "import shop._generated.models as wire\ndef f(pet: wire.Pet): return pet.name",
    "full path": "import shop._generated.models\ndef f(pet: shop._generated.models.Pet): return pet.name",
    "alias of a class": "from shop._generated.models import Pet as P\ndef f(pet: P): return pet.name",
    "alias of a type": "Wire = Pet\ndef f(pet: Wire): return pet.name",
    "result of a call": "def f(engine, send: 'Callable'): return made().name\ndef made() -> Pet: ...",
    "local variable": "def f(x):\n    pet: Pet = x\n    return pet.name",
    "list": "def f(pets: list[Pet]): return [pet.name for pet in pets]",
    "item of a list": "def f(pets: list[Pet]): return pets[0].name",
    "values of a dict": "def f(pets: dict[str, Pet]): return [p.name for p in pets.values()]",
    "items of a dict": "def f(pets: dict[str, Pet]):\n    for key, pet in pets.items(): print(pet.name)",
    "get of a dict": "def f(pets: dict[str, Pet]):\n    if pet := pets.get('x'): return pet.name",
    "tuple": "def f(pair: tuple[int, Pet]):\n    number, pet = pair\n    return pet.name",
    "sorted by key": "def f(pets: list[Pet]): return sorted(pets, key=lambda pet: pet.name)",
    "map": "def f(pets: list[Pet]): return list(map(lambda pet: pet.name, pets))",
    "enumerate": "def f(pets: list[Pet]): return [pet.name for _, pet in enumerate(pets)]",
    "zip": "def f(pets: list[Pet]): return [pet.name for pet, _ in zip(pets, [1])]",
    "next of a generator": "def f(pets: list[Pet]): return next(p for p in pets if p.id).name",
    "isinstance": "def f(x):\n    if isinstance(x, Pet): return x.name",
    "match": "def f(x):\n    match x:\n        case Pet(name=name): return name",
    "match as": "def f(x):\n    match x:\n        case Pet() as pet: return pet.name",
    "getattr": "def f(pet: Pet): return getattr(pet, 'name')",
    "cast": "from typing import cast\ndef f(x): return cast('Pet', x).name",
    "argument of an own function": "def f(pet: Pet): return g(pet)\ndef g(x): return x.name",
    "keyword of an own function": "def f(pet: Pet): return g(x=pet)\ndef g(*, x): return x.name",
    "result of an own function": "def f(pet: Pet): return g(pet).name\ndef g(x): return x",
    "chain of own functions": "def f(p: Pet): return g(p)\ndef g(x): return h(x)\ndef h(y): return y.name",
    "attribute of an object": (
        "class Box:\n    def __init__(self, pet: Pet): self.pet = pet\n"
        "    def name(self): return self.pet.name"
    ),
    "resource of a client": (
        "from seawall.runtime import ResourceProperty\nclass Box:\n"
        "    pet: ResourceProperty['Pet'] = ResourceProperty('.pets', 'Pet')\n"
        "    def name(self): return self.pet.name"
    ),
    "field of a dataclass": (
        "from dataclasses import dataclass\n@dataclass\nclass Box:\n    pet: Pet\n"
        "def f(box: Box): return box.pet.name"
    ),
    "object without annotations": (
        "class Box:\n    def __init__(self, pet): self.pet = pet\n    def name(self): return self.pet.name\n"
        "def f(pet: Pet): return Box(pet).name()"
    ),
    "property": (
        "class Box:\n    pet: Pet\n    @property\n    def wire(self): return self.pet\n"
        "    def name(self): return self.wire.name"
    ),
    "inherited attribute": (
        "class Base:\n    pet: Pet\nclass Box(Base):\n    def name(self): return self.pet.name"
    ),
    "generic class": (
        "from typing import Generic, TypeVar\nT = TypeVar('T')\n"
        "class Box(Generic[T]):\n    def __init__(self, value: T): self.value = value\n"
        "def f(pet: Pet): return Box(pet).value.name"
    ),
    "generic function": (
        "from typing import TypeVar\nT = TypeVar('T')\ndef first(items: list[T]) -> T: ...\n"
        "def f(pets: list[Pet]): return first(pets).name"
    ),
    "async": "async def g() -> Pet: ...\nasync def f(): return (await g()).name",
    "async for": (
        "from collections.abc import AsyncIterator\nasync def f(pets: AsyncIterator[Pet]):\n"
        "    async for pet in pets: yield pet.name"
    ),
    "gather": (
        "import asyncio\nasync def g() -> Pet: ...\nasync def f():\n"
        "    for pet in await asyncio.gather(g(), g()): print(pet.name)"
    ),
    "gather of a generator": (
        "import asyncio\nasync def g() -> Pet: ...\nasync def f():\n"
        "    for pet in await asyncio.gather(*(g() for _ in range(2))): print(pet.name)"
    ),
    "context manager": (
        "from contextlib import contextmanager\nfrom collections.abc import Iterator\n@contextmanager\n"
        "def g() -> Iterator[Pet]: ...\ndef f():\n    with g() as pet: return pet.name"
    ),
    "context manager class": (
        "class Box:\n    def __enter__(self) -> Pet: ...\ndef f():\n    with Box() as pet: return pet.name"
    ),
    "generator": "def g(pets: list[Pet]):\n    yield from pets\ndef f(): return [p.name for p in g([])]",
    "partial": "from functools import partial\ndef g(x, y): return y.name\ndef f(p: Pet): partial(g, 1)(p)",
    "lambda in a variable": "def f(pet: Pet):\n    show = lambda x: x.name\n    return show(pet)",
    "nested function": "def f(pet: Pet):\n    def g(): return pet.name\n    return g()",
    "nested function with a parameter": "def f(pet: Pet):\n    def g(x): return x.name\n    return g(pet)",
    "dict of functions": "def f(pet: Pet): return {'a': lambda x: x.name}['a'](pet)",
    "global variable": "def g() -> Pet: ...\nPET = g()\ndef f(): return PET.name",
    "variable of a loop": (
        "def f(pets: list[Pet]):\n    last = None\n    for p in pets: last = p\n    return last.name"
    ),
    "list that is filled": (
        "def f(pets: list[Pet]):\n    found = []\n    for p in pets: found.append(p)\n"
        "    return found[0].name"
    ),
    "default of or": "def f(a: Pet | None, b: Pet): return (a or b).name",
    "conditional": "def f(a: Pet, b: Pet, c): return (a if c else b).name",
    "class method": "class P:\n    @classmethod\n    def of(cls, pet: Pet): return pet.name",
    "static method": "class P:\n    @staticmethod\n    def of(pet): return pet.name\ndef f(p: Pet): P.of(p)",
    "walrus": "def g() -> Pet: ...\ndef f():\n    if (pet := g()): return pet.name",
    "try": (
        "def g() -> Pet: ...\ndef f():\n    try: pet = g()\n    except ValueError: raise\n    return pet.name"
    ),
    "if_given": "def f(pet: Pet): return if_given(pet, lambda x: x.name)",
    "Optional": "from typing import Optional\ndef f(pet: Optional[Pet]): return pet.name",
    "engine": (
        "from seawall.runtime.engine._sync.engine import Engine\n"
        "from seawall.core.engine.policy import Policy\n"
        "def f(engine: Engine, policy: Policy):\n"
        "    return engine.send(calls.get_pet('1'), policy).value.name"
    ),
    "strategy of a pager": (
        "from seawall.runtime.paging._sync.pager import Pages\n"
        "from seawall.core.paging.strategies import OffsetPaging\n"
        "def f(send):\n    return Pages(send, calls.get_pet('1'), OffsetPaging(\n"
        "        page_size=5, total=lambda page: len(page.value.name)), items=lambda pet: [], from_wire=str)"
    ),
    "expected type of an object": (
        "from collections.abc import Callable\nfrom typing import Generic, TypeVar\nT = TypeVar('T')\n"
        "class Show(Generic[T]):\n    def __init__(self, show: Callable[[T], object]): ...\n"
        "def f() -> Show[Pet]: return Show(lambda pet: pet.name)"
    ),
    "generic alias": (
        "from typing import TypeVar\nT = TypeVar('T')\nNamed = dict[str, T]\n"
        "def f(pets: Named[Pet]): return pets['x'].name"
    ),
    "function for all calls": (
        "def send(function, **arguments): return received(function(**arguments))\n"
        "def received(call): return call\n"
        "def made(x) -> Pet: ...\ndef f(): return send(made, x=1).name"
    ),
    "item of a dict that is filled": "def f(pet: Pet):\n    d = {}\n    d['a'] = pet\n    return d['b'].name",
    "groups": (
        "from collections import defaultdict\ndef f(pets: list[Pet]):\n    groups = defaultdict(list)\n"
        "    for pet in pets: groups[pet.id].append(pet)\n"
        "    return [p.name for g in groups.values() for p in g]"
    ),
    "default of a dict": (
        "def f(pets: list[Pet]):\n    groups = {}\n    for pet in pets:\n"
        "        groups.setdefault(pet.id, []).append(pet)\n    return groups['x'][0].name"
    ),
    "cache in an attribute": (
        "class A:\n    def __init__(self): self.cache = {}\n"
        "    def put(self, p: Pet): self.cache[p.id] = p\n"
        "    def name(self): return self.cache['a'].name"
    ),
    "cache in a global": ("CACHE = {}\ndef put(p: Pet): CACHE[p.id] = p\ndef f(): return CACHE['a'].name"),
    "dict of pairs": "def f(pets: list[Pet]): return dict(zip('ab', pets))['a'].name",
    "chain": (
        "from itertools import chain\ndef f(pets: list[list[Pet]]):\n"
        "    return [pet.name for pet in chain.from_iterable(pets)]"
    ),
    "attrgetter": (
        "from operator import attrgetter\ndef f(pets: list[Pet]): return sorted(pets, key=attrgetter('name'))"
    ),
    "future": (
        "from concurrent.futures import ThreadPoolExecutor\ndef g(x) -> Pet: ...\ndef f():\n"
        "    with ThreadPoolExecutor() as pool: return pool.submit(g, 1).result().name"
    ),
    "named tuple": (
        "from typing import NamedTuple\nclass A(NamedTuple):\n    pet: Pet\n    number: int\n"
        "def f(a: A):\n    pet, _ = a\n    return pet.name"
    ),
    "typed dict": (
        "from typing import TypedDict\nclass A(TypedDict):\n    pet: Pet\ndef f(a: A): return a['pet'].name"
    ),
    "alternatives of a pattern": (
        "def f(x):\n    match x:\n        case Pet() | models.Owner(): return x.name"
    ),
    "class of an object": "def f(x):\n    if type(x) is Pet: return x.name",
    "list that is extended": (
        "def f(pets: list[Pet]):\n    found = []\n    found.extend(pets)\n    return found[0].name"
    ),
    "nonlocal": (
        "def f(pet: Pet):\n    found = None\n    def g():\n        nonlocal found\n        found = pet\n"
        "    g()\n    def h(): return found.name\n    return h()"
    ),
    "global": "PET = None\ndef put(pet: Pet):\n    global PET\n    PET = pet\ndef f(): return PET.name",
    "setter": (
        "class A:\n    @property\n    def pet(self): return self._pet\n    @pet.setter\n"
        "    def pet(self, pet): self._pet = pet\ndef put(a: A, pet: Pet): a.pet = pet\n"
        "def f(a: A): return a.pet.name"
    ),
    "other name of a method": (
        "class A:\n    def g(self, x): return x.name\n    h = g\ndef f(a: A, pet: Pet): return a.h(pet)"
    ),
    "context variable": (
        "from contextvars import ContextVar\nPET: ContextVar[Pet] = ContextVar('pet')\n"
        "def f(): return PET.get().name"
    ),
    "default of a lambda": "def f(pets: list[Pet]): return [(lambda p=p: p.name) for p in pets]",
    "converted": (
        "from seawall.core.engine.conversion import converted\n"
        "def f(call, result):\n    return converted(calls.get_pet('1'), result, made)\n"
        "def made(pet: Pet): return pet.name"
    ),
}


@pytest.mark.parametrize("name", READS)
def test_a_read_is_certain(name: str) -> None:
    assert "read Pet.name" in uses(IMPORTS + READS[name])


USES = {
    "call": ("calls.get_pet('1')", ["argument GET /pets/{id} path id", "call GET /pets/{id}"]),
    "keyword": ("calls.get_pet(pet_id='1')", ["argument GET /pets/{id} path id", "call GET /pets/{id}"]),
    "constant of an operation": ("calls.GET_PET.path", []),
    "options that are written out": (
        "calls.list_pets(**{'limit': '1'})",
        ["argument GET /pets query limit", "call GET /pets"],
    ),
    "partial": (
        "functools.partial(calls.list_pets, limit='1')",
        ["argument GET /pets query limit", "call GET /pets"],
    ),
    "create": ("models.NewPet(name='x')", ["create NewPet", "set NewPet.name"]),
    "create by position": ("models.NewPet('x')", ["create NewPet", "set NewPet.name"]),
    "set": ("pet.name = 'x'", ["set Pet.name"]),
    "setattr": ("setattr(pet, 'name', 'x')", ["set Pet.name"]),
    "evolve": ("attrs.evolve(pet, name='x')", ["set Pet.name"]),
    "replace": ("dataclasses.replace(pet, name='x')", ["set Pet.name"]),
    "dynamic name": ("getattr(pet, unknown)", ["whole Pet"]),
    "asdict": ("attrs.asdict(pet)", ["whole Pet"]),
    "unknown function": ("json.dumps(pet)", ["whole Pet"]),
    "format": ("f'{pet.state}'", ["read Pet.state", "whole State"]),
    "del": ("del pet.name", ["read Pet.name"]),
    "nested": ("pet.owner.address.city", ["read Address.city", "read Owner.address", "read Pet.owner"]),
}


@pytest.mark.parametrize("name", USES)
def test_uses_of_a_statement(name: str) -> None:
    code, expected = USES[name]
    source = f"{IMPORTS}import attrs, dataclasses, functools, json\n"
    assert uses(f"{source}def f(pet: Pet):\n    {code}") == expected


MEMBERS = [
    "State.NEW",
    "models.State.NEW",
    "pet.state == 'new'",
    "'new' != pet.state",
    "pet.state in ('new', 'other')",
    "State('new')",
    "calls.list_pets(state='new')",
    "models.NewPet(name='x', state='new')",
    "models.NewPet(name='x', state='new' if pet else UNSET)",
    "pet.state is State.NEW",
    "own('new')",
]


@pytest.mark.parametrize("code", MEMBERS)
def test_a_member_is_named(code: str) -> None:
    source = f"{IMPORTS}def own(state: State): ...\ndef f(pet: Pet):\n    return {code}"
    assert "name State.NEW" in {told(use) for use in layer(source).uses}


def test_a_member_is_named_in_a_pattern() -> None:
    source = f"{IMPORTS}def f(pet: Pet):\n    match pet.state:\n        case 'new' | State.SOLD: return 1"
    found = {told(use) for use in layer(source).uses}
    assert {"name State.NEW", "name State.SOLD"} <= found


def test_the_place_of_a_use_is_the_name() -> None:
    source = "from shop._generated.models import Pet\ndef f(ä: Pet): return 'ü', ä.name\n"
    (use,) = [one for one in layer(source).uses if told(one) == "read Pet.name"]
    line = source.splitlines()[use.place.line - 1]
    assert line[use.place.column : use.place.end_column] == "name"
    assert use.place.path == "pets.py"
    assert use.function == "shop.pets.f"


def test_the_constant_of_an_operation_names_it() -> None:
    source = "from shop._generated import calls\ndef f(): return calls.GET_PET.path"
    assert [told(use) for use in layer(source).uses] == ["name GET /pets/{id}"]
