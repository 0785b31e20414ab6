"""The lists of runs search by an index for each set of filters: none scans or sorts the table."""

from typing import Any

from tests.local.agents.client import ORG, AgentsHttp
from tests.local.platform.api.test_query_plans import query_plans


def test_lists_of_runs_search_by_indexes(agents: AgentsHttp) -> None:
    agents.create()
    rows: list[tuple[dict[str, Any], str]] = [
        ({}, "runs_of_organization (organization_id=?)"),
        ({"user_id": 1}, "runs_of_user (organization_id=? AND user_id=?)"),
        ({"source_type": "API"}, "runs_of_source (organization_id=? AND source_type=?)"),
        (
            {"user_id": 1, "source_type": "API"},
            "runs_of_user_and_source (organization_id=? AND user_id=? AND source_type=?)",
        ),
    ]
    for filters, index in rows:
        with query_plans(agents.server.database) as steps:
            assert agents.get(f"{ORG}/agent/runs", **filters).status_code == 200
        assert not any(step.startswith(("SCAN runs", "USE TEMP B-TREE")) for step in steps), (filters, steps)
        assert any(step.endswith(f"runs USING INDEX {index}") for step in steps), (filters, steps)
