"""A response body in memory, with a limit: a compressed body of 1 MB can decode to gigabytes."""

from seawall.core.errors import ResponseTooLargeError
from seawall.core.http.message import Request

__all__ = ["CollectedBody"]


class CollectedBody:
    """Collects the decoded pieces of the response to `request`, whose `status` is known.

    Raises ResponseTooLargeError for the piece that exceeds the limit of the request.
    """

    def __init__(self, request: Request, status: int) -> None:
        self.most: int = request.max_response_bytes
        self._status = status
        self._size = 0
        self._pieces: list[bytes] = []

    def add(self, piece: bytes) -> None:
        """Append `piece`."""
        self._size += len(piece)
        if self._size > self.most:
            self._pieces.clear()
            # Error reporters show local variables.
            del piece
            raise ResponseTooLargeError(
                f"the response is larger than {self.most} bytes. If that is correct, raise "
                "max_response_bytes in the policy.",
                self._status,
            )
        self._pieces.append(piece)

    def joined(self) -> bytes:
        """Return the whole body."""
        return b"".join(self._pieces)
