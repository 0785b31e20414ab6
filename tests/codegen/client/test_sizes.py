"""Sizes: what is large or deep generates, in linear time, and what is too deep is an error."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from tests.codegen.generating import client, make, operation, spec, spec_with


def an_object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def members(count: int) -> dict[str, Any]:
    return {f"M{number}": an_object(**{f"key_{number}": {"type": "string"}}) for number in range(count)}


def chain_of_unions(count: int) -> dict[str, Any]:
    links = {f"U{number}": {"oneOf": [ref(f"U{number + 1}"), ref(f"M{number}")]} for number in range(count)}
    return {**links, **members(count), f"U{count}": {"type": "string"}}


@pytest.mark.slow
@pytest.mark.parametrize("count", [30, 150])
def test_a_union_of_many_members_is_one_type(count: int, tmp_path: Path) -> None:
    thing = an_object(x={"oneOf": [ref(name) for name in members(count)]})
    models = client(spec_with(thing, **members(count)), tmp_path).models
    # And the member that this version does not know.
    assert len(get_args(get_type_hints(models.Thing)["x"])) == count + 1


@pytest.mark.slow
def test_a_chain_of_unions_imports(tmp_path: Path) -> None:
    assert client(spec(schemas=chain_of_unions(100)), tmp_path).models.U0 is not None


def many_operations(count: int) -> bytes:
    inner = an_object(data=an_object(a={"type": "string"}))
    return spec(
        {
            f"/r{number}": {"get": operation(operationId=f"op{number}", answer=an_object(comparison=inner))}
            for number in range(count)
        }
    )


DOCUMENTS: dict[str, Callable[[int], bytes]] = {
    "operations": many_operations,
    "values of an enum": lambda count: spec(schemas={"E": {"enum": [f"v-{n}" for n in range(10 * count)]}}),
    "properties": lambda count: spec(schemas={"E": an_object(**{f"p-{n}": {} for n in range(5 * count)})}),
    "names that are equal in ASCII": lambda count: spec(
        schemas={"E": {"enum": [chr(0x4E00 + n) for n in range(5 * count)]}}
    ),
}


def calls_of(function: Callable[[], object]) -> int:
    """The number of calls of Python functions while `function` runs: it does not depend on the machine."""
    count = 0

    def profile(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.slow
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_the_work_grows_with_the_spec_and_no_faster(kind: str) -> None:
    small, large = (calls_of(lambda count=count: make(DOCUMENTS[kind](count))) for count in (40, 160))  # type: ignore[misc]
    assert large < 5 * small
