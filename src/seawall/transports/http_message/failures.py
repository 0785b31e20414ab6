"""The errors of a transport, in the same words whichever library moved the bytes."""

from seawall.core.errors import AttemptTimeoutError, MaybeProcessedError, NotSentError
from seawall.core.http.message import Request, server_in

__all__ = ["broken_off", "not_sent", "too_late", "was_closed", "without_frames"]


def without_frames(error: BaseException) -> BaseException:
    """`error`, and what it comes from, without their frames: these hold addresses, fields and passwords."""
    seen: list[BaseException] = []
    todo: list[BaseException | None] = [error]
    while todo:
        one = todo.pop()
        if one is not None and one not in seen:
            seen.append(one.with_traceback(None))
            todo += [one.__cause__, one.__context__]
    return error


def not_sent(request: Request, reason: str = "") -> NotSentError:
    """For a request that surely never left; `reason` is a few words, or none."""
    return NotSentError(
        f"no connection to {server_in(request.url)}{reason and f' ({reason})'}, so nothing was sent. "
        "Check that the server runs, the base URL and the network."
    )


def too_late(timeout_s: float) -> AttemptTimeoutError:
    """For an attempt whose time ran out, or a step of a stream that took as long."""
    return AttemptTimeoutError(f"the server did not answer in time: no whole answer within {timeout_s:g} s.")


def broken_off(reason: str = "") -> MaybeProcessedError:
    """For a request that left, or may have, and that has no whole answer."""
    why = reason and f" ({reason})"
    return MaybeProcessedError(f"the connection broke before the answer was whole{why}.")


def was_closed() -> RuntimeError:
    """For a request after `close`: a bug, and no trouble of the network."""
    return RuntimeError("the transport was closed: nothing can be sent any more. Make a new client.")
