"""Calls of the operations of the shared cases, and the requests that they send."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from seawall.core.http.multipart import FilePart
from tests.codegen.cases.wire import given

__all__ = ["OTHER_REQUESTS", "REFUSED", "REQUESTS"]

# In each row: the case, a call of its operation `op`, and the request as text; see `sent`.
REQUESTS: tuple[tuple[str, Callable[[Any], Any], str], ...] = (
    (
        "additional-body-send",
        lambda op: op(body=given(op, "body", a="x", additional_properties={"z": 1})),
        'POST /a | application/json {"a":"x","z":1}',
    ),
    ("body-default-field", lambda op: op(body=given(op, "body")), "POST /a | application/json {}"),
    (
        "body-json-or-multipart",
        lambda op: op(body=given(op, "body", a=1)),
        'POST /a | multipart/form-data; boundary=B --B~Content-Disposition: form-data; name="a"~~1~--B--~',
    ),
    (
        "body-json-or-multipart",
        lambda op: op(body=given(op, "body", a=1, b="x"), media_type="application/json"),
        'POST /a | application/json {"a":1,"b":"x"}',
    ),
    ("body-json-or-multipart", lambda op: op(), "POST /a"),
    (
        "body-merge-patch",
        lambda op: op(body=given(op, "body", a=None)),
        'PATCH /a | application/merge-patch+json {"a":null}',
    ),
    ("body-merge-patch", lambda op: op(body=given(op, "body")), "PATCH /a | application/merge-patch+json {}"),
    (
        "body-multipart",
        lambda op: op(body=given(op, "body", file=FilePart(b"hi", "a.txt"), n=1)),
        (
            "POST /a | content-length: 6 | multipart/form-data; boundary=B --B~Content-D"
            'isposition: form-data; name="file"; filename="a.txt"~Content-Type: text/plain~~<file>'
            '~--B~Content-Disposition: form-data; name="n"~~1~--B--~'
        ),
    ),
    ("body-ndjson", lambda op: op(body=b'{"a":1}\n'), 'POST /a | application/x-ndjson {"a":1}\n'),
    ("body-optional-absent", lambda op: op(), "POST /a"),
    (
        "body-optional-absent",
        lambda op: op(body=given(op, "body", a=1)),
        'POST /a | application/json {"a":1}',
    ),
    ("body-optional-null", lambda op: op(), "POST /a"),
    ("body-optional-null", lambda op: op(body=None), "POST /a | application/json null"),
    ("body-optional-null", lambda op: op(body=given(op, "body", a=1)), 'POST /a | application/json {"a":1}'),
    ("body-xml", lambda op: op(body=b"<a/>"), "POST /a | application/xml <a/>"),
    ("callbacks", lambda op: op(), "POST /a"),
    ("cookie-optional", lambda op: op(), "GET /a"),
    ("cookie-optional", lambda op: op(sid="a b"), "GET /a | cookie: sid=a%20b"),
    ("cookie-required", lambda op: op(sid="x"), "GET /a | cookie: sid=x"),
    ("get-with-body", lambda op: op(body=given(op, "body", a=1)), 'GET /a | application/json {"a":1}'),
    ("header-bool-int", lambda op: op(x_a=True, x_b=1), "GET /a | x-a: true | x-b: 1"),
    ("header-bool-int", lambda op: op(), "GET /a"),
    ("header-untyped", lambda op: op(x_a="x"), "GET /a | x-a: x"),
    (
        "lost-header-datetime",
        lambda op: op(if_modified_since=dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)),
        "GET /a | if-modified-since: 2026-01-02T03:04:05Z",
    ),
    ("lost-path-param-undeclared", lambda op: op("x/y"), "GET /a/x%2Fy"),
    (
        "oneof-empty-alternative",
        lambda op: op(body=given(op, "body", options=["a"])),
        'PUT /a | application/json {"options":["a"]}',
    ),
    (
        "oneof-empty-alternative",
        lambda op: op(body=given(op, "body", archived=True)),
        'PUT /a | application/json {"archived":true}',
    ),
    ("openapi-3-1-2", lambda op: op(), "GET /a"),
    ("param-allowReserved", lambda op: op(q="a/b:c"), "GET /a?q=a/b:c"),
    ("param-anyOf", lambda op: op(n=1), "GET /a?n=1"),
    ("param-anyOf", lambda op: op(n="x"), "GET /a?n=x"),
    ("param-content-json", lambda op: op(filter=given(op, "filter", a=1)), "GET /a?filter=%7B%22a%22%3A1%7D"),
    ("param-default-on-wire", lambda op: op(), "GET /a"),
    ("param-default-on-wire", lambda op: op(limit=20, s="a"), "GET /a?limit=20&s=a"),
    ("param-default-ref", lambda op: op(), "GET /a"),
    ("param-default-ref", lambda op: op(s="b"), "GET /a?s=b"),
    ("param-empty-array", lambda op: op(n=[]), "GET /a"),
    ("param-int-enum", lambda op: op(n=2), "GET /a?n=2"),
    ("param-same-name-two-places", lambda op: op("p", id_query="q", id_header="h"), "GET /a/p?id=q | id: h"),
    ("path-label-matrix", lambda op: op("x"), "GET /a/;id=x"),
    ("path-query-in-path", lambda op: op(x="1"), "GET /a?x=1"),
    ("path-query-in-path", lambda op: op(), "GET /a?x=1"),
    ("path-space-umlaut", lambda op: op(), "GET /a%20b/%C3%A9"),
    ("path-two-in-one-segment", lambda op: op("x", "y"), "GET /x/x-y.json"),
    ("query-in-path-and-query", lambda op: op(x="1", b="c d"), "GET /a?x=1&b=c%20d"),
    ("query-in-path-and-query", lambda op: op(), "GET /a?x=1"),
    ("ref-to-parameters-schema", lambda op: op(x=given(op, "x", k="v")), "GET /a?k=v"),
    ("response-headers", lambda op: op(), "GET /a"),
    ("security", lambda op: op(), "GET /a"),
    ("server-variables", lambda op: op(), "GET /a"),
    ("status-101", lambda op: op(), "GET /a"),
    ("style-deepObject-required", lambda op: op(q=given(op, "q", a=1)), "GET /a?q%5Ba%5D=1"),
    ("style-deepObject", lambda op: op(q=given(op, "q", a=1, b="x")), "GET /a?q%5Ba%5D=1&q%5Bb%5D=x"),
    ("style-deepObject", lambda op: op(), "GET /a"),
    ("style-form-explode", lambda op: op(q=["a", "b c"]), "GET /a?q=a&q=b%20c"),
    ("style-form-noexplode", lambda op: op(q=["a", "b,c"]), "GET /a?q=a,b%2Cc"),
    ("style-form-object", lambda op: op(q=given(op, "q", a=1, b="x")), "GET /a?a=1&b=x"),
    ("webhooks-beside", lambda op: op(), "GET /a"),
    ("integer-response-keys", lambda op: op(), "GET /a"),
)

# The requests of cases that have several operations, by the name of each.
OTHER_REQUESTS: Mapping[str, Mapping[str, str]] = {
    "head-options-trace": {
        "op_head": "HEAD /a",
        "op_options": "OPTIONS /a",
        "op_trace": "TRACE /a",
        "op_delete": "DELETE /a",
    },
    "lost-name-collision-fastapi": {
        "delete_work_pool_queue": "DELETE /work_pools/1/queues/2",
        "delete_work_queue": "DELETE /work_queues/1",
    },
}

# Documents that ask for a request that must not be sent, and a part of the reason.
REFUSED = {
    "header-name-crlf": "it is no HTTP token",
    "path-dotdot": "The path leads out of the base URL",
}
