"""The table of styles in docs/calls.md is true."""

import ast
import re
from urllib.parse import unquote

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.operation import Parameter
from seawall.core.engine.request import request_for
from tests.contract.source import ROOT
from tests.rows import row

_ROW = re.compile(
    r"^\| (path|query|header|cookie) \| `(\w+)` \| (yes|no) \| `(.*)` \| `(.*)` \|$", flags=re.MULTILINE
)


def sent(parameter: Parameter, value: object) -> str:
    """The text of the parameter in a request; brackets as they are."""
    operation: Operation[object] = Operation(
        id="one",
        method="GET",
        path="/{color}" if parameter.place == "path" else "/",
        result_types={200: int},
        parameters=(parameter,),
    )
    given = {"color": value}
    match parameter.place:
        case "path":
            call = Call(operation, path=given)
        case "query":
            call = Call(operation, query=given)
        case "header":
            call = Call(operation, headers=given)
        case "cookie":
            call = Call(operation, cookies=given)
    request = request_for(call, "https://a.test", {})
    if parameter.place in {"header", "cookie"}:
        return request.headers["color" if parameter.place == "header" else "cookie"]
    url = request.url.removeprefix("https://a.test/").removeprefix("?")
    return re.sub("%5B|%5D", lambda match: unquote(match[0]), url)


def test_each_row_of_the_page_is_sent_as_it_says() -> None:
    rows = _ROW.findall((ROOT / "docs" / "calls.md").read_text(encoding="utf-8"))
    assert len(rows) == 23
    for place, style, explode, value, text in rows:
        with row(place, style, explode, value):
            parameter = Parameter("color", place, style=style, explode=explode == "yes")
            assert sent(parameter, ast.literal_eval(value)) == text
