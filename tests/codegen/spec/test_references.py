"""References: what is one, and what only looks like one."""

from seawall.codegen.spec.plain_data import Json
from seawall.codegen.spec.references import references_in

REF: Json = {"$ref": "x.yaml"}

CASES: list[tuple[Json, list[str]]] = [
    ({"a": REF}, ["a/$ref"]),
    ({"a": [1, REF]}, ["a/1/$ref"]),
    ({"$dynamicRef": "#node"}, ["$dynamicRef"]),
    ({"example": REF, "default": REF, "enum": [REF], "const": REF, "x-a": REF, "examples": [REF]}, []),
    (
        {"properties": {"default": REF, "example": REF, "x-a": REF}},
        ["properties/default/$ref", "properties/example/$ref", "properties/x-a/$ref"],
    ),
    ({"properties": {"properties": {"default": REF}}}, []),
    ({"responses": {"default": REF, "x-a": REF}}, ["responses/default/$ref"]),
    ({"paths": {"/a": REF, "x-a": REF}}, ["paths//a/$ref"]),
    ({"content": {"a/b": {"examples": {"const": REF}}}}, ["content/a/b/examples/const/$ref"]),
    ({"properties": {"$ref": {"type": "string"}}}, []),
    ({"$ref": 1}, []),
    (
        {"discriminator": {"mapping": {"a": "Cat", "b": "cat.yaml", "c": "#/x/Cat", "d": 1}}},
        ["discriminator/mapping/b", "discriminator/mapping/c"],
    ),
]


def test_a_reference_is_found_where_it_is_one() -> None:
    wrong = []
    for document, expected in CASES:
        found = ["/".join(reference.path) for reference in references_in(document)]
        if found != expected:
            wrong.append((document, found))
    assert wrong == []


def test_a_deep_document_needs_no_deep_stack() -> None:
    document: Json = REF
    for _ in range(5000):
        document = [document]
    assert len(list(references_in(document))) == 1
