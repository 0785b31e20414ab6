"""At most 3 frames of ours stand between the user's line and the transport."""

import inspect
from pathlib import Path

from seawall.core.http.message import Request, Response
from seawall.sdks.platform import Client
from seawall.transports import MemoryTransport
from tests.contract.source import SOURCE

MOST_FRAMES = 3
RUN_ID = "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b"


def test_three_frames_from_the_users_line_to_the_transport() -> None:
    frames: list[str] = []

    def answer(request: Request) -> Response:
        if frames:
            # After an error the client may ask for the version of the API.
            return Response(404)
        stack = inspect.stack()
        names = [
            frame.filename for frame in stack[1 : next(i for i, f in enumerate(stack) if is_here(f, "test_"))]
        ]
        frames.extend(
            name
            for name in names
            if (path := Path(name)).is_relative_to(SOURCE) and not path.is_relative_to(SOURCE / "transports")
        )
        return Response(404)

    def is_here(frame: inspect.FrameInfo, prefix: str) -> bool:
        return frame.filename == __file__ and frame.function.startswith(prefix)

    client = Client(base_url="http://platform.test", token="t", transport=MemoryTransport(answer))
    try:
        client.runs.get(RUN_ID)
    except LookupError:
        raise
    except Exception as error:  # noqa: BLE001
        assert type(error).__name__ == "NotFoundError"  # noqa: PT017
    assert 0 < len(frames) <= MOST_FRAMES, frames
