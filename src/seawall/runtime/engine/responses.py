"""The responses of the calls in a `with` block, for users that need more of a response than its value."""

from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from types import TracebackType
from typing import Self, overload

from seawall.core.engine.call_response import CallResponse
from seawall.core.errors import ConfigError
from seawall.core.process_bound import ProcessBound

__all__ = ["RECORDING", "Responses"]

_MAX_RESPONSES = 100


class Responses(ProcessBound, Sequence[CallResponse]):
    """The responses of the calls of one client, and of its copies, in a `with` block, in order.

    Those of failed calls too, if there was a response. A block sees the calls of its own task or thread, and
    of the tasks and threads that these start; blocks may be nested. It keeps the last 100 responses.
    """

    _in_other_process = "Send its responses: list(responses)."

    def __init__(self, owner: object) -> None:
        self._owner = owner
        self._seen: list[CallResponse] = []

    @property
    def last(self) -> CallResponse:
        """The newest response; raises ConfigError if there is none."""
        if not self._seen:
            raise ConfigError("There is no response in this block. Send a call in it first.")
        return self._seen[-1]

    @overload
    def __getitem__(self, index: int) -> CallResponse: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[CallResponse]: ...

    def __getitem__(self, index: int | slice) -> CallResponse | Sequence[CallResponse]:
        return self._seen[index]

    def __len__(self) -> int:
        return len(self._seen)

    def __iter__(self) -> Iterator[CallResponse]:
        return iter([*self._seen])

    def __repr__(self) -> str:
        return f"Responses({self._seen!r})"

    def is_for(self, owner: object) -> bool:
        """Check whether this block records the calls of `owner`, which all copies of a client share."""
        return self._owner is owner

    def add(self, response: CallResponse) -> None:
        """Add the response of a call; the oldest one may go."""
        self._seen.append(response)
        del self._seen[:-_MAX_RESPONSES]

    def __enter__(self) -> Self:
        RECORDING.set((*RECORDING.get(), self))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Not a token: the block may end in another context, e.g. in a fixture.
        RECORDING.set(tuple(one for one in RECORDING.get() if one is not self))


RECORDING: ContextVar[tuple[Responses, ...]] = ContextVar("seawall_responses", default=())
"""The blocks that the current task or thread is in."""
