"""Lists and idle workers search by indexes: their queries have neither a scan of a table nor a sort of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from sqlalchemy import event, insert

from seawall.local.platform.api.routes.runs import MOST_BY_ID, SORT_COLUMNS
from seawall.local.platform.beta.runs import SORT_COLUMNS as BETA_SORT_COLUMNS
from seawall.local.platform.processing.queue import active_claims, cancel_overdue_runs, claim_next_item
from seawall.local.platform.server.app import app_for
from seawall.local.platform.store.states import RunState
from seawall.local.platform.store.tables import Run
from seawall.local.serving.database import Database
from tests.local.platform.client import PlatformClient, item_of_test_app


@contextmanager
def query_plans(database: Database) -> Iterator[list[str]]:
    """The steps of the plans of all queries that run in the block, as `EXPLAIN QUERY PLAN` names them."""
    steps: list[str] = []

    def explain(_connection: Any, cursor: Any, statement: str, parameters: Any, *_others: object) -> None:
        # Artifacts are read for one page of items.
        if statement.startswith("SELECT") and "put_artifacts" not in statement:
            found = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            steps.extend(step for *_, step in found)

    with database.read() as session:
        engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", explain)
    try:
        yield steps
    finally:
        event.remove(engine, "before_cursor_execute", explain)


def slow_steps(steps: list[str]) -> list[str]:
    """Steps whose time grows with the history of the server."""
    assert steps
    is_slow = (
        "SCAN items",
        "SCAN runs",
        "SCAN access_grants",
        "SCAN share_tokens",
        "USE TEMP B-TREE FOR ORDER BY",
        "USE TEMP B-TREE FOR RIGHT",
    )
    return [step for step in steps if step.startswith(is_slow) and "ix_runs_open" not in step]


def test_lists_search_by_indexes(platform: PlatformClient) -> None:
    run_id = platform.submit(item_of_test_app("a"))
    platform.wait_for_end(run_id)
    runs, items = "/runs", f"/runs/{run_id}/items"
    of_all: dict[str, Any] = {"for_organization": "org_local"}
    lists: list[tuple[str, dict[str, Any]]] = [
        (runs, {}),
        (runs, {"page": 2000}),
        (runs, of_all),
        *(
            (runs, {"sort": f"{sign}{column}", **owner})
            for column in sorted(SORT_COLUMNS)
            for sign in ("", "-")
            for owner in (dict[str, Any](), of_all)
            if f"{sign}{column}" != "submitted_at"  # no index has ids in the opposite order of times
        ),
        *((runs, {"application_id": "image-qc", **owner}) for owner in (dict[str, Any](), of_all)),
        (runs, {"application_version": "0.9.0"}),
        (items, {}),
        (items, {"sort": "external_id"}),
        (items, {"sort": "-external_id"}),
        (items, {"sort": "terminated_at"}),
        (items, {"state": "TERMINATED"}),
        (items, {"external_id__in": "a"}),
        ("/access/grants", {}),
        ("/access/share-tokens", {}),
    ]
    for path, query in lists:
        with query_plans(platform.server.database) as steps:
            assert platform.get(path, **query).status_code == 200, query
        assert slow_steps(steps) == [], (path, query, steps)


def test_a_rare_key_of_the_metadata_is_searched_before_the_runs_are_sorted(platform: PlatformClient) -> None:
    run_id = platform.submit(item_of_test_app("a"), custom_metadata={"study": {"site": 3}, "tags": ["x"]})
    platform.submit(item_of_test_app("b"), custom_metadata={"study": {"site": 4}})
    for expression in (
        "$.study ? (@.site == 3)",
        "$.study ? (@.site < 4)",
        "$.tags",
        '$ ? (@.tags == "x" || @.study.site == 5)',
        '$.tags ? (@ starts with "x")',
        '$.tags ? (@ like_regex "^x")',
    ):
        with query_plans(platform.server.database) as steps:
            found = platform.get("/runs", custom_metadata=expression).json()
        assert [run["run_id"] for run in found] == [run_id], expression
        # By its id, and not by the user.
        assert any("runs USING INDEX sqlite_autoindex_runs_1 (run_id=?)" in step for step in steps), steps
        assert any("run_metadata_values USING PRIMARY KEY (path=?" in step for step in steps), steps
        assert not any(step.startswith("SCAN run_metadata_values") for step in steps), steps


def test_lists_of_the_beta_search_by_indexes(platform: PlatformClient) -> None:
    from fastapi.testclient import TestClient

    platform.submit(item_of_test_app("a"))
    settings = evolve(platform.server.settings, api_version="2025-07", public_url="http://testserver")
    http = TestClient(app_for(evolve(platform.server, settings=settings)))
    headers = {"Authorization": platform.http.headers["Authorization"]}
    for sort in [f"{sign}{field}" for field in BETA_SORT_COLUMNS for sign in ("", "-")]:
        with query_plans(platform.server.database) as steps:
            assert http.get("/api/v1/runs", params={"sort": sort}, headers=headers).status_code == 200
        if sort != "triggered_at":  # no index has ids in the opposite order of times
            assert slow_steps(steps) == [], (sort, steps)


@pytest.mark.slow
def test_a_filter_reads_no_document_that_can_not_match(platform: PlatformClient) -> None:
    last = platform.submit(item_of_test_app("a"), custom_metadata={"site": 2})
    with platform.server.database.write() as session:
        run = session.get_one(Run, UUID(last))
        old: dict[str, Any] = {
            "application_id": "test-app",
            "version_number": "1.0.0",
            "state": RunState.TERMINATED,
            "submitted_by": run.submitted_by,
            "organization_id": run.organization_id,
            "terminated_at": run.submitted_at,
        }
        session.execute(
            insert(Run),
            [
                # more than are searched by their ids
                {**old, "submitted_at": run.submitted_at - timedelta(days=n), "custom_metadata": {"site": 1}}
                for n in range(1, MOST_BY_ID + 2)
            ],
        )
    with query_plans(platform.server.database) as steps:
        found = platform.get("/runs", custom_metadata="$.site ? (@ < 2)", page=3).json()
    assert len(found) == 50
    assert found == sorted(found, key=lambda each: each["submitted_at"], reverse=True)
    assert slow_steps(steps) == [], steps
    assert any("ix_runs_by_submitted_by (submitted_by=?" in step for step in steps), steps
    assert "LIST SUBQUERY" in " ".join(steps), steps
    assert any(
        "run_metadata_values USING PRIMARY KEY (path=? AND value>? AND value<?" in step for step in steps
    )


def test_the_grants_and_share_tokens_of_a_run_are_searched_by_ids(platform: PlatformClient) -> None:
    run_id = platform.submit(item_of_test_app("a"))
    index = "access_grants USING INDEX ix_access_grants_checked (resource_id=?"
    for path, filters in (
        ("/access/grants", {"resource_id": run_id}),
        ("/access/share-tokens", {"run_id": run_id}),
    ):
        with query_plans(platform.server.database) as steps:
            assert platform.get(path, **filters).json() == []
        assert any(index in step for step in steps), steps
        assert not any(step.startswith(("SCAN access_grants", "SCAN share_tokens")) for step in steps), steps


def test_a_rare_external_id_is_searched_before_the_runs_are_sorted(platform: PlatformClient) -> None:
    platform.submit(item_of_test_app("a"))
    with query_plans(platform.server.database) as steps:
        assert len(platform.get("/runs", external_id="a").json()) == 1
    # By its id, and not by the user.
    assert any("runs USING INDEX sqlite_autoindex_runs_1 (run_id=?)" in step for step in steps), steps
    assert any("ix_items_external_id (external_id=?)" in step for step in steps), steps


def test_idle_workers_read_nothing_of_what_has_ended(platform: PlatformClient) -> None:
    platform.wait_for_end(platform.submit(item_of_test_app("a")))
    database, now = platform.server.database, platform.server.clock()
    with query_plans(database) as steps:
        assert claim_next_item(database, now) is None
        assert active_claims(database) == []
        assert cancel_overdue_runs(database, now) == []
    assert slow_steps(steps) == [], steps
