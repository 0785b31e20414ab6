"""Faults that a request or a test asks for, and errors as problem details (RFC 9457)."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from attrs import frozen

from seawall.codegen.api.model import ApiOperation
from seawall.codegen.mock.checks import Fault
from seawall.core.http.message import Headers, Response

__all__ = ["ScriptedFault", "fault_response", "invalid", "preferred_fault", "problem"]

_PROBLEM = "application/problem+json"


@frozen(kw_only=True)
class ScriptedFault:
    """Fault of one request: a status, a delay, or a body that is cut after some bytes."""

    status: int | None = None
    retry_after_s: int | None = None
    delay_s: float = 0.0
    cut_after: int | None = None


def preferred_fault(headers: Headers) -> ScriptedFault:
    """The fault that a request asks for in `Prefer` (RFC 7240)."""
    wanted = {
        name.strip().lower(): value.strip(' "')
        for name, _, value in (part.partition("=") for part in headers.get("prefer", "").split(","))
    }
    try:
        return ScriptedFault(
            status=int(wanted["code"]) if "code" in wanted else None,
            retry_after_s=int(wanted["retry-after"]) if "retry-after" in wanted else None,
            delay_s=min(float(wanted.get("delay", 0)), 600.0),
            cut_after=int(wanted["cut"]) if "cut" in wanted else None,
        )
    except ValueError:
        # RFC 7240, section 2: a preference that is not understood is ignored.
        return ScriptedFault()


def fault_response(fault: ScriptedFault) -> Response:
    """The response of a fault with a status."""
    status = fault.status or HTTPStatus.INTERNAL_SERVER_ERROR
    headers = {} if fault.retry_after_s is None else {"retry-after": str(fault.retry_after_s)}
    return problem(status, "This fault was asked for.", headers=headers)


def invalid(operation: ApiOperation, faults: Sequence[Fault]) -> Response:
    """The response to a request that does not fit: 422 where the spec has it, else 400."""
    declared = {answer.status for answer in operation.answers}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if "422" in declared else HTTPStatus.BAD_REQUEST
    errors = [{"field": fault.field, "message": fault.reason} for fault in faults]
    detail = f"{faults[0].field}: {faults[0].reason}"
    return problem(status, detail, errors=errors)


def problem(
    status: int,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[Mapping[str, str]] = (),
) -> Response:
    """A response with problem details (RFC 9457)."""
    try:
        title = HTTPStatus(status).phrase
    except ValueError:
        title = "Status"
    content: dict[str, object] = {
        "type": "about:blank",
        "title": title,
        "status": int(status),
        "detail": detail,
    }
    content |= {"errors": list(errors)} if errors else {}
    return Response(int(status), {"content-type": _PROBLEM, **(headers or {})}, json.dumps(content).encode())
