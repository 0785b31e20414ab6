"""The summary of a spec: what `seawall inspect` shows."""

from typing import Any

import pytest

from seawall.codegen.effective_spec import effective_spec
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.inspect.summary import OperationSummary, Summary, summarize
from tests.codegen.mock.pets import SPEC, answer, query


def summary_of(document: Any) -> Summary:
    return summarize(effective_spec(Documents(root="spec.json", documents={"spec.json": document})))


def operation_of(found: Summary, key: str) -> OperationSummary:
    return next(operation for operation in found.operations if operation.key == key)


def test_a_summary_has_operations_with_what_they_send_and_receive() -> None:
    found = summary_of(SPEC)
    assert (found.title, found.version, found.servers) == ("Pets", "1", ("https://example.com/v1",))
    assert found.security == ("token: HTTP bearer", "key: API key in query key")
    create = operation_of(found, "POST /pets")
    assert create.sends == ("application/json Pet",)
    assert create.receives == ("201 application/json Pet",)
    assert create.errors == ("422",)
    assert operation_of(found, "GET /secret").security == "token or key"
    assert operation_of(found, "GET /events").streams
    assert [(schema.name, schema.kind) for schema in found.schemas] == [("Pet", "object"), ("User", "object")]
    assert found.lost == ()


def list_of(*parameters: Any, **headers: Any) -> Any:
    answers = answer({"type": "array", "items": {}})
    answers["200"]["headers"] = {name: {"schema": {"type": "string"}} for name in headers}
    operation = {"operationId": "list", "parameters": list(parameters), "responses": answers}
    info = {"title": "t", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": {"/x": {"get": operation}}}


INTEGER = {"type": "integer"}


def test_a_list_says_how_its_pages_are_read() -> None:
    wrong = []
    for parameters, headers, kind, names in [
        ([query("cursor", INTEGER), query("page_size", INTEGER)], {}, "cursor", ("cursor", "page_size")),
        ([query("page[number]", INTEGER)], {}, "page", ("page[number]",)),
        ([query("limit", INTEGER), query("offset", INTEGER)], {}, "offset", ("offset", "limit")),
        ([], {"Link": True}, "link", ()),
        ([], {}, "whole", ()),
    ]:
        paging = summary_of(list_of(*parameters, **headers)).operations[0].paging
        if paging is None or (paging.kind, paging.parameters) != (kind, names):
            wrong.append((kind, paging))
    assert wrong == []
    pets = operation_of(summary_of(SPEC), "GET /pets").paging
    assert pets is not None
    assert (pets.kind, pets.items) == ("cursor", "data")
    assert operation_of(summary_of(SPEC), "GET /pets/{pet_id}").paging is None


@pytest.mark.parametrize("name", ["status", "job_state"])
def test_states_show_what_to_wait_for(name: str) -> None:
    states = {"enum": ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED"]}
    job = {"type": "object", "properties": {name: {"anyOf": [states, {"type": "null"}]}}}
    document = list_of()
    document["paths"]["/x"]["get"]["responses"] = answer(job)
    waiting = summary_of(document).operations[0].waiting
    assert waiting is not None
    assert (waiting.property, waiting.final) == (name, ("SUCCEEDED", "FAILED"))


def test_fixes_are_counted_by_rule() -> None:
    document = list_of()
    document["components"] = {"schemas": {name: {"type": "string", "example": name} for name in "ab"}}
    assert [(rule, count) for rule, count, _ in summary_of(document).fixes] == [("schema-example", 2)]
