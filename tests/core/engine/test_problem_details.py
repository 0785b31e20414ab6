"""Source: RFC 9457, Problem Details for HTTP APIs; each row names its section."""

import json

from seawall.core.engine.result import problem_in
from seawall.core.http.message import Response
from seawall.core.problem import Problem

PROBLEM_JSON = {"content-type": "application/problem+json"}
CREDIT = "https://example.com/probs/out-of-credit"


def test_problem_details_are_read() -> None:
    for section, body, problem in [
        (
            "3, the first example",
            {"type": CREDIT, "title": "You do not have enough credit.", "detail": "Your balance is 30."},
            Problem(title="You do not have enough credit.", detail="Your balance is 30.", type=CREDIT),
        ),
        ("3.1.1, a type alone", {"type": CREDIT}, Problem(type=CREDIT)),
        ("3.1.2, a status alone is not a problem", {"status": 403}, None),
        ("3.1.3, a title alone", {"title": "Forbidden"}, Problem(title="Forbidden")),
        ("3.1.4, a detail alone", {"detail": "Not yours."}, Problem(detail="Not yours.")),
        ("3.1, a member of a wrong type is ignored", {"title": 7, "detail": "d"}, Problem(detail="d")),
        ("3.1, all of a wrong type", {"type": None, "title": [], "detail": {}}, None),
        ("3.2, members beyond those are ignored", {"title": "t", "balance": 30}, Problem(title="t")),
    ]:
        assert section, (section, body, problem)
        assert problem_in(Response(403, PROBLEM_JSON, json.dumps(body).encode())) == problem, (
            section,
            body,
            problem,
        )
