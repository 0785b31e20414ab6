"""Responses of a fake API that are errors."""

from seawall.core.http.message import Response
from seawall.testing.script import json_response

__all__ = ["ProblemError", "TextProblemError", "invalid", "text_response"]


class ProblemError(Exception):
    """Raised by the handler of a request; the fake API returns `response`."""

    def __init__(self, status: int, detail: object) -> None:
        super().__init__(status, detail)
        self.response: Response = json_response(status, {"detail": detail})


class TextProblemError(ProblemError):
    """The same for an API whose errors are a line of plain text."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(status, text)
        self.response: Response = text_response(status, text)


def text_response(status: int, text: str) -> Response:
    """Return a response with a line of plain text."""
    return Response(status, {"content-type": "text/plain"}, f"{text}\n".encode())


def invalid(place: str, name: str, message: str) -> ProblemError:
    """Return the 422 for a part of a request: `place` is path, query or body."""
    return ProblemError(422, [{"type": "value_error", "loc": [place, name], "msg": message}])
