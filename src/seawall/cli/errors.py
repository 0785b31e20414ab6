"""Exit codes and hints for the errors of `seawall` commands."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import typer

from seawall.codegen.errors import GenerationError, OutputError
from seawall.core.engine.status_remedy import is_html, is_unknown_path
from seawall.core.errors import (
    ConfigError,
    ForbiddenError,
    NotFoundError,
    NotSentError,
    RateLimitedError,
    SeawallError,
    ServerStatusError,
    UnauthorizedError,
)
from seawall.core.http.retry_after import wait_in_words
from seawall.core.http.times import response_date
from seawall.core.settings.shell_command import option_words, shell_words
from seawall.terminal import exit_codes
from seawall.terminal.exit_codes import ExitCode, ExitCodesByError
from seawall.terminal.sdk import AnyCommand, SdkCommand

__all__ = ["EXIT_CODES_BY_ERROR", "hint_for"]

EXIT_CODES_BY_ERROR: ExitCodesByError = (
    (OutputError, ExitCode.TRANSFER),
    (GenerationError, ExitCode.USAGE),
    *exit_codes.EXIT_CODES_BY_ERROR,
)
"""The exit codes of every SDK's commands and of generation; the first match decides."""

# A token is checked against the clock; servers allow a difference of a few minutes.
_MOST_CLOCK_DIFFERENCE_S = 300


def hint_for(error: SeawallError, context: typer.Context) -> str | None:
    """Return the next step after `error` of a command line, or None if the message already says it."""
    command = SdkCommand.of(context)
    if command is None:
        return None
    return next((hint(error, command) for class_, hint in _HINTS if isinstance(error, class_)), None)


def _forbidden(error: ForbiddenError, command: AnyCommand) -> str:
    whoami = command.user_command("whoami")
    reasons = [reason for _, reason in command.lists_of(error.path or "") if reason]
    return " ".join([*reasons, f"Ask your organization for access. To see your user: {whoami}"])


def _rate_limited(error: RateLimitedError, _: AnyCommand) -> str | None:
    return None if error.retry_after_s else "Wait a minute, then run the command again."


def _failed(error: ServerStatusError, command: AnyCommand) -> str:
    more = f" If it still fails, give the {command.sdk.server}'s operator the request id."
    return f"Run it again later.{more if error.request_id else ''}"


def _settings(command: AnyCommand) -> Any:
    """The settings of the command with their origins; None if they can not be read."""
    with suppress(ConfigError):
        return command.settings()
    return None


def _refused_token(error: UnauthorizedError, command: AnyCommand) -> str:
    # Imported late: 35 ms with rich, for errors only.
    from seawall.terminal.login.overriding_token import overriding_token  # noqa: PLC0415

    login = command.user_command("login")
    resolved = _settings(command)
    clock = _clock_note(error)
    token = None if resolved is None else overriding_token(resolved)
    if token is None:
        return f"{clock}Log in again: {login}"
    return f"{clock}{token} is refused. Replace it, or unset it and log in: {login}"


def _clock_note(error: UnauthorizedError) -> str:
    sent = response_date(error.headers)
    if sent is None:
        return ""
    difference_s = (datetime.fromtimestamp(time.time(), UTC) - sent).total_seconds()
    if abs(difference_s) <= _MOST_CLOCK_DIFFERENCE_S:
        return ""
    side = "ahead of" if difference_s > 0 else "behind"
    return (
        f"The clock of this machine is {wait_in_words(abs(difference_s))} {side} the server's: correct it. "
    )


def _missing(error: NotFoundError, command: AnyCommand) -> str | None:
    resolved = _settings(command)
    root = None if resolved is None else _root(resolved.settings.base_url)
    if root is not None and (is_html(error) or is_unknown_path(error.status, error.problem)):
        return f"The base URL is the root of the {command.sdk.server}. Try: --url {root}"
    if is_html(error):
        return None
    found = list(command.lists_of(error.path or ""))
    if not found:
        return None
    reasons = [reason for _, reason in found if reason]
    *first, last = [f"`{line}`" for line, _ in found]
    ids = f"{', '.join(first)} and {last} show the ids." if first else f"{last} shows the ids."
    return " ".join([ids, *reasons])


def _root(base_url: str) -> str | None:
    """The URL without the path of `base_url`; None if that has no path."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}" if parts.path else None


def _unreachable(error: NotSentError, command: AnyCommand) -> str | None:
    resolved = _settings(command)
    # A subclass has another reason.
    if resolved is None or type(error) is not NotSentError:
        return None
    parts = urlsplit(resolved.settings.base_url)
    if parts.scheme != "http" or not _is_this_machine(parts.hostname or ""):
        return None
    port = option_words("--port", None if parts.port is None else str(parts.port))
    start = shell_words([command.sdk.command.split()[0], "local", command.sdk.name, "--data", "data", *port])
    return f"If no {command.sdk.server} runs there, start one: {start}"


def _is_this_machine(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


_HINTS: tuple[tuple[type[SeawallError], Callable[[Any, AnyCommand], str | None]], ...] = (
    (UnauthorizedError, _refused_token),
    (ForbiddenError, _forbidden),
    (NotFoundError, _missing),
    (RateLimitedError, _rate_limited),
    (ServerStatusError, _failed),
    (NotSentError, _unreachable),
)
