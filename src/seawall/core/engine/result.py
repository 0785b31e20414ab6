"""Decode a response into a result, or build the error of an unsuccessful response. Pure.

Models drop unknown keys; the raw body, which every result holds, keeps them.
"""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import Any, Generic, TypeVar

from attrs import field, frozen

from seawall.core.engine.answer import NO_TYPE, decoded_answer, error_value, result_type
from seawall.core.engine.call import Call, Operation, direct_type_for
from seawall.core.engine.call_name import call_name, secrets_of
from seawall.core.engine.operation import ByMediaType
from seawall.core.engine.status_remedy import is_html, status_remedy
from seawall.core.errors import DecodeError, SeawallError, StatusError
from seawall.core.http.message import Headers, Response
from seawall.core.problem import Problem
from seawall.core.redaction.redact import redact
from seawall.core.redaction.tracebacks import strip_tracebacks
from seawall.core.status_errors import error_class_for
from seawall.core.wire.byte_order_mark import foreign_encoding
from seawall.core.wire.codec import NotJsonError, decoder_for
from seawall.core.wire.misfits import Drift

__all__ = ["Result", "forget_decoders", "problem_in", "request_id_in", "result_for", "status_error"]

T = TypeVar("T")

# In order of preference: the usual names, then those of AWS and Azure.
_REQUEST_ID_HEADERS = (
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-amzn-requestid",
    "x-ms-request-id",
)
# A message of many invalid fields has to stay readable; `body` has all of them.
_MAX_FAULTS = 5


# Without slots, see `seawall.core.http.message`.
@frozen(slots=False, init=False)
class Result(Generic[T]):
    """A successful response and its decoded value. It has a hash if the value has one.

    `drifts` are the fields of the value that do not match the spec, and are missing in it.
    """

    value: T = field(repr=False)
    response: Response
    drifts: tuple[Drift, ...] = ()

    # By hand, as that of a response: every call makes two, and attrs takes longer.
    def __init__(self, value: T, response: Response, drifts: tuple[Drift, ...] = ()) -> None:
        made = self.__dict__
        made["value"] = value
        made["response"] = response
        made["drifts"] = drifts


def result_for(
    call: Call[T],
    response: Response,
    *,
    token: str | None = None,
    rejected: str | None = None,
    secrets: Collection[str] = (),
    tolerant: bool = False,
) -> Result[T]:
    """Decode the `response` to `call`, which was sent with `token`, and before with the `rejected` one.

    No message repeats these, nor the `secrets` that were sent in header fields. If `tolerant`, fields that do
    not match the spec are missing in the value. Raises a StatusError if the status is not successful, and
    DecodeError if the body does not match the spec.
    """
    operation = call.operation
    try:
        if response.body:
            return Result(_quick_loads(operation, call.from_wire, response.status)(response.body), response)
    except Exception:  # noqa: BLE001, S110 - what follows decides; `suppress` takes longer
        pass
    type_ = result_type(operation, response.status)
    if type_ is NO_TYPE:
        hidden = secrets_of(call, token, rejected, *secrets)
        name = call_name(call, token, rejected, *secrets)
        failure = status_error(operation.method, operation.path, response, hidden=hidden, name=name)
        failure.value = error_value(operation, response)
        raise failure
    try:
        type_ = direct_type_for(call.from_wire, type_)
        decoded = decoded_answer(operation, response, type_, tolerant=tolerant, name=lambda: call_name(call))
        value: Any = decoded.value
        return Result(value, response, decoded.drifts)
    except ValueError as error:
        hidden = secrets_of(call, token, rejected, *secrets)
        # Without its traceback: the frames of the decoder show the body.
        cause = strip_tracebacks(error)
        raise _decode_error(call_name(call, token, rejected, *secrets), response, error, hidden) from cause


# For most answers nothing else has to be looked up or made.
@lru_cache(maxsize=1024)
def _quick_loads(
    operation: Operation[object], from_wire: Callable[..., object] | None, status: int
) -> Callable[[bytes], Any]:
    """Return the function that decodes a body as JSON; it raises an Exception if that is not all to do."""
    type_ = result_type(operation, status)
    if type_ is NO_TYPE or type_ is None:
        return _refuse
    type_ = direct_type_for(from_wire, type_)
    return _refuse if isinstance(type_, ByMediaType) else decoder_for(type_).loads


