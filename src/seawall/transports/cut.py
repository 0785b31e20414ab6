"""A response that breaks off."""

from attrs import field, frozen

from seawall.core.errors import MaybeProcessedError
from seawall.core.message import Response

__all__ = ["CutResponse"]


@frozen
class CutResponse(Response):
    """For the memory transport: `body` arrives, and then `error` in place of the rest."""

    error: BaseException = field(factory=lambda: MaybeProcessedError("the connection broke."))
