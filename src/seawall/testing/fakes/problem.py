"""Responses of a fake API that are errors."""

from seawall.core.http.message import Response
from seawall.testing.script import json_response

__all__ = ["ProblemError", "invalid"]


class ProblemError(Exception):
    """Raised by the handler of a request; the fake API returns `response`."""

    def __init__(self, status: int, detail: object) -> None:
        super().__init__(status, detail)
        self.response: Response = json_response(status, {"detail": detail})


def invalid(place: str, name: str, message: str) -> ProblemError:
    """Return the 422 for a part of a request: `place` is path, query or body."""
    return ProblemError(422, [{"type": "value_error", "loc": [place, name], "msg": message}])
