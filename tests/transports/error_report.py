"""The text that an error reporter would show of an error."""

import traceback
from pathlib import Path

__all__ = ["error_report"]


def error_report(error: BaseException) -> str:
    """Return the error, its causes and the local variables of all frames except those of the tests."""
    text: list[str] = []
    todo: list[BaseException | None] = [error]
    while todo:
        one = todo.pop()
        if one is not None:
            todo += [one.__cause__, one.__context__]
            trace = traceback.TracebackException.from_exception(one, capture_locals=True)
            text += trace.format_exception_only()
            text += [str(frame.locals) for frame in trace.stack if "tests" not in Path(frame.filename).parts]
    return "\n".join(text)
