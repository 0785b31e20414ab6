"""Calls of endpoints that an SDK does not wrap yet: a method and a path in place of an operation. Pure."""

from collections.abc import Mapping
from functools import lru_cache

from attrs import evolve

from seawall.core.engine.call import Call, Operation
from seawall.core.errors import InputError
from seawall.core.http.outgoing import has_dot_segment, is_token
from seawall.core.redaction.secret import SecretMapping, hidden
from seawall.core.validation.arguments import require_type
from seawall.core.wire.unset import UNSET

__all__ = ["keyed_operation", "untyped_call"]

_CONTENT_TYPE = "content-type"


def untyped_call(
    method: str,
    path: str,
    *,
    path_arguments: Mapping[str, object] | None = None,
    params: Mapping[str, object] | None = None,
    json: object = None,
    headers: Mapping[str, str] | None = None,
) -> Call[None]:
    """Return the call of `method` to `path`, relative to the URL of the API; its result has no value.

    `path_arguments` fill the placeholders of `path`, percent-encoded. `params` are the query; None is left
    out and a list repeats its name. `json` None sends no body; its media type may be among `headers`, names
    in lower case. Raises InputError.
    """
    json, headers = hidden(json), SecretMapping(headers or {})
    for name, given in {"path_arguments": path_arguments, "params": params}.items():
        ok = isinstance(given, Mapping | None)
        require_type(given, name, ok=ok, expected="a dict, by name", error=InputError)
    media_type = None
    if json is not None:
        media_type = headers.pop(_CONTENT_TYPE, "application/json")
    return Call(
        _operation(_checked_method(method), _checked_path(path)),
        path=SecretMapping(path_arguments or {}),
        query=SecretMapping(params or {}),
        headers=headers,
        body=UNSET if json is None else json,
        media_type=media_type,
    )


# One operation for each endpoint: caches find operations by identity.
@lru_cache(maxsize=256)
def _operation(method: str, path: str) -> Operation[None]:
    accept = ("application/json", "*/*;q=0.5")
    return Operation(
        id=f"{method} {path}", method=method, path=path, result_types={"2XX": None}, accept=accept
    )


@lru_cache(maxsize=256)
def keyed_operation(method: str, path: str) -> Operation[None]:
    """Return the operation of an untyped call whose endpoint takes an idempotency key."""
    return evolve(_operation(method, path), idempotency_header="Idempotency-Key")


def _checked_method(method: str) -> str:
    if not is_token(method) or method.upper() in {"CONNECT", "TRACE"}:
        raise InputError("the method can not be sent. Give an HTTP method such as GET.")
    return method.upper()


def _checked_path(path: str) -> str:
    path = hidden(path)
    ok = isinstance(path, str)
    require_type(path, "path", ok=ok, expected="a path such as /v1/runs", error=InputError)
    # The path becomes a part of messages, so that no fault repeats it: it may be a URL with a password.
    if not path.startswith("/") or path.startswith("//"):
        raise InputError("path is not a path of the API. Give it without the server, e.g. /v1/runs.")
    if {*path} & {*"?#"}:
        raise InputError("path holds a query or a fragment. Give the query in params.")
    if not (path.isascii() and path.isprintable()) or {*path} & {*" \\"} or has_dot_segment(path):
        raise InputError(
            "path holds a segment `.` or `..`, or a character that no path has. Give ids in path_arguments."
        )
    return str(path)
