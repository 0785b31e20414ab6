"""The text of a list: its operation and its arguments, without secrets. Pure."""

from enum import Enum

from seawall.core.engine.call import Call
from seawall.core.engine.call_name import call_name
from seawall.core.wire.unset import UNSET

__all__ = ["list_text"]


def list_text(call: Call[object]) -> str:
    """Return e.g. `GET /v1/runs, state='DONE', submitted_by=…, page_size=100`.

    Texts are not shown, as in messages: any may be a secret. Headers and cookies are left out.
    """
    given = {name: value for name, value in call.query.items() if value not in (None, UNSET)}
    shown = [f"{name}={_value(value)}" for name, value in given.items()]
    return ", ".join([call_name(call), *shown])


def _value(value: object) -> str:
    if isinstance(value, Enum):
        return repr(value.value)
    # Not `isinstance`: a class of the user may show anything.
    return repr(value) if type(value) in {bool, int, float} else "…"
