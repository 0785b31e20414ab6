"""Remove the frames of an error that another function raised. Pure."""

import sys
from collections.abc import Collection, Iterator
from types import TracebackType

__all__ = ["drop_library_frames", "strip_tracebacks"]

_OURS = __name__.partition(".")[0]


def strip_tracebacks(error: BaseException) -> BaseException:
    """Remove the tracebacks of `error` and its causes, and return it.

    Their frames hold URLs, header fields, bodies and passwords. An error about an encoding also forgets its
    text, which its repr would show.
    """
    for one in _chain(error):
        one.with_traceback(None)
        if isinstance(one, UnicodeError):
            # The repr of the error shows the whole text or bytes.
            one.args = one.args[:1]
    return error


def drop_library_frames(error: BaseException, library: Collection[str]) -> None:
    """Remove the frames of the packages `library` from the tracebacks of `error` and its causes.

    For errors that pass through, such as KeyboardInterrupt or one of a function of the user. From the first
    frame of the library on, only frames of the user stay: the others hold URLs and header fields.
    """
    for one in _chain(error):
        one.__traceback__ = _without(one.__traceback__, frozenset(library))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield `error`, its causes and its contexts, each once."""
    seen: list[BaseException] = []
    todo: list[BaseException | None] = [error]
    while todo:
        one = todo.pop()
        # An error may be reached twice, as cause and as context.
        if one is not None and not any(one is other for other in seen):
            seen.append(one)
            todo += [one.__cause__, one.__context__]
            yield one


def _without(trace: TracebackType | None, library: frozenset[str]) -> TracebackType | None:
    entries, kept, is_inside = [], None, False
    internal = library | {_OURS} | sys.stdlib_module_names
    while trace is not None:
        package = str(trace.tb_frame.f_globals.get("__name__", "")).partition(".")[0]
        is_inside = is_inside or package in library
        # Methods that a library has generated are code of no file.
        is_generated = trace.tb_frame.f_code.co_filename == "<string>"
        if not is_inside or not (is_generated or package in internal):
            entries.append(trace)
        trace = trace.tb_next
    for entry in reversed(entries):
        # An interrupt may come at an instruction of no line: then the number is None.
        kept = TracebackType(kept, entry.tb_frame, entry.tb_lasti, entry.tb_lineno or 0)
    return kept
