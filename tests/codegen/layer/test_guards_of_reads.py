"""The empty values that a read of a field takes care of."""

import pytest

from tests.codegen.layer.pets import layer, told

IMPORTS = """
from seawall.core.wire.unset import UNSET, UnsetType, if_given, or_none
from shop._generated.models import Owner, Pet, State
from dataclasses import dataclass
@dataclass
class Box:
    owner: Owner | None
    other: object = None
"""
BOTH, NEITHER = ("None", "UNSET"), ()

READS = {
    "a, b = pet.owner, 1": NEITHER,
    "return pet.owner.name": NEITHER,
    "return or_none(pet.owner)": BOTH,
    "return if_given(pet.owner, str)": BOTH,
    "return pet.owner or 'x'": BOTH,
    "return pet.owner and pet.owner.name": BOTH,
    "return pet.owner.name if pet.owner else None": BOTH,
    "return None if not pet.owner else pet.owner.name": BOTH,
    "if pet.owner: return pet.owner.name": BOTH,
    "if not pet.owner: return\n    return pet.owner.name": BOTH,
    "if pet.owner is None or pet.owner is UNSET: return\n    return pet.owner.name": BOTH,
    "if isinstance(pet.owner, UnsetType | None): return\n    return pet.owner.name": BOTH,
    "if isinstance(pet.owner, Owner): return pet.owner.name": BOTH,
    "owner = pet.owner\n    if owner: return owner.name": BOTH,
    "owner = pet.owner\n    return None if owner is None else owner.name": ("None",),
    "if (owner := pet.owner): return owner.name": BOTH,
    "assert pet.owner\n    return pet.owner.name": BOTH,
    "return Box(pet.owner)": ("None",),
    "return Box(owner=pet.owner)": ("None",),
    "return Box(None, other=pet.owner)": NEITHER,
    "return Box(pet.owner if pet.id else None)": ("None",),
    "return Box(pet.name and pet.owner)": ("None",),
    "owner = pet.owner\n    return Box(owner)": ("None",),
    "owner = pet.owner\n    return Box(owner), owner.name": NEITHER,
    "box: Owner | None = pet.owner": ("None",),
    "return getattr(pet, 'owner', None)": BOTH,
    "match pet.owner:\n        case Owner(): return pet.owner.name": BOTH,
}


@pytest.mark.parametrize("code", READS)
def test_the_empty_values_that_are_handled(code: str) -> None:
    found = layer(f"{IMPORTS}def f(pet: Pet):\n    {code}\n").uses
    handled = {use.handles for use in found if told(use) == "read Pet.owner"}
    assert handled == {READS[code]}
    guarded = {use.guarded for use in found if told(use) == "read Pet.owner"}
    assert guarded == {READS[code] == BOTH}
