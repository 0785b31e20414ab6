"""A response whose body breaks off."""

from attrs import field, frozen

from seawall.core.errors import MaybeProcessedError
from seawall.core.http.message import Response

__all__ = ["TruncatedResponse"]


@frozen
class TruncatedResponse(Response):
    """For the memory transport: `body` arrives, then `error` is raised instead of the rest."""

    error: BaseException = field(factory=lambda: MaybeProcessedError("the connection broke."))
