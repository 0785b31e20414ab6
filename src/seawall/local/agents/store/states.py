"""States of runs and kinds of log entries, as the live system names them."""

from enum import StrEnum

__all__ = ["TERMINAL", "LogKind", "RunStatus", "SourceType"]


class RunStatus(StrEnum):
    """State of a run."""

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


TERMINAL = frozenset(
    {
        RunStatus.COMPLETE,
        RunStatus.ERROR,
        RunStatus.FAILED,
        RunStatus.CANCELLED,
        RunStatus.STOPPED,
        RunStatus.TIMEOUT,
        RunStatus.MAX_ITERATIONS_REACHED,
        RunStatus.OUT_OF_TOKENS,
    }
)
"""States in which a run has ended."""


class LogKind(StrEnum):
    """Kind of a log entry: its `message_type`."""

    ACTION = "ACTION"
    PLAN_EVALUATION = "PLAN_EVALUATION"
    FINAL_ANSWER = "FINAL_ANSWER"
    ERROR = "ERROR"
    USER_MESSAGE = "USER_MESSAGE"
    INITIAL_PR_GENERATION = "INITIAL_PR_GENERATION"


class SourceType(StrEnum):
    """The source of a run."""

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
