"""Run a mock server of any spec for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from seawall.core.extras import needs_extra
from seawall.core.process_bound import ProcessBound

if TYPE_CHECKING:
    from seawall.codegen.mock.mock_api import MockApi
    from seawall.codegen.mock.problems import ScriptedFault

__all__ = ["MockServer", "mock_server"]


class MockServer(ProcessBound):
    """A running mock server and its base `url`."""

    _in_other_process = "Send its URL."

    def __init__(self, url: str, mock: "MockApi") -> None:
        self.url = url
        self._mock = mock

    def fail_next(self, *faults: "ScriptedFault") -> None:
        """Let the next requests go wrong, one for each of `faults`."""
        self._mock.fail_next(*faults)


@contextmanager
def mock_server(spec: Path | str, *, seed: int = 0, items: int = 3) -> Iterator[MockServer]:
    """Serve the spec in a file (or `git:REVISION:path`) on a free port of 127.0.0.1 during a `with` block.

    `seed` decides the samples, and lists begin with `items` of them. Raises MissingExtraError without the
    extra `codegen`, and SpecError if the spec can not be read.
    """
    with needs_extra("codegen", "A mock server"):
        from seawall.codegen.effective_spec import effective_spec  # noqa: PLC0415
        from seawall.codegen.fetch.fetch import fetch  # noqa: PLC0415
        from seawall.codegen.mock.mock_api import MockApi  # noqa: PLC0415
        from seawall.codegen.mock.server import running  # noqa: PLC0415

    effective = effective_spec(fetch(str(spec)))
    mock = MockApi(effective.document, effective.api, seed=seed, items=items)
    with running(mock) as url:
        yield MockServer(url, mock)
