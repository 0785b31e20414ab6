"""The text of a list: its operation and its arguments, without secrets. Pure."""

from collections.abc import Collection
from enum import Enum

from seawall.core.engine.call import Call
from seawall.core.engine.call_name import call_name
from seawall.core.redaction.redact import redact
from seawall.core.redaction.secret_patterns import HIDDEN, is_secret_name
from seawall.core.wire.unset import UNSET

__all__ = ["list_text"]

_MAX_VALUES = 3
_MAX_CHARACTERS = 60


def list_text(call: Call[object]) -> str:
    """Return e.g. `GET /v1/runs, submitted_by='me', page_size=100`.

    A value whose name or format marks it as secret is hidden; headers and cookies are left out.
    """
    given = {name: value for name, value in call.query.items() if value not in (None, UNSET)}
    shown = [f"{name}={_value(name, value)}" for name, value in given.items()]
    return ", ".join([call_name(call), *shown])


def _value(name: str, value: object) -> str:
    if is_secret_name(name):
        return HIDDEN
    if isinstance(value, Collection) and not isinstance(value, str | bytes):
        values = [_value(name, one) for one in list(value)[:_MAX_VALUES]]
        more = [f"{len(value) - _MAX_VALUES} more"] if len(value) > _MAX_VALUES else []
        return f"[{', '.join(values + more)}]"
    plain = value.value if isinstance(value, Enum) else value
    line = redact(str(plain), max_characters=_MAX_CHARACTERS)
    return line if isinstance(plain, int | float) else repr(line)
