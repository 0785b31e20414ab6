"""Run the functions that an SDK applies to a decoded response. Pure.

They come from the author of the SDK. An error in one of them becomes a DecodeError that names the operation,
the function and the field, because the user of the SDK can not know them.
"""

from collections.abc import Callable, Iterable
from types import CoroutineType
from typing import Any, TypeVar

from seawall.core.engine.call import Call
from seawall.core.engine.call_name import call_name
from seawall.core.engine.result import Result, request_id_in
from seawall.core.errors import DecodeError, InputError, SeawallError
from seawall.core.field_errors import FieldValueError
from seawall.core.http.message import Response

__all__ = ["completed", "conversion_error", "converted", "run_for_each", "run_function"]

A = TypeVar("A")
V = TypeVar("V")
W = TypeVar("W")


class _NoModel:
    """The class of no value."""


def converted(call: Call[object] | str, result: Result[W], from_wire: Callable[[W], V]) -> V:
    """Convert the value of the `result` of `call` for the user; raise DecodeError if `from_wire` fails.

    A text in place of the call is the name of what was read, e.g. `run 7`.
    """
    value: Any = result.value
    kind: type[object] = value.__class__
    if kind is getattr(from_wire, "model", _NoModel):
        # A declared conversion returns its own model as it is.
        model: V = value
        return model
    return run_function("from_wire", from_wire, value, call=call, response=result.response)


def run_function(
    name: str, function: Callable[[A], V], argument: A, *, call: Call[object] | str, response: Response
) -> V:
    """Return `function(argument)`; raise DecodeError if it fails, and InputError if it is async.

    `name` names the function for the user.
    """
    return _run(name, function, (argument,), call=call, response=response, is_page=False)[0]


def run_for_each(
    name: str, function: Callable[[A], V], items: Iterable[A], *, call: Call[object] | str, response: Response
) -> list[V]:
    """Return `function(item)` for each of the items of a page; the errors of `run_function` name the item."""
    return _run(name, function, items, call=call, response=response, is_page=True)


def _run(
    name: str,
    function: Callable[[A], V],
    arguments: Iterable[A],
    *,
    call: Call[object] | str,
    response: Response,
    is_page: bool,
) -> list[V]:
    # One `try` for all: a long list costs what its functions cost.
    values: list[V] = []
    try:
        for argument in arguments:
            values.append(function(argument))  # noqa: PERF401 - an error needs the values before it
    except FieldValueError as error:
        raise completed(error, call, response, at=len(values) + 1 if is_page else None) from error
    except (SeawallError, MemoryError):
        raise
    except Exception as error:
        item = _item(len(values) + 1 if is_page else None)
        raise conversion_error(f"`{name}` failed{item}: {_reason(error)}", call, response) from error
    if CoroutineType in set(map(type, values)):
        for value in values:
            if isinstance(value, CoroutineType):
                # Or Python warns that it was never awaited.
                value.close()
        raise InputError(f"{name} returned something to await. Give a plain function.")
    return values


def completed(
    error: FieldValueError, call: Call[object] | str, response: Response, *, at: int | None = None
) -> FieldValueError:
    """Return `error` with the operation and the response that it is about, unless it has them already.

    `at` is the item of a page.
    """
    if error.status:
        return error
    request_id = request_id_in(response.headers)
    request = f" (request {request_id})" if request_id else ""
    return type(error)(
        f"{_source(call)} answered {response.status}{request}{_item(at)} {error.fault}. {error.hint}",
        response.status,
        request_id,
        error.name,
        fault=error.fault,
        hint=error.hint,
        body=response.body,
    )


def conversion_error(reason: str, call: Call[object] | str, response: Response) -> DecodeError:
    """Build the error of a function that does not fit the `response` to `call`."""
    return DecodeError(
        f"{_source(call)}: {reason}. Compare the function with the spec and the response.",
        status=response.status,
        request_id=request_id_in(response.headers),
        body=response.body,
    )


def _source(call: Call[object] | str) -> str:
    return call if isinstance(call, str) else call_name(call)


def _item(at: int | None) -> str:
    return "" if at is None else f" for item {at} of a page"


def _reason(error: Exception) -> str:
    """Name an error and its field, but not its text, which may repeat the response."""
    field: object = None
    if isinstance(error, AttributeError):
        field = error.name
    elif isinstance(error, KeyError) and error.args:
        field = error.args[0]
    kind = type(error).__name__
    # A key that is not a plain name may be data of the response.
    return f"{kind} at field {field!r}" if isinstance(field, str) and field.isidentifier() else kind
