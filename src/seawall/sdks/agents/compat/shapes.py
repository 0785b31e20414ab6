"""The results of the older client: the fields of the API, under their names there; absent is None."""

from typing import Any, Generic, TypeVar

from attrs import fields, frozen

from seawall.core.wire.unset import or_none
from seawall.runtime.bulk.results import BulkResult
from seawall.sdks.agents._generated import models as wire
from seawall.sdks.agents.models import Log, PullRequest

__all__ = ["AgentRun", "AgentRunWithLogs", "BulkOperationResult", "Page"]

I = TypeVar("I")  # noqa: E741
T = TypeVar("T")


def _same_fields(cls: type[Any], answer: object) -> dict[str, Any]:
    return {one.name: or_none(getattr(answer, one.name, None)) for one in fields(cls)}


@frozen(kw_only=True)
class AgentRun:
    """A run. `status` and `created_at` are the texts of the API, e.g. `COMPLETE`.

    Not hashable: `metadata` can be changed.
    """

    id: int
    organization_id: int
    status: str | None
    created_at: str | None
    web_url: str | None
    result: str | None
    summary: str | None
    source_type: str | None
    github_pull_requests: tuple[PullRequest, ...]
    metadata: dict[str, Any] | None

    @classmethod
    def of(cls, run: wire.AgentRunResponse) -> "AgentRun":
        """Convert a wire model."""
        requests = or_none(run.github_pull_requests) or ()
        made = _same_fields(cls, run)
        return cls(**{**made, "github_pull_requests": tuple(map(PullRequest.from_wire, requests))})


@frozen(kw_only=True)
class AgentRunWithLogs:
    """A page of the log of a run."""

    id: int
    status: str | None
    result: str | None
    total_logs: int | None
    page: int | None
    size: int | None
    pages: int | None
    logs: tuple[Log, ...]

    @classmethod
    def of(cls, answer: wire.AgentRunWithLogsResponse) -> "AgentRunWithLogs":
        """Convert a wire model."""
        return cls(**{**_same_fields(cls, answer), "logs": tuple(map(Log.from_wire, answer.logs))})


@frozen(kw_only=True)
class Page(Generic[T]):
    """A page of a list; `total` counts all items, `pages` all pages. Not hashable: `items` is a list."""

    items: list[T]
    total: int
    page: int
    size: int
    pages: int


@frozen(kw_only=True)
class BulkOperationResult(Generic[T]):
    """The result of a bulk operation: `results` are in the order of the items, without those that failed.

    Not hashable: it has lists.
    """

    total_items: int
    successful_items: int
    failed_items: int
    success_rate: float
    duration_seconds: float
    errors: list[dict[str, object]]
    results: list[T]

    @classmethod
    def of(cls, each: tuple[BulkResult[I, T], ...], duration_s: float) -> "BulkOperationResult[T]":
        """Sum up the results of all items."""
        failed = [one for one in each if one.error is not None]
        return cls(
            total_items=len(each),
            successful_items=len(each) - len(failed),
            failed_items=len(failed),
            success_rate=(len(each) - len(failed)) / len(each) if each else 0.0,
            duration_seconds=duration_s,
            errors=[
                {
                    "index": one.index,
                    "item": one.item,
                    "error": str(one.error),
                    "error_type": type(one.error).__name__,
                }
                for one in failed
            ],
            results=[one.unwrap() for one in each if one.error is None],
        )
