"""Check the arguments of a call against the limits that the spec declares for its parameters. Pure."""

from collections.abc import Mapping
from decimal import Decimal
from numbers import Real
from typing import Any

from seawall.core.engine.argument_values import is_given
from seawall.core.engine.call import Call
from seawall.core.engine.operation import Limits, Parameter
from seawall.core.errors import InputError
from seawall.core.validation.arguments import short_repr, wrong_type

__all__ = ["check_arguments"]


def check_arguments(call: Call[object]) -> None:
    """Raise InputError for an argument of `call` that the spec does not allow, e.g. a page size of 1000.

    Checks the bounds of numbers, the length of texts and the number of items; patterns are left to the
    server, because Python has another syntax for them. Pages of a list are checked when they are made;
    `send` checks nothing, so that a limit that a server has dropped does not stop a user.
    """
    for parameter in call.operation.parameters or ():
        if parameter.limits is not None:
            value = _argument(call, parameter)
            if is_given(value):
                _check(
                    value, parameter.name, parameter.limits, f"{call.operation.method} {call.operation.path}"
                )


def _argument(call: Call[object], parameter: Parameter) -> object:
    arguments: Mapping[str, object] = {
        "path": call.path,
        "query": call.query,
        "header": call.headers,
        "cookie": call.cookies,
    }[parameter.place]
    return arguments.get(parameter.name)


def _check(value: object, name: str, limits: Limits, operation: str) -> None:
    subject = f"{operation}: {name}"
    expected = _range(limits)
    if expected:
        if isinstance(value, bool) or not isinstance(value, Real | Decimal):
            raise wrong_type(value, subject, expected)
        if not _is_allowed(value, limits):
            raise InputError(f"{subject} is {short_repr(value)}. Give {expected}.")
    elif isinstance(value, str):
        _check_count(len(value), f"The length of {subject}", limits.min_length, limits.max_length)
    elif isinstance(value, list | tuple | set | frozenset):
        _check_count(len(value), f"The number of items of {subject}", limits.min_items, limits.max_items)


def _is_allowed(value: Real | Decimal, limits: Limits) -> bool:
    # Compared as it is: a float would round a large int.
    number: Any = value
    return (
        (limits.minimum is None or number >= limits.minimum)
        and (limits.maximum is None or number <= limits.maximum)
        and (limits.exclusive_minimum is None or number > limits.exclusive_minimum)
        and (limits.exclusive_maximum is None or number < limits.exclusive_maximum)
        and (limits.multiple_of is None or not _has_rest(value, limits.multiple_of))
    )


def _has_rest(value: object, divisor: float) -> bool:
    # Only whole numbers: 0.3 is no multiple of 0.1 for a computer.
    return isinstance(value, int) and float(divisor).is_integer() and value % int(divisor) != 0


def _check_count(count: int, subject: str, least: int | None, most: int | None) -> None:
    if (least is not None and count < least) or (most is not None and count > most):
        raise InputError(f"{subject} is {count}. Give {_words(least, most)}.")


def _range(limits: Limits) -> str:
    parts = []
    if limits.minimum is not None or limits.maximum is not None:
        parts.append(_words(limits.minimum, limits.maximum))
    if limits.exclusive_minimum is not None:
        parts.append(f"more than {limits.exclusive_minimum:g}")
    if limits.exclusive_maximum is not None:
        parts.append(f"less than {limits.exclusive_maximum:g}")
    if limits.multiple_of is not None:
        parts.append(f"a multiple of {limits.multiple_of:g}")
    return ", ".join(parts)


def _words(least: float | None, most: float | None) -> str:
    if least is None:
        return f"at most {_text(most)}"
    return f"{_text(least)} or more" if most is None else f"{_text(least)} to {_text(most)}"


def _text(number: float | None) -> str:
    # `:g` would write a million as 1e+06.
    return str(int(number)) if number is not None and float(number).is_integer() else str(number)