def forget_decoders() -> None:
    """Forget the functions that decode answers, so that they are chosen again: a recording takes others."""
    _quick_loads.cache_clear()


def _refuse(_body: bytes) -> None:
    raise ValueError


def status_error(
    method: str, path: str, response: Response, *, hidden: Collection[str] = (), name: str | None = None
) -> StatusError:
    """Build the error of an unsuccessful response.

    `path` must not hold a secret. `name` is the name of the call in the message; a transfer or a stream has
    none and is named by method and path.
    The texts in `hidden` are redacted, even if the server repeats them.
    """
    problem, request_id = problem_in(response, hidden=hidden), request_id_in(response.headers, hidden=hidden)
    answer = f"answered {response.status}{_request_note(request_id)}{_problem_note(problem)}"
    remedy = status_remedy(response, problem, of_call=name is not None, path=path)
    return error_class_for(response.status)(
        f"{name or f'{method} {path}'} {answer}.{remedy}",
        status=response.status,
        method=method,
        path=path,
        request_id=request_id,
        problem=problem,
        headers=response.headers,
        body=response.body,
    )


def request_id_in(headers: Headers, *, hidden: Collection[str] = ()) -> str | None:
    """Return the request id of a response, redacted; None if it has none."""
    found = next((headers[name] for name in _REQUEST_ID_HEADERS if name in headers), None)
    return found and redact(found, hidden=hidden)


def problem_in(response: Response, *, hidden: Collection[str] = ()) -> Problem | None:
    """Read the problem details of a response, redacted; None if there are none.

    They are those of RFC 9457, those of FastAPI, or a plain text.
    """
    # The body may come from a proxy: nothing in it is an error here.
    try:
        body = decoder_for(Any).decode(response.body)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return _problem_in_text(response, hidden)
    detail = body.get("detail", body.get("message", body.get("error_description")))
    faults = detail if isinstance(detail, list) else ()
    problem = Problem(
        title=_line(body.get("title", body.get("error")), hidden),
        detail=_line(detail, hidden),
        type=_line(body.get("type"), hidden),
        faults=tuple(_fault(fault, hidden) for fault in faults[:_MAX_FAULTS] if isinstance(fault, dict)),
    )
    return None if problem == Problem() else problem


def _problem_in_text(response: Response, hidden: Collection[str]) -> Problem | None:
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "text/plain" or is_html(response):
        return None
    detail = _line(response.body.decode(errors="replace"), hidden)
    return None if detail is None else Problem(detail=detail)


def _line(value: object, hidden: Collection[str]) -> str | None:
    return redact(value, hidden=hidden) if isinstance(value, str) and value.strip() else None


def _fault(fault: dict[str, object], hidden: Collection[str]) -> str:
    # Without `input`, the value that the user sent: it may be a secret.
    location = fault.get("loc", ())
    path = ".".join(str(part) for part in location) if isinstance(location, Iterable) else ""
    return redact(f"{path}: {fault.get('msg', 'is not valid')}", hidden=hidden)


def _request_note(request_id: str | None) -> str:
    return f" (request {request_id})" if request_id else ""


def _problem_note(problem: Problem | None) -> str:
    if problem is None:
        return ""
    text = "; ".join(problem.faults) or problem.detail or problem.title or ""
    return f": {text.rstrip('.')}" if text else ""


def _decode_error(name: str, response: Response, error: ValueError, hidden: Collection[str]) -> SeawallError:
    request_id = request_id_in(response.headers, hidden=hidden)
    if isinstance(error, NotJsonError):
        content, hint = "invalid JSON", "Try again; if it happens again, the server is at fault"
        if encoding := foreign_encoding(response.body):
            content, hint = (
                f"text in {encoding}",
                "JSON must be UTF-8; the server is at fault",
            )
        elif is_html(response):
            content, hint = "HTML", "A proxy or a login page answered for the API, or the base URL is wrong"
    else:
        content, hint = f"unexpected JSON ({error})", "Server and SDK may be of different versions"
    return DecodeError(
        f"{name} answered {response.status}{_request_note(request_id)} with {content}. {hint}.",
        status=response.status,
        request_id=request_id,
        body=response.body,
    )
