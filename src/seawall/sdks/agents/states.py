"""States, sources and kinds of log entries. All enums accept values of a newer server.

The API writes states in upper case, its documentation in lower case, and some states have two names.
"""

from typing import Self

from seawall.core.waiting.states import StateMachine
from seawall.core.wire.open_enum import OpenEnum

__all__ = ["STATES", "LogKind", "PullRequestState", "RunStatus", "SourceType"]

_OTHER_NAMES = {"RUNNING": "ACTIVE", "COMPLETED": "COMPLETE", "CANCELED": "CANCELLED"}


class RunStatus(OpenEnum):
    """The state of a run. `RunStatus("completed")` is COMPLETE: case and second names do not matter."""

    PENDING = "PENDING"
    ACTIVE = "ACTIVE"
    EVALUATION = "EVALUATION"
    PAUSED = "PAUSED"
    COMPLETE = "COMPLETE"
    ERROR = "ERROR"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    STOPPED = "STOPPED"
    TIMEOUT = "TIMEOUT"
    MAX_ITERATIONS_REACHED = "MAX_ITERATIONS_REACHED"
    OUT_OF_TOKENS = "OUT_OF_TOKENS"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if isinstance(value, str):
            name = value.strip().upper().replace(" ", "_")
            name = _OTHER_NAMES.get(name, name)
            if name in cls.__members__:
                return cls[name]
        return super()._missing_(value)

    @property
    def is_terminal(self) -> bool:
        """True if the run has ended."""
        return STATES.is_terminal(self)


_FAILURES = ("ERROR", "FAILED", "CANCELLED", "STOPPED", "TIMEOUT", "MAX_ITERATIONS_REACHED", "OUT_OF_TOKENS")
_RUNNING = ("PENDING", "ACTIVE", "EVALUATION", "PAUSED")

STATES = StateMachine(
    transitions={
        "PENDING": ("ACTIVE", *_FAILURES),
        "ACTIVE": ("EVALUATION", "PAUSED", "COMPLETE", *_FAILURES),
        "EVALUATION": ("ACTIVE", "PAUSED", "COMPLETE", *_FAILURES),
        "PAUSED": ("ACTIVE", *_FAILURES),
        "COMPLETE": (),
        **dict.fromkeys(_FAILURES, ()),
    },
    terminal=("COMPLETE", *_FAILURES),
)
"""The transitions of a run; a resume starts it again."""


class SourceType(OpenEnum):
    """The source of a run; runs of this SDK have API."""

    LOCAL = "LOCAL"
    SLACK = "SLACK"
    GITHUB = "GITHUB"
    GITHUB_CHECK_SUITE = "GITHUB_CHECK_SUITE"
    GITHUB_PR_REVIEW = "GITHUB_PR_REVIEW"
    LINEAR = "LINEAR"
    API = "API"
    CHAT = "CHAT"
    JIRA = "JIRA"
    CLICKUP = "CLICKUP"
    MONDAY = "MONDAY"
    SETUP_COMMANDS = "SETUP_COMMANDS"


class LogKind(OpenEnum):
    """The kind of a log entry."""

    ACTION = "ACTION"
    PLAN_EVALUATION = "PLAN_EVALUATION"
    FINAL_ANSWER = "FINAL_ANSWER"
    ERROR = "ERROR"
    USER_MESSAGE = "USER_MESSAGE"
    USER_GITHUB_ISSUE_COMMENT = "USER_GITHUB_ISSUE_COMMENT"
    INITIAL_PR_GENERATION = "INITIAL_PR_GENERATION"
    DETECT_PR_ERRORS = "DETECT_PR_ERRORS"
    FIX_PR_ERRORS = "FIX_PR_ERRORS"
    PR_CREATION_FAILED = "PR_CREATION_FAILED"
    PR_EVALUATION = "PR_EVALUATION"
    COMMIT_EVALUATION = "COMMIT_EVALUATION"
    AGENT_RUN_LINK = "AGENT_RUN_LINK"


class PullRequestState(OpenEnum):
    """The state that `client.pull_requests.edit` gives to a pull request."""

    OPEN = "open"
    CLOSED = "closed"
    DRAFT = "draft"
    READY_FOR_REVIEW = "ready_for_review"
