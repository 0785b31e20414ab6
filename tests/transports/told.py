"""What a log would show of an error."""

import traceback
from pathlib import Path

__all__ = ["told"]


def told(error: BaseException) -> str:
    """All of it: causes and local variables too, those of the tests' own frames and their source aside."""
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
