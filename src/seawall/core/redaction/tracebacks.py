"""Remove the frames of an error that another function raised. Pure."""

__all__ = ["strip_tracebacks"]


def strip_tracebacks(error: BaseException) -> BaseException:
    """Remove the tracebacks of `error` and its causes, and return it.

    Their frames hold URLs, header fields, bodies and passwords. An error about an encoding also forgets its
    text, which its repr would show.
    """
    seen: list[BaseException] = []
    todo: list[BaseException | None] = [error]
    while todo:
        one = todo.pop()
        # An error may be reached twice, as cause and as context.
        if one is not None and one not in seen:
            seen.append(one.with_traceback(None))
            if isinstance(one, UnicodeError):
                # The repr of the error shows the whole text or bytes.
                one.args = one.args[:1]
            todo += [one.__cause__, one.__context__]
    return error
