"""Runs, logs and pull requests as frozen data. An API bump does not change these classes.

All times are aware, in UTC. An enum value that this version does not know keeps its text (`is_known`).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import ClassVar

from attrs import field, frozen

from seawall.core.http.time_texts import utc_time
from seawall.core.model.conversion import Conversion, conversion
from seawall.core.model.json_field import JsonObject, json_or_none
from seawall.core.model.model import Model
from seawall.core.wire.freeze import freeze, frozen_json
from seawall.core.wire.unset import UnsetType, if_given, or_none
from seawall.sdks.agents._generated import models as wire
from seawall.sdks.agents.states import LogKind, RunStatus, SourceType

__all__ = ["JsonObject", "Log", "PullRequest", "Run"]


def _observation(value: Mapping[str, object] | str | None) -> JsonObject | str | None:
    return frozen_json(value, "observation") if isinstance(value, Mapping) else value


def _time(value: str | UnsetType | None) -> datetime | None:
    # The API writes times in UTC, mostly without a zone.
    return if_given(value, partial(utc_time, name="created_at", zone=UTC))


@frozen(kw_only=True)
class PullRequest(Model):
    """A pull request that a run opened."""

    id: int
    title: str | None
    url: str | None
    created_at: datetime | None
    head_branch_name: str | None
    number: int | None
    state: str | None

    from_wire: ClassVar[Conversion[wire.GithubPullRequestResponse]] = conversion(
        wire.GithubPullRequestResponse, zone=UTC
    )


@frozen(kw_only=True)
class Run(Model):
    """A run of an agent at the time of the read. `result` is the answer, None until the run has ended.

    A status that the API leaves out is `UNKNOWN`.
    """

    id: int
    organization_id: int
    status: RunStatus
    created_at: datetime | None
    web_url: str | None
    result: str | None
    summary: str | None
    source_type: SourceType | None
    pull_requests: tuple[PullRequest, ...]
    metadata: JsonObject | None = field(converter=json_or_none)

    @property
    def is_terminated(self) -> bool:
        """True if the run has ended; a resume starts it again."""
        return self.status.is_terminal

    @property
    def succeeded(self) -> bool:
        """True if the run has ended with an answer."""
        return self.status == RunStatus.COMPLETE

    @classmethod
    def from_wire(cls, run: wire.AgentRunResponse | wire.AgentRunWithLogsResponse) -> "Run":
        """Convert a wire model, of a run or of its log."""
        # The log of a run has only some of the fields.
        full = run if isinstance(run, wire.AgentRunResponse) else None
        return cls(
            id=run.id,
            organization_id=run.organization_id,
            status=if_given(run.status, RunStatus) or RunStatus("UNKNOWN"),
            created_at=_time(run.created_at),
            web_url=or_none(run.web_url),
            result=or_none(run.result),
            summary=None if full is None else or_none(full.summary),
            source_type=None if full is None else if_given(full.source_type, SourceType),
            pull_requests=tuple(
                PullRequest.from_wire(each) for each in (full and or_none(full.github_pull_requests)) or ()
            ),
            metadata=if_given(run.metadata, freeze),
        )


@frozen(kw_only=True)
class Log(Model):
    """An entry in the log of a run. `observation` is an object or text."""

    run_id: int
    created_at: datetime | None
    kind: LogKind | None
    tool_name: str | None
    thought: str | None
    observation: JsonObject | str | None = field(converter=_observation)
    tool_input: JsonObject | None = field(converter=json_or_none)
    tool_output: JsonObject | None = field(converter=json_or_none)

    @property
    def text(self) -> str:
        """The entry for people: its thought, the text of its observation, or the name of its tool."""
        observation = self.observation if isinstance(self.observation, str) else None
        return self.thought or observation or self.tool_name or ""

    from_wire: ClassVar[Conversion[wire.AgentRunLogResponse]] = conversion(
        wire.AgentRunLogResponse, {"run_id": "agent_run_id", "kind": "message_type"}, zone=UTC
    )
