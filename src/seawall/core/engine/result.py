"""A response becomes an answer, or the error that it stands for. Pure.

Unknown keys are dropped from models and never from the raw body, which every answer keeps.
"""

from collections.abc import Collection, Iterable
from typing import Any, Generic, TypeVar, cast
from urllib.parse import quote

from attrs import field, frozen

from seawall.core.engine.call import Call
from seawall.core.errors import DecodeError, Problem, SeawallError, StatusError, error_class_for
from seawall.core.http.message import Headers, Response
from seawall.core.redaction.redact import redact
from seawall.core.wire.codec import NotJsonError, decoder_for

__all__ = ["Result", "problem_in", "request_id_in", "result_for", "status_error"]

T = TypeVar("T")

_REQUEST_ID_HEADERS = (
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-amzn-requestid",
    "x-ms-request-id",
)
_MOST_FAULTS = 5
# Shorter ones are in tests, and in every other word.
_SHORTEST_SECRET = 4


@frozen
class Result(Generic[T]):
    """A successful response and what it decodes into."""

    value: T = field(repr=False)
    response: Response


def result_for(call: Call[T], response: Response, *, token: str | None = None) -> Result[T]:
    """The answer that `response` is to `call`, which was sent with `token`.

    Raises the StatusError of its status where that is no success, and DecodeError where its body is not
    what the spec says.
    """
    operation = call.operation
    if response.status not in operation.answers:
        raise status_error(operation.method, operation.path, response, hidden=_sent_in(call, token))
    type_ = operation.answers[response.status]
    if type_ is None or (type_ is Any and not response.body):
        return Result(cast("T", None), response)
    try:
        return Result(cast("T", decoder_for(type_).decode(response.body)), response)
    except ValueError as error:
        hidden = _sent_in(call, token)
        raise _decode_error(operation.method, operation.path, response, error, hidden) from error


def _sent_in(call: Call[T], token: str | None) -> list[str]:
    """What was sent and must not come back in a message: the token and the values of the query.

    Each as it is and as it stands in an address.
    """
    sent: list[object] = [token]
    for value in call.query.values():
        sent += value if isinstance(value, list) else [value]
    texts = [text for text in sent if isinstance(text, str) and len(text) >= _SHORTEST_SECRET]
    return [*texts, *(quote(text, safe="") for text in texts)]


def status_error(method: str, path: str, response: Response, *, hidden: Collection[str] = ()) -> StatusError:
    """The error that a response with an unsuccessful status stands for.

    `path` may hold no secret; what is `hidden` does not show, even where the server repeats it.
    """
    problem, request_id = problem_in(response, hidden=hidden), request_id_in(response.headers, hidden=hidden)
    return error_class_for(response.status)(
        f"{method} {path} answered {response.status}{_named(request_id)}{_said(problem)}.",
        status=response.status,
        method=method,
        path=path,
        request_id=request_id,
        problem=problem,
        headers=response.headers,
        body=response.body,
    )


def request_id_in(headers: Headers, *, hidden: Collection[str] = ()) -> str | None:
    """The id that the server gave the request, if it gave one, but for what is `hidden`."""
    found = next((headers[name] for name in _REQUEST_ID_HEADERS if name in headers), None)
    return found and redact(found, hidden=hidden)


def problem_in(response: Response, *, hidden: Collection[str] = ()) -> Problem | None:
    """What the server said of a failure, but for what is `hidden`: RFC 9457 or a FastAPI `detail`."""
    try:
        said = decoder_for(Any).decode(response.body)
    except ValueError:
        return None
    if not isinstance(said, dict):
        return None
    detail = said.get("detail", said.get("message", said.get("error_description")))
    faults = detail if isinstance(detail, list) else ()
    problem = Problem(
        title=_line(said.get("title", said.get("error")), hidden),
        detail=_line(detail, hidden),
        type=_line(said.get("type"), hidden),
        faults=tuple(_fault(fault, hidden) for fault in faults[:_MOST_FAULTS] if isinstance(fault, dict)),
    )
    return None if problem == Problem() else problem


def _line(value: object, hidden: Collection[str]) -> str | None:
    return redact(value, hidden=hidden) if isinstance(value, str) and value.strip() else None


def _fault(fault: dict[str, object], hidden: Collection[str]) -> str:
    # `input` is left out: it is what the user sent.
    where = fault.get("loc", ())
    path = ".".join(str(part) for part in where) if isinstance(where, Iterable) else ""
    return redact(f"{path}: {fault.get('msg', 'is not valid')}", hidden=hidden)


def _named(request_id: str | None) -> str:
    return f" (request {request_id})" if request_id else ""


def _said(problem: Problem | None) -> str:
    if problem is None:
        return ""
    words = "; ".join(problem.faults) or problem.detail or problem.title or ""
    return f": {words.rstrip('.')}" if words else ""


def _decode_error(
    method: str, path: str, response: Response, error: ValueError, hidden: Collection[str]
) -> SeawallError:
    request_id = request_id_in(response.headers, hidden=hidden)
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if isinstance(error, NotJsonError):
        what = "HTML" if kind == "text/html" or response.body[:1] == b"<" else "no whole JSON"
        hint = "Something between you and the API answered in its place, or the base URL is wrong"
        if what != "HTML":
            hint = "Try again; if it stays so, the server is at fault"
    else:
        what, hint = f"JSON of another shape ({error})", "Server and SDK may be of different versions"
    return DecodeError(
        f"{method} {path} answered {response.status}{_named(request_id)} with {what}. {hint}.",
        status=response.status,
        request_id=request_id,
        body=response.body,
    )
