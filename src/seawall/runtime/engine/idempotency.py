"""The idempotency key that a user gives for one call."""

import threading

from seawall.core.engine.call import Call
from seawall.core.errors import ConfigError, InputError
from seawall.core.redaction.secret import hidden
from seawall.core.validation.arguments import require_type

__all__ = ["CallKey"]

_MAX_LENGTH = 255


class CallKey:
    """An idempotency key for one call that changes something: the first one that is sent with it.

    After an error the same call may be sent again, with the same key: the server does not execute it twice.
    After a success, or at the same time, the operation is refused. Other operations are sent without the key.
    Raises ConfigError for a key that can not be sent. Thread-safe.
    """

    def __init__(self, key: str) -> None:
        key = hidden(key)
        require_type(key, "idempotency_key", ok=isinstance(key, str), expected="a text, e.g. a UUID")
        is_sendable = key.isascii() and key.isprintable() and key.strip() == key
        if not (is_sendable and 0 < len(key) <= _MAX_LENGTH):
            raise ConfigError(
                f"idempotency_key must be 1 to {_MAX_LENGTH} characters of printable ASCII. Give e.g. a UUID."
            )
        self._key = key
        self._lock = threading.Lock()
        self._target: object = None
        self._arguments: object = None
        self._call: Call[object] | None = None
        self._is_used = False

    def __repr__(self) -> str:
        return "CallKey(...)"

    def is_free_for(self, method: str, path: str) -> bool:
        """Return whether no other operation has the key."""
        with self._lock:
            return self._target in {None, (method, path)}

    def claim(self, call: Call[object], header: str | None) -> str | None:
        """Return the key for `call`, which changes something; None if it belongs to another operation.

        `header` is the idempotency header of its operation, None if there is none. Raises InputError.
        """
        operation = call.operation
        target, arguments = (operation.method, operation.path), dict(call.path)
        with self._lock:
            if self._target not in {None, target}:
                return None
            if header is None:
                raise InputError(
                    f"{operation.id}: the API takes no idempotency key for {operation.method} "
                    f"{operation.path}, so it would execute a repeated call twice. Leave idempotency_key out."
                )
            if self._is_used or self._call is not None or self._arguments not in (None, arguments):
                raise InputError(
                    f"{operation.id}: idempotency_key is for one call, and another one has it. Give each "
                    "call its own key: client.with_options(idempotency_key=…)."
                )
            self._target, self._arguments, self._call = target, arguments, call
            return self._key

    def end(self, call: Call[object], *, was_sent: bool, error: BaseException | None = None) -> None:
        """End `call`. After an error the same call may have the key; if it was not sent, any call."""
        with self._lock:
            if self._call is not call:
                return
            self._call = None
            self._is_used = error is None
            if not was_sent:
                self._target = self._arguments = None
